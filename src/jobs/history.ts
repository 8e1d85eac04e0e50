import type { Clock } from '../core/clock.ts';
import { isEnded } from '../core/task-status.ts';
import type { Ledger } from '../store/files/ledger.ts';

/** What one's own record says of a model. */
export type ModelHistory = { model_id: string; finished: number; success_rate: number; median_minutes?: number };

const tasksLookedAt = 200;
/** Longer than this, nobody was looking when the task ended. */
const longestCountedMs = 60 * 60 * 1000;

/** Success rate and median minutes per model, from the newest tasks of this mode (rehearsed or real). */
export function readHistory(ledger: Ledger, rehearsal: boolean): ModelHistory[] {
  const byModel = new Map<string, { completed: number; failed: number; durationsMs: number[] }>();
  let looked = 0;
  for (const task of ledger.recent()) {
    if (++looked > tasksLookedAt) break;
    if (task.rehearsal !== rehearsal || !isEnded(task.remote?.status)) continue;
    const model = byModel.get(task.model_id) ?? { completed: 0, failed: 0, durationsMs: [] };
    byModel.set(task.model_id, model);
    if (task.remote?.status === 'failed') {
      model.failed++;
      continue;
    }
    model.completed++;
    const durationMs = (task.endedAt ?? task.submittedAt) - task.submittedAt;
    if (durationMs > 0 && durationMs < longestCountedMs) model.durationsMs.push(durationMs);
  }
  return [...byModel].map(([model_id, { completed, failed, durationsMs }]) => ({
    model_id,
    finished: completed + failed,
    success_rate: Math.round((100 * completed) / (completed + failed)) / 100,
    median_minutes: medianMinutes(durationsMs),
  }));
}

const rememberedMs = 60_000;

/** The same, read at most once a minute: it feeds estimates, and a waiting call asks for one every few seconds. */
export function rememberHistory(ledger: Ledger, rehearsal: boolean, { now }: Clock): () => ModelHistory[] {
  let known: { at: number; history: ModelHistory[] } | undefined;
  return () => {
    if (!known || now() - known.at > rememberedMs) known = { at: now(), history: readHistory(ledger, rehearsal) };
    return known.history;
  };
}

function medianMinutes(durationsMs: number[]): number | undefined {
  if (durationsMs.length === 0) return undefined;
  const sorted = [...durationsMs].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] as number) / 600) / 100;
}
