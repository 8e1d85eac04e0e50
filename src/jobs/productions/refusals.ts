import type { Production } from '../../store/productions/production.ts';
import { standsOf } from '../../store/productions/stand.ts';
import type { TaskSummary } from '../../store/task.ts';
import type { Jobs } from '../jobs.ts';

type Refusals = { count: number; dueAt: number; last: TaskSummary };

/** Why steps are not sent that could be: once for each cause, however many steps it keeps back. */
export async function describeRefusals({ store, clock }: Jobs, production: Production): Promise<string[]> {
  if (production.state !== 'active') return [];
  const causes = new Map<string, Refusals>();
  for (const stand of standsOf(production)) {
    if (stand.is !== 'unsent' || !stand.refused) continue;
    const { refused: last, dueAt } = stand;
    const cause = `${last.backend} ${last.remoteError}`;
    const known = causes.get(cause);
    causes.set(cause, { count: (known?.count ?? 0) + 1, dueAt: Math.min(known?.dueAt ?? dueAt, dueAt), last });
  }
  return Promise.all(
    [...causes.values()].map(async ({ count, dueAt, last }) => {
      const task = await store.findTask(last.key);
      const minutes = Math.max(1, Math.round((dueAt - clock.now()) / 60_000));
      const [tasks, each] = count === 1 ? ['task', 'It'] : ['tasks', 'Each'];
      const again = minutes === 1 ? 'a minute' : `${minutes} minutes`;
      return `${count} ${tasks} could not be sent: ${task?.error?.message} ${each} is tried again in about ${again}.`;
    }),
  );
}
