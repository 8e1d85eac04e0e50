import { basename } from 'node:path';
import type { ProductionStatus, TaskStatus } from '../../core/task-status.ts';
import type { Production } from '../../store/productions/production.ts';
import { statusOfProduction } from '../../store/productions/progress.ts';
import { type Best, countWords, keepBest, wordsIn } from '../../store/search-words.ts';
import type { TaskQuery } from '../../store/store.ts';
import type { Jobs } from '../jobs.ts';

type Query = Pick<TaskQuery, 'limit' | 'search' | 'since' | 'until' | 'mine'> & {
  status?: TaskStatus | ProductionStatus;
};

/** Newest first, of this mode. A search finds what holds the most of its words: in the title, in every prompt, sent or not, and in the names of the files. */
export async function listProductions(jobs: Jobs, query: Query): Promise<Production[]> {
  const { limit, status, search, since, until, mine } = query;
  const best: Best<Production> = { words: 0, items: [] };
  const wanted = search === undefined ? undefined : wordsIn(search);
  for (const production of await jobs.store.productions({
    rehearsal: jobs.rehearsal,
    mine,
    limit: status || search ? Number.POSITIVE_INFINITY : limit,
    since,
    until,
  })) {
    const isEnough = !wanted || best.words === wanted.length;
    if (isEnough && best.items.length >= limit) break;
    if (status && statusOfProduction(production) !== status) continue;
    keepBest(best, production, wanted ? countWords(await textsOf(jobs, production), wanted) : 1);
  }
  return best.items.slice(0, limit);
}

/** Where a search looks for words. */
export async function textsOf({ store }: Jobs, { plan, steps, joined }: Production): Promise<string[]> {
  const [requests, film] = await Promise.all([store.readPlan(plan.key), store.readFilm(plan.key)]);
  const tasks = steps.flatMap((step) => step.tasks).filter(({ saved }) => saved);
  const clips = await Promise.all(tasks.map(({ key }) => store.findTask(key)));
  const files = [...clips.flatMap((task) => task?.files ?? []), ...(joined?.files ?? [])];
  const prompts = requests.map((request) => request?.prompt ?? '');
  return [film?.title ?? '', ...prompts, ...files.map(({ path }) => basename(path))];
}
