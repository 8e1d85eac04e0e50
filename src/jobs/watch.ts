import type { Wait } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import { whenAborted } from '../core/abort.ts';
import { AppError, type ErrorCode, toAppError } from '../core/errors.ts';
import { isEnded } from '../core/task-status.ts';
import type { Task } from '../store/task.ts';
import type { Jobs } from './jobs.ts';
import { refresh } from './refresh.ts';

export type WatchOptions = {
  waitMs: number;
  signal?: AbortSignal;
  /** Ends the wait, with what is known. */
  draining?: AbortSignal;
  /** Called at once and after every answer of the service. */
  onUpdate?(task: Task): void;
};

export type Watched = { task: Task; trouble?: AppError };

/** Waits for tasks: one poller per task, however many callers wait for it. */
export type Watcher = {
  /** Resolves when the task ends or the time is up; rejects only when the caller cancels or the service refuses for a reason that waiting cannot change. */
  watch(service: Service, task: Task, wait: Wait, options: WatchOptions): Promise<Watched>;
};

type Poller = {
  latest: Watched;
  listeners: Set<(watched: Watched) => void>;
  stop: AbortController;
  /** Fires after the first question, answered or not. */
  asked: AbortController;
};

const longestPauseMs = 60_000;
const shortestPauseMs = 200;
const slowestPollFactor = 3;

export function createWatcher(jobs: Jobs): Watcher {
  const pollers = new Map<string, Poller>();
  /** When each task was last seen unfinished, over all calls that waited for it. */
  const seenAt = new Map<string, number>();

  function join(service: Service, task: Task, wait: Wait): Poller {
    const running = pollers.get(task.key);
    if (running) return running;
    const poller: Poller = {
      latest: { task, trouble: unanswered() },
      listeners: new Set(),
      stop: new AbortController(),
      asked: new AbortController(),
    };
    pollers.set(task.key, poller);
    void poll({ ...jobs, seenAt }, service, wait, poller).finally(() => leave(task.key, poller));
    return poller;
  }

  /** A stopped poller is removed, so that the next caller starts a new one. */
  function leave(key: string, poller: Poller): void {
    poller.stop.abort();
    if (pollers.get(key) === poller) pollers.delete(key);
  }

  return {
    watch: async (service, task, wait, { waitMs, signal, draining, onUpdate }) => {
      signal?.throwIfAborted();
      onUpdate?.(task);
      const poller = join(service, task, wait);
      const done = new AbortController();
      const ended = new Promise<Watched>((resolve, reject) => {
        const listener = (watched: Watched): void => {
          onUpdate?.(watched.task);
          if (isEnded(watched.task.remoteStatus)) resolve(watched);
          else if (watched.trouble && final.includes(watched.trouble.code)) reject(watched.trouble);
        };
        poller.listeners.add(listener);
        done.signal.addEventListener('abort', () => poller.listeners.delete(listener), { once: true });
      });
      const limit = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
      try {
        const drained = whenAborted(draining, done.signal).then(() => whenAborted(poller.asked.signal, done.signal));
        const timeUp = Promise.race([jobs.clock.sleep(waitMs, limit), drained]);
        return await Promise.race([ended, timeUp.then(() => poller.latest)]);
      } finally {
        done.abort();
        if (poller.listeners.size === 0) leave(task.key, poller);
      }
    },
  };
}

/** The state of a poller before its first answer. */
function unanswered(): AppError {
  return new AppError('unavailable', 'it has not answered yet.');
}

type Seeing = Jobs & { seenAt: Map<string, number> };

/** Polls until the task ends or no caller is left. Errors slow it down and never end it. */
async function poll(jobs: Seeing, service: Service, wait: Wait, poller: Poller): Promise<void> {
  const { key } = poller.latest.task;
  for (let failures = 0; !poller.stop.signal.aborted; ) {
    try {
      const options = { signal: poller.stop.signal, deadlineMs: wait.pollSeconds * 1000, seenAt: jobs.seenAt.get(key) };
      const task = await refresh(jobs, service, poller.latest.task, options);
      poller.latest = { task };
      if (isEnded(task.remoteStatus)) jobs.seenAt.delete(key);
      else jobs.seenAt.set(key, jobs.clock.now());
      failures = 0;
    } catch (error) {
      if (poller.stop.signal.aborted) return;
      poller.latest = { task: poller.latest.task, trouble: toAppError(error) };
      failures++;
    }
    poller.asked.abort();
    for (const listener of poller.listeners) listener(poller.latest);
    if (isEnded(poller.latest.task.remoteStatus)) return;
    const pauseMs = pauseFor(jobs, wait, poller.latest, failures);
    await jobs.clock.sleep(pauseMs, poller.stop.signal).catch(() => undefined);
  }
}

/** The model's own interval, longer once the task is older than usual, longer still while the service fails. */
function pauseFor({ clock, timeScale }: Jobs, wait: Wait, { task, trouble }: Watched, failures: number): number {
  const age = ((clock.now() - task.submittedAt) * timeScale) / 1000;
  const slower = Math.min(slowestPollFactor, 1 + Math.floor(age / wait.typicalSeconds));
  const pauseMs = (wait.pollSeconds * 1000 * slower * 2 ** Math.min(failures, 4)) / timeScale;
  return Math.max(shortestPauseMs, Math.min(longestPauseMs, Math.max(pauseMs, trouble?.retryAfterMs ?? 0)));
}

/** Errors that waiting cannot change: a refused key, or an id that the service does not know. */
const final: readonly ErrorCode[] = ['unauthorized', 'not_found'];
