import * as z from 'zod';
import type { App } from '../app.ts';
import { checkParameters } from '../backends/check.ts';
import type { Service } from '../backends/service.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { FilmPlan } from '../core/film-plan.ts';
import type { Tier } from '../core/tier.ts';
import type { OpenOptions } from '../jobs/upload.ts';
import type { Analysis } from '../prompt/analysis.ts';
import type { ExportFormat } from '../prompt/input.ts';
import { saveStoryboard } from './storyboard-files.ts';

/** A clip of a film, without its prompt: the shots that it holds. */
export const ListedClip = z.object({
  clip: z.number(),
  shots: z.string(),
  seconds: z.number(),
  scene: z.string().optional(),
});

type Wanted = { sheet: boolean; format?: ExportFormat; services: readonly Service[]; files: OpenOptions };

/** The answer for a storyboard that is a film. Undefined for one clip. */
export async function answerFilm(draft: Analysis, { sheet, format, services, files: allowed }: Wanted, app: App) {
  const { isFilm } = await import('../prompt/film/is-film.ts');
  if (!isFilm(draft)) return undefined;
  const { composeFilm } = await import('../prompt/film/compose-film.ts');
  const { plan, problems, list } = composeFilm(draft, findPictureModels(services));
  const { refused, offer } = checkPlan(plan, app);
  const foreseen = plan ? await app.foresee([...plan.clips, ...plan.pictures], allowed, plan.soundtrack?.path) : [];
  refused.push(...foreseen.filter(({ severity }) => severity === 'error'));
  const { submit, problems: ofDraft } = await keepFilm(refused.length > 0 ? null : plan, app);
  const { files, problems: ofFiles } = await saveStoryboard(() => list, { sheet, format }, app);
  return {
    submit,
    ...(submit && offer),
    problems: [...new Set([...refused, ...problems, ...foreseen, ...ofDraft, ...ofFiles])],
    clips: list.clips,
    duration: list.seconds,
    price: submit && plan ? app.priceFilm(plan) : undefined,
    files: files.length > 0 ? files : undefined,
  };
}

/** A film that cannot be kept cannot be submitted either: its pictures and clips are planned in the same folder. */
async function keepFilm(plan: FilmPlan | null, app: App): Promise<{ submit: KeptDraft; problems: Diagnostic[] }> {
  const kept = plan && (await app.keepDraft(plan));
  if (!kept) return { submit: null, problems: [] };
  if ('draftId' in kept) return { submit: { draft_id: kept.draftId }, problems: [] };
  const fix = 'Ask the user to make the folder of the record (SEEDANCE_HOME) writable, then compose again.';
  return { submit: null, problems: [{ ...kept.problem, severity: 'error', fix }] };
}

type KeptDraft = { draft_id: string } | null;

/** The service that the film is written for makes them itself, or another one for which there is a key. */
function findPictureModels(services: readonly Service[]) {
  const maker = services.find((one, i) => one.backend.dialect.pictures && (i === 0 || one.hasKey()));
  return maker?.backend.dialect.pictures;
}

type FilmOffer = { model_id: string; tier?: Tier; ratio?: string };

/** What `submit_task` would refuse of any step is an error here already. */
function checkPlan(plan: FilmPlan | null, app: App): { refused: Diagnostic[]; offer?: FilmOffer } {
  if (!plan) return { refused: [] };
  const refused: Diagnostic[] = [];
  const offers = [...plan.clips, ...plan.pictures].flatMap((step): FilmOffer[] => {
    const { model } = app.resolveModel(step.model_id);
    const { input, problems } = checkParameters(model, step.parameters);
    if (input) {
      const { tier, ratio } = model.expected(input);
      return [{ model_id: model.id, tier, ratio }];
    }
    const name = 'clip' in step ? `Clip ${step.clip}` : `Picture ${step.picture}`;
    const errors = problems.filter(({ severity }) => severity === 'error');
    refused.push(...errors.map((problem) => ({ ...problem, message: `${name}: ${problem.message}` })));
    return [];
  });
  return { refused, offer: offers[0] };
}
