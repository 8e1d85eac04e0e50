import * as z from 'zod';
import type { App } from '../app.ts';
import { checkParameters } from '../backends/check.ts';
import { liftTextFlags } from '../backends/text-flags.ts';
import { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';
import { Price, PriceSum } from '../core/price.ts';
import { ReferenceType } from '../core/reference-file.ts';
import { tiers } from '../core/tier.ts';
import { continuities, exportNames } from '../prompt/input.ts';
import { languages } from '../prompt/languages/index.ts';
import type { Composed, Submission } from '../prompt/storyboard.ts';
import { type ModelChoice, tasks } from '../prompt/target.ts';
import { attachFiles } from './attachments.ts';
import { checkByModel, checkBySubmit, listedPrice } from './check-composed.ts';
import { answerFilm, ListedClip } from './compose-film.ts';
import { Reference, Scene, Shot, Soundtrack } from './storyboard-fields.ts';
import { saveStoryboard, TextFile } from './storyboard-files.ts';
import { defineTool } from './tool.ts';

const TimelineRow = z.object({
  shot: z.number(),
  start: z.number(),
  end: z.number(),
  size: z.string().optional(),
  angle: z.string().optional(),
  move: z.string().optional(),
});

const Stats = z.object({
  characters: z.number(),
  words: z.number(),
  words_per_second: z.number().optional(),
  shots: z.number(),
});

const Submit = z
  .object({ draft_id: z.string(), model_id: z.string(), parameters: z.record(z.string(), z.unknown()) })
  .partial();

export const composeStoryboard = defineTool({
  name: 'compose_storyboard',
  command: 'compose',
  title: 'Compose and check a storyboard',
  description:
    "Turn shots (or a finished prompt) into a checked prompt in the service's syntax, and list every mistake that would waste a paid run, each with a fix. " +
    'Free; sends nothing. Pass submit (a draft_id) to submit_task unchanged; null while any problem is an error. One camera move a shot; refer to files as @name. More than one clip, up to 600 s, is a film. sheet: true draws the storyboard.',
  effect: 'pure',
  hasViewer: true,
  input: z.strictObject({
    shots: z.array(Shot).optional(),
    prompt: z.string().optional(),
    style: z.string().optional(),
    mood: z.string().optional(),
    duration: z.number().optional().describe('Seconds; else the sum'),
    ratio: z.string().optional(),
    music: z.string().optional(),
    references: z.array(Reference).optional(),
    task: z.enum(tasks).optional(),
    model_id: z.string().optional(),
    tier: z.enum(tiers).optional(),
    language: z.enum(languages).optional(),
    timing: z.enum(['timecodes', 'shots', 'both']).optional(),
    constraints: z.array(z.string()).optional(),
    genre: z.string().optional().describe('Like product-ad'),
    strict: z.boolean().optional().describe('Warnings count as errors'),
    continuity: z.enum(continuities).optional(),
    scenes: z.record(z.string(), Scene).optional().describe('{id: {style, place, light}}'),
    soundtrack: Soundtrack.optional().describe('path or url; start_seconds, level'),
    music_in_clips: z.boolean().optional(),
    sheet: z.boolean().optional(),
    export: z.enum(exportNames).optional(),
  }),
  output: z.object({
    /** Left out for a film, as are timeline, references and stats. */
    prompt: z.string().optional(),
    /** A draft; the full arguments where none could be kept. Null while a problem is an error. */
    submit: Submit.nullable(),
    /** What will be paid for. */
    model_id: z.string().optional(),
    tier: z.enum(tiers).optional(),
    ratio: z.string().optional(),
    price: z.union([Price, PriceSum]).optional(),
    problems: z.array(Diagnostic),
    /** Of a film: what each clip holds. */
    clips: z.array(ListedClip).optional(),
    duration: z.number().optional(),
    timeline: z.array(TimelineRow).optional(),
    /** Numbers that the prompt mentions, by the type of file; left out where it mentions none. */
    references: z.partialRecord(ReferenceType, z.array(z.number())).optional(),
    stats: Stats.optional(),
    alternatives: z.array(z.object({ model_id: z.string(), tier: z.enum(tiers).optional(), price: Price })).optional(),
    files: z.array(TextFile).optional(),
  }),
  flags: { model_id: { name: 'model' } },
  run: async ({ sheet = false, export: format, ...asked }, app, { client, roots }) => {
    const given = { ...asked, references: asked.references && (await app.describeReferences(asked.references)) };
    const allowed = { anyReadable: client === 'shell', roots };
    const named = given.model_id === undefined ? undefined : app.resolveModel(given.model_id);
    const { flagged, told: flags } = liftFlags(given);
    const input = { ...given, ...flagged, model_id: named?.model.id, tier: given.tier ?? named?.tier };
    const { analyzeStoryboard: createDraft, composeAnalysis: finish } = await import('../prompt/storyboard.ts');
    const [service, ...others] = app.composers(input.model_id);
    if (!service) throw new AppError('internal', 'This version has no service to write for.');
    const told = [...(named?.warnings ?? []).map(tellName), ...flags];
    const draft = createDraft(input, { id: service.backend.id, ...service.backend.dialect });
    const film = await answerFilm(draft, { sheet, format, services: [service, ...others], files: allowed }, app);
    if (film) return { ...film, problems: [...told, ...film.problems] };
    const { composed, offer } = await checkBySubmit(checkByModel(finish(draft), app), allowed, app);
    const { submit, problems: ofDraft } = await keepDraft(composed.submit, app);
    const list = async () => (await import('../prompt/export/shot-list.ts')).createShotList(draft, composed.problems);
    const { files, problems } = await saveStoryboard(list, { sheet, format }, app);
    const has = { images: draft.counts.image, videos: draft.counts.video, audios: draft.counts.audio };
    const choices = others
      .filter((other) => other.hasKey())
      .map(({ backend }) => backend.dialect.modelFor(draft.task, has, { tier: input.tier }));
    const own = Object.keys(draft.model?.parameters ?? {});
    const alternatives = alternativesTo(composed.submit, own, choices, app);
    const found = [...told, ...composed.problems, ...ofDraft, ...problems];
    return {
      ...composed,
      references: mentionedOf(composed),
      submit,
      ...(submit && offer),
      problems: found,
      alternatives,
      files: files.length > 0 ? files : undefined,
    };
  },
  attach: async ({ files = [] }, app) => attachFiles(files, app),
});

function mentionedOf({ references }: Composed): Partial<Composed['references']> | undefined {
  const mentioned = Object.entries(references).filter(([, numbers]) => numbers.length > 0);
  return mentioned.length > 0 ? Object.fromEntries(mentioned) : undefined;
}

const Flagged = z.object({ prompt: z.string(), duration: z.number(), ratio: z.string() }).partial();

/** Flags in a finished prompt that fields here say as well. The others stay where they are: the model's own check reads them. */
function liftFlags(given: z.infer<typeof Flagged>) {
  const takes = (name: string) => Object.hasOwn(Flagged.shape, name);
  const { parameters, problems } = liftTextFlags(Flagged.parse(given), {
    id: 'a storyboard',
    takes,
    hint: () => undefined,
  });
  const told = problems
    .filter(({ severity }) => severity !== 'error')
    .map((problem) => ({ ...problem, path: 'prompt' }));
  return { flagged: Flagged.parse(parameters), told };
}

function tellName(message: string): Diagnostic {
  return { rule: 'model-name', severity: 'warn', path: 'model_id', message };
}

/** What goes into `submit_task`: a short id, so that nobody types the prompt again. */
async function keepDraft(submission: Submission | null, app: App) {
  if (!submission) return { submit: null, problems: [] };
  const kept = await app.keepDraft(submission);
  if ('draftId' in kept) return { submit: { draft_id: kept.draftId }, problems: [] };
  return { submit: kept.problem.severity === 'error' ? null : submission, problems: [kept.problem] };
}

/** Other models that take the same parameters, less those that only the first model has, with their listed prices. */
function alternativesTo(
  submit: Submission | null,
  own: readonly string[],
  choices: readonly (ModelChoice | undefined)[],
  app: App,
) {
  if (!submit) return undefined;
  const shared = Object.fromEntries(Object.entries(submit.parameters).filter(([key]) => !own.includes(key)));
  const found = choices.flatMap((choice) => {
    const model =
      choice === undefined || choice.modelId === submit.model_id ? undefined : app.resolveModel(choice.modelId).model;
    const { input } = model ? checkParameters(model, { ...shared, ...choice?.parameters }) : {};
    return model && input
      ? [{ model_id: model.id, tier: model.expected(input).tier, price: listedPrice(model, input) }]
      : [];
  });
  return found.length > 0 ? found : undefined;
}
