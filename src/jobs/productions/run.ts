import type { RemoteTask } from '../../backends/backend.ts';
import { followAbort } from '../../core/abort.ts';
import type { Ending } from '../../core/ending.ts';
import { toAppError } from '../../core/errors.ts';
import type { PlannedRequest } from '../../store/productions/plan.ts';
import type { Production } from '../../store/productions/production.ts';
import { takesOfFilm } from '../../store/productions/progress.ts';
import { type Stand, standsOf } from '../../store/productions/stand.ts';
import type { TaskSummary } from '../../store/task.ts';
import { findHere } from '../find.ts';
import { saveFiles } from '../get.ts';
import type { Jobs } from '../jobs.ts';
import { refresh } from '../refresh.ts';
import type { Watcher } from '../watch.ts';
import { createAttempts } from './attempts.ts';
import { isUnjoined, joinFilm } from './join-film.ts';
import { nextSteps } from './next-steps.ts';
import { claimDue } from './send-step.ts';

/** A production as this process drives it. */
export type Run = {
  /** As it was seen last. */
  production?: Production;
  /** Finished files are saved. */
  save: boolean;
  /** What stands in the way, by what it keeps from being done. */
  readonly warnings: ReadonlyMap<string, string>;
  /** What the services told last; the record keeps only what changed. */
  readonly latest: ReadonlyMap<string, RemoteTask>;
  /** Resolves when what could be sent at once has been. */
  begun: Promise<void>;
  /** Resolves when nothing is left to do. */
  ended: Promise<void>;
  /** Looks at the record now. */
  poke(): void;
  /** Leaves what is at work alone, and waits for requests that spend money. */
  stop(): Promise<void>;
};

export type RunOptions = {
  save: boolean;
  saveDirectory?: string;
  ending?: Ending;
  /** The number of a step: nothing is done for the others, and it is not waited for until it is due. */
  only?: number;
};

type Parts = { jobs: Jobs; watcher: Watcher };

const longestWatchMs = 60 * 60_000;
const decisionPauseMs = 50;
/** For a place that another process gives up. */
const placePauseMs = 5_000;
const savesAtOnce = 4;
/** How the questions for what takes the places are named. Nobody stays for their answers. */
const others = 'other ';
/** How the names of warnings begin that are about a file, or about a film that is not joined. */
export const warningsAbout = { file: 'file of ', join: 'join ' };

/** Sends what is next, asks for what is at work and saves what is finished, as the record says, until nothing is left. */
export function startRun({ jobs, watcher }: Parts, key: string, options: RunOptions): Run {
  const { save, saveDirectory, ending, only } = options;
  const { store, clock } = jobs;
  const stopped = followAbort(ending?.draining);
  const { signal } = stopped;
  const { work, warnings, tried, attempt } = createAttempts(clock, signal);
  const latest = new Map<string, RemoteTask>();
  let requests: readonly (PlannedRequest | undefined)[] | undefined;

  const ask = (taskKey: string, name = `ask ${taskKey}`): void =>
    attempt(name, async () => {
      const here = await findHere(jobs, taskKey);
      if (!here) return void tried.add(name);
      const { service, model, task } = here;
      if (task.state !== 'accepted') return clock.sleep(decisionPauseMs, signal);
      const watched = await watcher.watch(service, task, model.wait, {
        waitMs: longestWatchMs,
        signal,
        onUpdate: ({ remote }) => remote && latest.set(taskKey, remote),
      });
      if (watched.trouble) throw watched.trouble;
    });

  /** Looks for a task whose submit got no readable answer. Once more after the last send: until then it may be another's. */
  const find = (taskKey: string): void => {
    const name = `find ${taskKey} ${work.count('send ') > 0 ? 'early' : 'late'}`;
    attempt(name, async () => {
      tried.add(name);
      const here = await findHere(jobs, taskKey);
      if (here) await refresh(jobs, here.service, here.task, { signal });
    });
  };

  const keep = (taskKey: string): void => {
    if (!run.save || work.count('save ') >= savesAtOnce) return;
    attempt(`save ${taskKey}`, async () => {
      tried.add(`save ${taskKey}`);
      const here = await findHere(jobs, taskKey);
      if (!here) return;
      const saved = await saveFiles(jobs, here.service, here.task, { save: true, saveDirectory, signal });
      const told = saved.unsaved?.message ?? saved.warnings.at(-1);
      if (told) warnings.set(`${warningsAbout.file}${taskKey}`, told);
    });
  };

  /** Joins a film as soon as every clip has a take. */
  const join = (production: Production): void => {
    const takes = takesOfFilm(production);
    if (!run.save || !takes || work.count('save ') > 0) return;
    const name = `${warningsAbout.join}${takes.join()}`;
    attempt(name, async () => {
      tried.add(name);
      if (await isUnjoined(production, saveDirectory)) await joinFilm(jobs, production, { saveDirectory, signal });
    });
  };

  /** Whether some step waits for a place. */
  async function sendDue(production: Production, numbers: readonly number[]): Promise<boolean> {
    const closed = new Set<number>();
    let isWaiting = false;
    for (const number of numbers) {
      const { clip = 0, offer = -1 } = production.plan.steps[number] ?? {};
      if (signal.aborted || ending?.stopping.aborted) break;
      if (closed.has(offer) || tried.has(`offer ${offer}`) || work.has(`send ${number}`)) continue;
      requests ??= await store.readPlan(key, only === undefined ? undefined : clip);
      const due = await claimDue(jobs, production, number, requests[clip - 1], signal);
      if (due.is === 'owned')
        work.start(`send ${number}`, async () => {
          const unrecorded = await due.post(ending).catch(toAppError);
          if (unrecorded) warnings.set(`send ${number}`, unrecorded.message);
        });
      if (due.is === 'not_here') {
        tried.add(`offer ${offer}`);
        warnings.set(`offer ${offer}`, due.why.message);
      }
      if (due.is !== 'no_place') continue;
      closed.add(offer);
      isWaiting = true;
      const account = production.plan.offers[offer]?.account;
      for (const taskKey of account ? await store.stepsAtWork(account) : []) ask(taskKey, `${others}${taskKey}`);
    }
    return isWaiting;
  }

  function look(task: TaskSummary, is: Stand['is']): void {
    if (is === 'running') ask(task.key);
    if (is === 'uncertain') find(task.key);
    if (is === 'completed' && !task.saved) keep(task.key);
  }

  /** When to look again although nothing has happened here. */
  async function doNext(production: Production): Promise<number | undefined> {
    if (production.state === 'asking') return clock.now() + decisionPauseMs;
    const isMine = (number: number): boolean => only === undefined || number === only;
    for (const [n, stand] of standsOf(production).entries())
      if (isMine(n) && 'task' in stand) look(stand.task, stand.is);
    join(production);
    const { send, wakeAt } = nextSteps(production, clock.now());
    const isWaiting = await sendDue(production, send.filter(isMine));
    const dueAt = only === undefined ? wakeAt : undefined;
    return isWaiting ? Math.min(dueAt ?? Number.POSITIVE_INFINITY, clock.now() + placePauseMs) : dueAt;
  }

  async function drive(onBegun: () => void): Promise<void> {
    while (!signal.aborted) {
      const production = await store.findProduction(key, only);
      if (!production) return;
      run.production = production;
      const wakeAt = await doNext(production);
      void work.settled('send ').then(onBegun);
      if (work.count('') === work.count(others) && wakeAt === undefined) return stopped.abort();
      await idle(wakeAt);
    }
  }

  async function idle(wakeAt: number | undefined): Promise<void> {
    const nap = followAbort(signal);
    const pauseMs = wakeAt === undefined ? longestWatchMs : Math.max(0, wakeAt - clock.now());
    await work.idle(clock.sleep(pauseMs, nap.signal).catch(() => undefined));
    nap.abort();
    nap.release();
  }

  const run: Run = {
    save,
    warnings,
    latest,
    begun: Promise.resolve(),
    ended: Promise.resolve(),
    poke: work.poke,
    stop: async () => {
      stopped.abort();
      work.poke();
      await run.ended; // a step may be claimed just now
      await work.settled('send ');
    },
  };
  run.begun = new Promise((resolve) => {
    run.ended = drive(resolve)
      .catch((error) => void warnings.set('record', toAppError(error).message))
      .finally(() => {
        stopped.release();
        resolve();
      });
  });
  return run;
}
