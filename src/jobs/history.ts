import type { Clock } from '../core/clock.ts';
import { isEnded } from '../core/task-status.ts';
import type { Store } from '../store/store.ts';

/** What the record says about a model. */
export type ModelHistory = { model_id: string; finished: number; success_rate: number; median_minutes?: number };

const tasksLookedAt = 200;

/** Success rate and median minutes per model, from the newest tasks of this mode (rehearsed or real). When a task ended is known of those that were watched only. */
export async function readHistory(store: Store, rehearsal: boolean): Promise<ModelHistory[]> {
  const byModel = new Map<string, { completed: number; failed: number; durationsMs: number[] }>();
  for (const task of await store.summaries({ rehearsal, limit: tasksLookedAt })) {
    if (!isEnded(task.remoteStatus)) continue;
    const model = byModel.get(task.model_id) ?? { completed: 0, failed: 0, durationsMs: [] };
    byModel.set(task.model_id, model);
    if (task.remoteStatus === 'failed') {
      model.failed++;
      continue;
    }
    model.completed++;
    if (task.watched && task.endedAt) model.durationsMs.push(task.endedAt - task.submittedAt);
  }
  return [...byModel].map(([model_id, { completed, failed, durationsMs }]) => ({
    model_id,
    finished: completed + failed,
    success_rate: Math.round((100 * completed) / (completed + failed)) / 100,
    median_minutes: medianMinutes(durationsMs),
  }));
}

/** The history as it was last read. */
export type History = {
  medianMinutes(modelId: string): number | undefined;
  /** Reads it again, at most once a minute: it feeds estimates. */
  refresh(): Promise<void>;
};

const freshMs = 60_000;

export function createHistory(store: Store, rehearsal: boolean, { now }: Clock): History {
  let models: ModelHistory[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    medianMinutes: (modelId) => models.find((model) => model.model_id === modelId)?.median_minutes,
    refresh: async () => {
      if (now() - readAt < freshMs) return;
      readAt = now();
      models = await readHistory(store, rehearsal).catch(() => models);
    },
  };
}

function medianMinutes(durationsMs: number[]): number | undefined {
  if (durationsMs.length === 0) return undefined;
  const sorted = [...durationsMs].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] as number) / 600) / 100;
}
