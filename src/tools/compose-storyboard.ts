import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { App } from '../app.ts';
import { checkParameters } from '../backends/check.ts';
import { AppError } from '../core/errors.ts';
import { type Tier, tiers } from '../core/tier.ts';
import { exportNames } from '../prompt/input.ts';
import type { Composed, Submission } from '../prompt/storyboard.ts';
import { type ModelChoice, tasks } from '../prompt/target.ts';
import { renderPrice } from './task-output.ts';
import { type Attachment, defineTool } from './tool.ts';

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
  type: z.enum(['image', 'video', 'audio']).optional(),
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

export const composeStoryboard = defineTool({
  name: 'compose_storyboard',
  command: 'compose',
  title: 'Compose and check a storyboard',
  description:
    "Turn shots, or a finished prompt, into the best prompt in the service's own syntax, and name every mistake that would cost a paid run, with its fix. " +
    'Free, sends nothing. submit goes into submit_task unchanged; it is null while a problem is an error. One camera move a shot; refer to files as @name. sheet: true draws the storyboard to look at.',
  effect: 'pure',
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
    submit: z.looseObject({}).nullable(),
    problems: z.array(z.looseObject({})),
    timeline: z.array(z.looseObject({})),
    references: z.looseObject({}),
    stats: z.looseObject({}),
    tier: z.enum(tiers).optional(),
    price: z.looseObject({}).optional(),
    alternatives: z.array(z.looseObject({})).optional(),
    files: z.array(z.looseObject({})),
  }),
  flags: { model_id: { name: 'model' } },
  run: async ({ sheet = false, export: format, ...input }, app) => {
    const { analyzeStoryboard: createDraft, composeAnalysis: finish } = await import('../prompt/storyboard.ts');
    const [service, ...others] = app.composers(input.model_id);
    if (!service) throw new AppError('internal', 'This version has no service to write for.');
    const draft = createDraft(input, { id: service.backend.id, ...service.backend.dialect });
    const { composed, tier, price } = checkByModel(finish(draft), app);
    const files: SavedFile[] = [];
    if (sheet || format) {
      const list = (await import('../prompt/export/shot-list.ts')).createShotList(draft);
      const save = async (extension: string, media_type: string, text: string) =>
        files.push({ ...(await app.saveText(`storyboard ${list.title}`, extension, text)), media_type });
      if (sheet) await save('.html', 'text/html', (await import('../pictures/sheet.ts')).renderSheet(list));
      if (format) {
        const { extension, mediaType, render } = (await import('../prompt/export/index.ts')).exportFormats[format];
        await save(extension, mediaType, render(list));
      }
    }
    const has = { images: draft.counts.image, videos: draft.counts.video, audios: draft.counts.audio };
    const choices = others
      .filter((other) => other.hasKey())
      .map(({ backend }) => backend.dialect.modelFor(draft.task, has, { tier: input.tier }));
    const own = Object.keys(draft.model?.parameters ?? {});
    return { ...composed, tier, price, alternatives: alternativesTo(composed.submit, own, choices, app), files };
  },
  attach: async ({ files }) =>
    (files as { path: string; media_type: string }[]).map(
      ({ path, media_type: mimeType }): Attachment => ({
        type: 'resource_link',
        uri: pathToFileURL(path).href,
        name: basename(path),
        mimeType,
      }),
    ),
});

type SavedFile = { path: string; bytes: number; media_type: string };

/** What `submit_task` would refuse is an error here already: the model's own check has the last word. */
function checkByModel(
  composed: Composed,
  app: App,
): { composed: Composed; tier?: Tier; price?: ReturnType<typeof renderPrice> } {
  if (!composed.submit) return { composed };
  const model = app.modelOf(composed.submit.model_id);
  const { input, problems } = checkParameters(model, composed.submit.parameters);
  if (input) return { composed, tier: model.expected(input).tier, price: renderPrice(model.listedPrice(input)) };
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
    const model = choice === undefined || choice.modelId === submit.model_id ? undefined : app.modelOf(choice.modelId);
    const { input } = model ? checkParameters(model, { ...shared, ...choice?.parameters }) : {};
    return model && input
      ? [{ model_id: model.id, tier: model.expected(input).tier, price: renderPrice(model.listedPrice(input)) }]
      : [];
  });
  return found.length > 0 ? found : undefined;
}
