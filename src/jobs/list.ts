import { basename } from 'node:path';
import { toAppError } from '../core/errors.ts';
import { isEnded, type ProductionStatus, type TaskStatus } from '../core/task-status.ts';
import type { Production } from '../store/productions/production.ts';
import { statusOfProduction } from '../store/productions/progress.ts';
import { countWords, wordsIn } from '../store/search-words.ts';
import type { TaskQuery } from '../store/store.ts';
import { type Task, type TaskSummary, taskIdOf } from '../store/task.ts';
import { isHere } from './find.ts';
import { type Found, type GetCall, saveFiles } from './get.ts';
import { type ModelHistory, readHistory } from './history.ts';
import type { Jobs } from './jobs.ts';
import { inLanes } from './lanes.ts';
import { type Drive, type FoundProduction, getProduction } from './productions/get.ts';
import { listProductions, textsOf } from './productions/list.ts';
import type { Runner } from './productions/runner.ts';
import { refresh } from './refresh.ts';

export type ListRequest = {
  limit: number;
  status?: TaskStatus | ProductionStatus;
  search?: string;
  /** All of the record, not only one's own. */
  owner?: 'all';
  /** Milliseconds since 1970. */
  since?: number;
  until?: number;
  save: boolean;
  saveDirectory?: string;
  /** What becomes of productions that go on. */
  drive: Drive;
};

/** A production is one row, without the tasks of its steps. */
export type Listed = Pick<ListRequest, 'owner'> & {
  rows: (Found | FoundProduction)[];
  history: ModelHistory[];
  warnings: string[];
};

/** How long a listing may take to refresh unfinished tasks and save finished ones. */
const refreshBudgetMs = 10_000;
/** A few at a time, so that a service does not get a hundred requests at once. */
const lanes = 4;

/** Newest first, from the record. A listing also refreshes and saves what it lists, so that a video whose chat was closed is saved before its link expires. */
export async function listTasks(
  jobs: Jobs,
  runner: Runner,
  request: ListRequest,
  call: Pick<GetCall, 'signal' | 'ending'> = {},
): Promise<Listed> {
  const { signal } = call;
  const limit = new AbortController();
  const done = new AbortController();
  const stop = (): void => limit.abort(new Error('the time for this listing was over'));
  jobs.clock.sleep(refreshBudgetMs, done.signal).then(stop, () => undefined);
  const inTime = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    const { known, warnings } = await findNewest(jobs, request);
    const rows = await inLanes<Task | Production, Found | FoundProduction>(lanes, known, (one) =>
      'plan' in one
        ? lookAtProduction(jobs, runner, one, request, { ...call, signal: inTime })
        : refreshAndSave(jobs, one, request, inTime),
    );
    const isWhole = !request.search && !request.status && request.since === undefined && request.until === undefined;
    const history = isWhole ? await readHistory(jobs.store, jobs.rehearsal) : [];
    return { owner: request.owner, rows, history, warnings };
  } finally {
    done.abort();
  }
}

type Newest = { known: (Task | Production)[]; warnings: string[] };

/** Newest first. Where nothing holds all words of a search, what holds most of them. */
async function findNewest(jobs: Jobs, { status, search: asked, owner, ...request }: ListRequest): Promise<Newest> {
  const { limit, since, until } = request;
  const words = wordsIn(asked ?? '');
  const mine = owner !== 'all';
  const query = { since, until, mine, limit: limit + 1, search: words.length > 0 ? asked : undefined };
  const productions = await listProductions(jobs, { ...query, status });
  const tasks = status === 'stopped' ? [] : await jobs.store.list({ ...ours(jobs), singles: true, ...query, status });
  if (words.length === 0) return { known: mergeNewest(tasks, productions, limit), warnings: [] };
  const [task, production] = [tasks[0], productions[0]];
  const inTasks = task ? countWords([task.asked.prompt, ...task.files.map(({ path }) => basename(path))], words) : 0;
  const inProductions = production ? countWords(await textsOf(jobs, production), words) : 0;
  const most = Math.max(inTasks, inProductions);
  const found = mergeNewest(inTasks === most ? tasks : [], inProductions === most ? productions : [], limit + 1);
  const isPart = found.length > 0 && most < words.length;
  const warnings = [
    ...(isPart ? [`Nothing holds all ${words.length} words; these hold ${most} of them.`] : []),
    ...(found.length > limit ? [`More than ${limit} match: add words, or give a higher limit.`] : []),
  ];
  return { known: found.slice(0, limit), warnings };
}

function mergeNewest<Some extends TaskSummary>(
  tasks: readonly Some[],
  productions: readonly Production[],
  limit: number,
): (Some | Production)[] {
  const timeOf = (one: Some | Production): number => ('plan' in one ? one.plan.at : one.submittedAt);
  return [...tasks, ...productions].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, limit);
}

/** The ids of the newest tasks, the newest first, as they stand in the record. */
export async function recentTaskIds(jobs: Jobs, limit: number): Promise<string[]> {
  const tasks = await jobs.store.summaries({ ...ours(jobs), singles: true, limit, mine: true });
  const productions = await listProductions(jobs, { limit, mine: true });
  return mergeNewest(tasks, productions, limit).map((one) => ('plan' in one ? one.plan.key : taskIdOf(one)));
}

/** Tasks of this mode, at services that this version knows. */
function ours({ rehearsal, services }: Jobs): Pick<TaskQuery, 'rehearsal' | 'backends'> {
  return { rehearsal, backends: services.all.map(({ backend }) => backend.id) };
}

async function lookAtProduction(
  jobs: Jobs,
  runner: Runner,
  production: Production,
  { save, saveDirectory, drive }: ListRequest,
  call: Pick<GetCall, 'signal' | 'ending'>,
): Promise<FoundProduction> {
  const { key } = production.plan;
  const isOver = statusOfProduction(production) !== 'processing';
  const request = { key, save, saveDirectory, waitSeconds: 0, drive: isOver ? ('looks' as const) : drive };
  return getProduction(jobs, runner, request, call).catch((error) => ({
    production,
    latest: new Map(),
    saving: false,
    warnings: [`Could not be refreshed in time: ${toAppError(error).message}`],
  }));
}

async function refreshAndSave(jobs: Jobs, task: Task, request: ListRequest, signal: AbortSignal): Promise<Found> {
  const { service, model } = jobs.services.forTask(task);
  const canAsk = isHere(service, task) && service.hasKey();
  if (!canAsk || (task.files.length > 0 && isEnded(task.remoteStatus))) return { service, model, task, warnings: [] };
  try {
    const now =
      isEnded(task.remoteStatus) || task.state === 'settled' ? task : await refresh(jobs, service, task, { signal });
    const { unsaved, ...kept } = await saveFiles(jobs, service, now, { ...request, signal });
    return { service, model, ...kept, warnings: [...kept.warnings, unsaved?.message ?? []].flat() };
  } catch (error) {
    return { service, model, task, warnings: [`Could not be refreshed in time: ${toAppError(error).message}`] };
  }
}
