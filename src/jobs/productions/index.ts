import type { Ending } from '../../core/ending.ts';
import type { FilmPlan } from '../../core/film-plan.ts';
import type { Production } from '../../store/productions/production.ts';
import { awaitsJoin, isUnfinished } from '../../store/productions/progress.ts';
import type { Task } from '../../store/task.ts';
import { findFilm } from '../drafts.ts';
import type { Jobs } from '../jobs.ts';
import type { Watcher } from '../watch.ts';
import type { DrivenStep } from './drive-step.ts';
import { type Forecast, forecast } from './forecast.ts';
import { type Drive, type FoundProduction, findProduction, type GetProduction, getProduction } from './get.ts';
import { goOn } from './go-on.ts';
import { joinFilm } from './join-film.ts';
import { parseConcurrency } from './places.ts';
import type { Many } from './prepare-clips.ts';
import type { FilmMany } from './prepare-film.ts';
import { describeRefusals } from './refusals.ts';
import { readRows, type TakeRow } from './rows.ts';
import { createRunner, type Runner } from './runner.ts';
import { requireProduction, stopProduction, type Used, useTakes } from './steer.ts';
import { type ManyOptions, planProduction, type SubmittedProduction } from './submit.ts';

type Submit = ManyOptions & { drive: Drive };

/** What can be asked of productions. */
export type Productions = {
  runner: Runner;
  submit(many: Many | FilmMany, options: Submit): Promise<SubmittedProduction>;
  /** Pays for what is missing of one that failed or was stopped. */
  goOn(taskId: string, options: Submit): Promise<SubmittedProduction>;
  stop(taskId: string): Promise<Production>;
  /** The film of a draft; undefined for a draft of one clip. Throws `not_found`. */
  findFilm(draftId: string): Promise<FilmPlan | undefined>;
  /** Which takes are used. A film is joined again. */
  use(taskId: string, chosen: readonly string[], options: Pick<Submit, 'drive' | 'ending'>): Promise<Used>;
  get(request: GetProduction, call: Parameters<typeof getProduction>[3]): Promise<FoundProduction>;
  /** Of this mode, newest first. */
  unfinished(): Promise<Production[]>;
  /** What a worker does for one step. */
  driveStep(step: { key: string; number: number }, ending: Ending): Promise<DrivenStep>;
  rows(production: Production, most: number): Promise<TakeRow[]>;
  /** Of its first clip, or the title of a film; undefined once it was forgotten. */
  firstPrompt(production: Production): Promise<string | undefined>;
  forecast(found: Pick<FoundProduction, 'production' | 'latest'>): Forecast;
};

/** A submit is answered once what could be sent at once has been, or so long after. */
const longestBeginMs = 30_000;
/** An answer to `use` waits so long for the film. */
const longestJoinSeconds = 30;

export function createProductions(
  jobs: Jobs,
  watcher: Watcher,
  typicalSeconds: (model: Pick<Task, 'backend' | 'model_id' | 'kind'>) => number,
): Productions {
  const runner = createRunner(jobs, watcher);

  /** Sends what may be sent at once, so that the answer can tell what became of it. */
  async function begin(
    submitted: SubmittedProduction,
    { dryRun, drive, ending }: Submit,
  ): Promise<SubmittedProduction> {
    const { production, warnings } = submitted;
    if (!production || dryRun) return submitted;
    const { run, leave } = runner.join(production.plan.key, { save: true, ending, stays: drive === 'stays' });
    const patience = new AbortController();
    await Promise.race([run.begun, jobs.clock.sleep(longestBeginMs, patience.signal).catch(() => undefined)]);
    patience.abort();
    await leave();
    const now = await findProduction(jobs, production.plan.key);
    const told = [...run.warnings.values(), ...(await describeRefusals(jobs, now))];
    return { ...submitted, production: now, warnings: [...warnings, ...told] };
  }

  return {
    runner,
    submit: async (many, options) => begin(await planProduction(jobs, many, options), options),
    goOn: async (taskId, options) => {
      const production = await findProduction(jobs, requireProduction(taskId, 'go on'));
      return begin(await goOn(jobs, production, options), options);
    },
    stop: (taskId) => stopProduction(jobs, taskId),
    findFilm: (draftId) => findFilm(jobs, draftId),
    use: async (taskId, chosen, { drive, ending }) => {
      const used = await useTakes(jobs, taskId, chosen);
      if (!used.production) return used;
      const { key } = used.production.plan;
      if (!awaitsJoin(used.production)) {
        // What was missing for a whole film, such as ffmpeg, may be there now.
        if (!used.production.joined?.incomplete) return used;
        await joinFilm(jobs, used.production, { signal: ending?.draining });
        return { ...used, production: await findProduction(jobs, key) };
      }
      const { production } = await getProduction(
        jobs,
        runner,
        { key, drive, save: true, waitSeconds: longestJoinSeconds },
        { ending },
      );
      return { ...used, production };
    },
    get: (request, call) => getProduction(jobs, runner, request, call),
    unfinished: async () => {
      const all = await jobs.store.productions({ rehearsal: jobs.rehearsal, limit: Number.POSITIVE_INFINITY });
      return all.filter(isUnfinished);
    },
    driveStep: async (step, ending) => (await import('./drive-step.ts')).driveStep({ jobs, watcher }, step, ending),
    rows: (production, most) => readRows(jobs, production, most),
    firstPrompt: async ({ plan: { key, film_clips } }) => {
      const title = film_clips === undefined ? undefined : (await jobs.store.readFilm(key))?.title;
      return title ?? (await jobs.store.readPlan(key, 1))[0]?.prompt;
    },
    forecast: ({ production, latest }) =>
      forecast(production, {
        nowMs: jobs.clock.now(),
        concurrency: parseConcurrency(jobs.concurrency),
        latest,
        typicalSeconds: (number) => {
          const { account, model_id } = production.plan.offers[number] ?? {};
          return account && model_id ? typicalSeconds({ backend: account.backend, model_id, kind: 'video' }) : 0;
        },
      }),
  };
}
