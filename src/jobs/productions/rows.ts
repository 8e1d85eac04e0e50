import type { Production } from '../../store/productions/production.ts';
import { clipsOf, isStale, statusOfProduction } from '../../store/productions/progress.ts';
import type { Stand } from '../../store/productions/stand.ts';
import type { Task, TaskSummary } from '../../store/task.ts';
import type { Jobs } from '../jobs.ts';

/** One take of a clip, as far as it came. */
export type TakeRow = {
  clip: number;
  take: number;
  is: Stand['is'];
  used: boolean;
  /** It was made from another take of what it continues than the one that is used now. */
  stale: boolean;
  task?: Task;
  /** It was not taken, and is sent once more. */
  refused?: Task;
  /** Of a film that failed: `3-5`. */
  shots?: string;
};

export type TakeCounts = Record<Stand['is'], number> & { all: number };

type Listed = Omit<TakeRow, 'task' | 'refused'> & { task?: TaskSummary; refused?: TaskSummary };

/** The takes that somebody may have to do something about come first; what was not sent yet comes last. */
export async function readRows({ store }: Jobs, production: Production, most: number): Promise<TakeRow[]> {
  const chosen = listTakes(production)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice(0, most);
  const find = async (task?: TaskSummary): Promise<Task | undefined> => task && store.findTask(task.key);
  const shots = await readShots(store, production);
  return Promise.all(
    chosen.map(async ({ task, refused, ...row }) => ({
      ...row,
      task: await find(task),
      refused: await find(refused),
      shots: shots.get(row.clip),
    })),
  );
}

/** Which shots the clips hold, where somebody has to change one. */
async function readShots(store: Jobs['store'], production: Production): Promise<Map<number, string>> {
  if (statusOfProduction(production) !== 'failed') return new Map();
  const film = await store.readFilm(production.plan.key);
  return new Map(film?.clips.map(({ clip, shots }) => [clip, shots]));
}

export function countTakes(production: Production): TakeCounts {
  const counts = { all: 0, completed: 0, running: 0, failed: 0, uncertain: 0, unsent: 0, waiting: 0, given_up: 0 };
  for (const { stand } of clipsOf(production).flatMap(({ takes }) => takes)) {
    counts[stand.is]++;
    counts.all++;
  }
  return counts;
}

function listTakes(production: Production): Listed[] {
  return clipsOf(production).flatMap(({ clip, takes, used }) =>
    takes.map(({ take, stand, task }) => ({
      clip,
      take,
      is: stand.is,
      used: task !== undefined && task === used,
      stale: task !== undefined && isStale(production, task),
      task,
      refused: stand.is === 'unsent' ? stand.refused : undefined,
    })),
  );
}

function rankOf({ is, used, task, refused }: Listed): number {
  if (refused) return 2;
  if (is === 'completed') return task?.saved === 'mismatched' ? 3 : used ? 4 : 5;
  return { running: 0, failed: 1, given_up: 1, uncertain: 2, unsent: 6, waiting: 6 }[is];
}
