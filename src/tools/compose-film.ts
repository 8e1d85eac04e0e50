import * as z from 'zod';
import type { App } from '../app.ts';
import { checkParameters } from '../backends/check.ts';
import type { Service } from '../backends/service.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { FilmPlan } from '../core/film-plan.ts';
import type { Tier } from '../core/tier.ts';
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

/** A film as it is submitted: the full plan. */
export const SubmittedFilm = FilmPlan;

type Wanted = { sheet: boolean; format?: ExportFormat; services: readonly Service[] };

/** The answer for a storyboard that is a film. Undefined for one clip. */
export async function answerFilm(draft: Analysis, { sheet, format, services }: Wanted, app: App) {
  const { isFilm } = await import('../prompt/film/is-film.ts');
  if (!isFilm(draft)) return undefined;
  const { composeFilm } = await import('../prompt/film/compose-film.ts');
  const { plan, problems, list } = composeFilm(draft, findPictureModels(services));
  const { refused, tier } = checkPlan(plan, app);
  const { files, problems: ofFiles } = await saveStoryboard(() => list, { sheet, format }, app);
  return {
    submit: refused.length > 0 ? null : plan,
    problems: [...refused, ...problems, ...ofFiles],
    clips: list.clips,
    duration: list.seconds,
    tier,
    files: files.length > 0 ? files : undefined,
  };
}

/** The service that the film is written for makes them itself, or another one for which there is a key. */
function findPictureModels(services: readonly Service[]) {
  const maker = services.find((one, i) => one.backend.dialect.pictures && (i === 0 || one.hasKey()));
  return maker?.backend.dialect.pictures;
}

/** What `submit_task` would refuse of any step is an error here already. */
function checkPlan(plan: FilmPlan | null, app: App): { refused: Diagnostic[]; tier?: Tier } {
  if (!plan) return { refused: [] };
  const refused: Diagnostic[] = [];
  const tiers = [...plan.clips, ...plan.pictures].flatMap((step) => {
    const { model } = app.resolveModel(step.model_id);
    const { input, problems } = checkParameters(model, step.parameters);
    if (input) return model.expected(input).tier ?? [];
    const name = 'clip' in step ? `Clip ${step.clip}` : `Picture ${step.picture}`;
    const errors = problems.filter(({ severity }) => severity === 'error');
    refused.push(...errors.map((problem) => ({ ...problem, message: `${name}: ${problem.message}` })));
    return [];
  });
  return { refused, tier: tiers[0] };
}
