import * as z from 'zod';
import type { App } from '../app.ts';
import { checkParameters } from '../backends/check.ts';
import { liftTextFlags } from '../backends/text-flags.ts';
import { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';
import { Price } from '../core/price.ts';
import { ReferenceType } from '../core/reference-file.ts';
import { type Tier, tiers } from '../core/tier.ts';
import { exportNames } from '../prompt/input.ts';
import type { Composed, Submission } from '../prompt/storyboard.ts';
import { type ModelChoice, tasks } from '../prompt/target.ts';
import { attachFiles } from './attachments.ts';
import { saveStoryboard, TextFile } from './storyboard-files.ts';
import { defineTool } from './tool.ts';

const Line = z.strictObject({
  speaker: z.string(),
  line: z.string(),
  delivery: z.string().optional(),
  language: z.string().optional(),
});

const Shot = z.strictObject({
  seconds: z.number().optional(),
  start: z.number().optional(),
  end: z.number().optional(),
  camera: z.string().optional().describe('Size, angle, one move'),
  visual: z.string(),
  action: z.string().optional(),
  dialogue: z.array(Line).optional(),
  sound: z.string().optional(),
  transition: z.string().optional(),
});

const Reference = z.strictObject({
  url: z.string(),
  type: ReferenceType.optional(),
  name: z.string().optional().describe('Shots say @name'),
  role: z
    .string()
    .describe(
      'character, scene, product, style, first frame, last frame, camera, action, music, voice, edit, extend; then details',
    ),
  ignore: z.string().optional(),
  seconds: z.number().optional(),
  real_person: z.boolean().optional(),
});

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

export const composeStoryboard = defineTool({
  name: 'compose_storyboard',
  command: 'compose',
  title: 'Compose and check a storyboard',
  description:
    "Turn shots (or a finished prompt) into a checked prompt in the service's syntax, and list every mistake that would waste a paid run, each with a fix. " +
    'Free; sends nothing. Pass the returned submit to submit_task unchanged; it is null while any problem is an error. One camera move a shot; refer to files as @name. sheet: true draws the storyboard.',
  effect: 'pure',
  hasViewer: true,
  input: z.strictObject({
    shots: z.array(Shot).optional(),
    prompt: z.string().optional().describe('Finished text instead of shots'),
    style: z.string().optional(),
    mood: z.string().optional(),
    duration: z.number().optional().describe('Whole seconds; else the sum'),
    ratio: z.string().optional(),
    music: z.string().optional(),
    references: z.array(Reference).optional(),
    task: z.enum(tasks).optional(),
    model_id: z.string().optional(),
    tier: z.enum(tiers).optional(),
    language: z.enum(['en', 'zh']).optional(),
    timing: z.enum(['timecodes', 'shots', 'both']).optional(),
    constraints: z.array(z.string()).optional(),
    genre: z.string().optional().describe('e.g. product-ad'),
    strict: z.boolean().optional().describe('Warnings count as errors'),
    sheet: z.boolean().optional(),
    export: z.enum(exportNames).optional(),
  }),
  output: z.object({
    prompt: z.string(),
    /** Null while a problem is an error. */
    submit: z.object({ model_id: z.string(), parameters: z.record(z.string(), z.unknown()) }).nullable(),
    problems: z.array(Diagnostic),
    timeline: z.array(TimelineRow),
    /** Numbers that the prompt mentions. */
    references: z.record(ReferenceType, z.array(z.number())),
    stats: Stats,
    tier: z.enum(tiers).optional(),
    price: Price.optional(),
    alternatives: z.array(z.object({ model_id: z.string(), tier: z.enum(tiers).optional(), price: Price })).optional(),
    files: z.array(TextFile),
  }),
  flags: { model_id: { name: 'model' } },
  run: async ({ sheet = false, export: format, ...given }, app) => {
    const named = given.model_id === undefined ? undefined : app.resolveModel(given.model_id);
    const { flagged, told: flags } = liftFlags(given);
    const input = { ...given, ...flagged, model_id: named?.model.id, tier: given.tier ?? named?.tier };
    const { analyzeStoryboard: createDraft, composeAnalysis: finish } = await import('../prompt/storyboard.ts');
    const [service, ...others] = app.composers(input.model_id);
    if (!service) throw new AppError('internal', 'This version has no service to write for.');
    const draft = createDraft(input, { id: service.backend.id, ...service.backend.dialect });
    const { composed, tier, price } = checkByModel(finish(draft), app);
    const { files, problems } = await saveStoryboard(draft, composed.problems, { sheet, format }, app);
    const has = { images: draft.counts.image, videos: draft.counts.video, audios: draft.counts.audio };
    const choices = others
      .filter((other) => other.hasKey())
      .map(({ backend }) => backend.dialect.modelFor(draft.task, has, { tier: input.tier }));
    const own = Object.keys(draft.model?.parameters ?? {});
    const alternatives = alternativesTo(composed.submit, own, choices, app);
    const told = [...(named?.warnings ?? []).map(tellName), ...flags];
    return { ...composed, problems: [...told, ...composed.problems, ...problems], tier, price, alternatives, files };
  },
  attach: async ({ files }, app) => attachFiles(files, app),
});

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

/** What `submit_task` would refuse is an error here already: the model's own check has the last word. */
function checkByModel(composed: Composed, app: App): { composed: Composed; tier?: Tier; price?: Price } {
  if (!composed.submit) return { composed };
  const { model } = app.resolveModel(composed.submit.model_id);
  const { input, problems } = checkParameters(model, composed.submit.parameters);
  if (input) return { composed, tier: model.expected(input).tier, price: model.listedPrice(input) };
  const refused = problems.filter(({ severity }) => severity === 'error');
  return { composed: { ...composed, submit: null, problems: [...refused, ...composed.problems] } };
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
      ? [{ model_id: model.id, tier: model.expected(input).tier, price: model.listedPrice(input) }]
      : [];
  });
  return found.length > 0 ? found : undefined;
}
