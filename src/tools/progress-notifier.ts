import type { App } from '../app.ts';
import { quoted } from '../backends/upstream.ts';
import type { Task } from '../store/task.ts';
import { renderDuration, statusInWords } from './task-output.ts';
import type { Call } from './tool.ts';

const everyMs = 3_000;
/** Where an estimate stops, and what an overdue task creeps up to: progress must rise and must not pretend to be done. */
const estimatedPercent = 95;
const mostPercent = 99;

/** Tells a waiting client how its task stands: at once, whenever that changes, and every few seconds in between. */
export function startProgressNotifier(app: App, call: Call): { show(task: Task): void; stop(): void } {
  const stopped = new AbortController();
  let shown = 0;
  let latest: Task | undefined;

  const tell = (): void => {
    if (!latest || stopped.signal.aborted) return;
    const elapsedSeconds = Math.max(0, (app.now() - latest.submittedAt) / 1000);
    const typicalSeconds = app.typicalSeconds(latest);
    const percent =
      latest.remote?.progress === undefined ? (100 * elapsedSeconds) / typicalSeconds : latest.remote.progress * 100;
    shown = Math.max(shown + (mostPercent - shown) / 1000, Math.min(estimatedPercent, percent));
    call.progress({
      progress: Math.round(shown * 1e6) / 1e6,
      total: 100,
      message: describeProgress(latest, elapsedSeconds, typicalSeconds),
    });
  };

  void (async () => {
    while (!stopped.signal.aborted) {
      await app.clock.sleep(everyMs, stopped.signal).catch(() => undefined);
      tell();
    }
  })();

  return {
    show: (task) => {
      const isNews = statusInWords(task) !== (latest && statusInWords(latest));
      latest = task;
      if (isNews) tell();
    },
    stop: () => stopped.abort(),
  };
}

function describeProgress(task: Task, elapsedSeconds: number, typicalSeconds: number): string {
  const service = task.remote?.message ? ` ${quoted(task.remote.message)};` : '';
  return `${statusInWords(task)}${service} ${renderDuration(elapsedSeconds)}, typically ${renderDuration(typicalSeconds)}`;
}
