import type { RemoteTask } from '../../backends/backend.ts';
import { untilAborted, whenAborted } from '../../core/abort.ts';
import { AppError, toAppError } from '../../core/errors.ts';
import type { Production } from '../../store/productions/production.ts';
import { awaitsJoin, statusOfProduction } from '../../store/productions/progress.ts';
import { type Stand, standsOf } from '../../store/productions/stand.ts';
import type { TaskSummary } from '../../store/task.ts';
import { findHere } from '../find.ts';
import { type GetCall, type GetRequest, saveFiles } from '../get.ts';
import type { Jobs } from '../jobs.ts';
import { inLanes } from '../lanes.ts';
import { refresh } from '../refresh.ts';
import { isUnjoined, joinFilm } from './join-film.ts';
import { describeRefusals } from './refusals.ts';
import { type Run, warningsAbout } from './run.ts';
import type { Runner, Visit } from './runner.ts';

export type GetProduction = Pick<GetRequest, 'waitSeconds' | 'save' | 'saveDirectory'> & {
  key: string;
  drive: Drive;
};

/** `stays`: this process goes on with it behind the answer. `leaves`: only while it is looked at. `looks`: nothing is sent. */
export type Drive = 'stays' | 'leaves' | 'looks';

export type FoundProduction = {
  production: Production;
  latest: ReadonlyMap<string, RemoteTask>;
  warnings: string[];
  /** Finished files are still being fetched. */
  saving: boolean;
  /** Why finished files could not be saved. */
  unsaved?: string;
};

type Call = Omit<GetCall, 'onUpdate'> & {
  /** Called with what drives it, as soon as something does. */
  onRun?(run: Run): void;
};

const lanes = 4;
/** A call that does not wait for the production waits this long for its files. */
const shortSaveMs = 10_000;

/** One production: driven for as long as the caller waits, its files saved as they come. */
export async function getProduction(
  jobs: Jobs,
  runner: Runner,
  request: GetProduction,
  call: Call = {},
): Promise<FoundProduction> {
  const known = await findProduction(jobs, request.key);
  if (known.plan.rehearsal !== jobs.rehearsal)
    return { production: known, latest: new Map(), warnings: [], saving: false };
  if (request.waitSeconds === 0) return lookOnce(jobs, runner, known, request, call);
  const visit = join(runner, request, call);
  const { run } = visit;
  call.onRun?.(run);
  const patience = new AbortController();
  try {
    const timeUp = jobs.clock.sleep(request.waitSeconds * 1000, patience.signal).catch(() => undefined);
    const waited = Promise.race([run.ended, timeUp, whenAborted(call.ending?.draining, patience.signal)]);
    await (call.signal ? untilAborted(waited, call.signal) : waited);
    const trouble = await saveAgain(jobs, request, call);
    return await describe(jobs, { ...run, ...trouble }, request);
  } finally {
    patience.abort();
    await visit.leave();
  }
}

function join(runner: Runner, { key, save, saveDirectory, drive }: GetProduction, { ending }: Call): Visit {
  return runner.join(key, { save, saveDirectory, ending, stays: drive === 'stays' });
}

/** Throws `not_found`. */
export async function findProduction({ store }: Jobs, key: string): Promise<Production> {
  const production = await store.findProduction(key.trim());
  if (production && production.state !== 'withdrawn') return production;
  throw new AppError('not_found', `There is no production ${key} in the record.`);
}

/** Asks for everything at work once, and saves what is finished. */
async function lookOnce(
  jobs: Jobs,
  runner: Runner,
  known: Production,
  request: GetProduction,
  call: Call,
): Promise<FoundProduction> {
  const warnings = new Map<string, string>();
  const latest = new Map<string, RemoteTask>();
  await inLanes(lanes, tasksOf(known, ['running', 'uncertain']), async ({ key }) => {
    const here = await findHere(jobs, key);
    if (!here?.service.hasKey()) return;
    const { service, task } = here;
    const asked = await refresh(jobs, service, task, { once: true, signal: call.signal }).catch((error: Error) => {
      warnings.set(service.backend.id, `The service could not be reached just now: ${error.message}`);
    });
    if (asked?.remote) latest.set(key, asked.remote);
  });
  if (request.drive !== 'looks') {
    const visit = join(runner, request, call);
    if (request.drive === 'leaves') await visit.run.begun;
    await visit.leave();
  }
  const trouble = await saveAgain(jobs, request, call);
  return describe(jobs, { warnings, latest, ...trouble }, request);
}

/** Into the caller's own folder, or where nobody waited for them. What is there already is not fetched again. */
async function saveAgain(jobs: Jobs, request: GetProduction, { signal }: Call): Promise<Trouble> {
  const { key, save, saveDirectory, waitSeconds } = request;
  if (!save || (saveDirectory === undefined && waitSeconds > 0)) return {};
  const production = await findProduction(jobs, key);
  const finished = tasksOf(production, ['completed']).filter(({ saved }) => saveDirectory !== undefined || !saved);
  const notSaved: string[] = [];
  await inLanes(lanes, finished, async ({ key }) => {
    const here = await findHere(jobs, key);
    if (!here) return;
    const { service, task } = here;
    const { unsaved } = await saveFiles(jobs, service, task, { save, saveDirectory, waitMs: shortSaveMs, signal });
    if (unsaved) notSaved.push(unsaved.message);
  });
  try {
    const after = await findProduction(jobs, key);
    if (await isUnjoined(after, saveDirectory)) await joinFilm(jobs, after, { saveDirectory, signal });
    return { notSaved };
  } catch (thrown) {
    signal?.throwIfAborted();
    return { notSaved, notJoined: toAppError(thrown).message };
  }
}

function tasksOf(production: Production, which: readonly Stand['is'][]): TaskSummary[] {
  return standsOf(production).flatMap((stand) => ('task' in stand && which.includes(stand.is) ? [stand.task] : []));
}

type Trouble = { notSaved?: string[]; notJoined?: string };
type Told = Pick<Run, 'warnings' | 'latest'> & Trouble;

async function describe(
  jobs: Jobs,
  { warnings, latest, notSaved = [], notJoined }: Told,
  { key, save }: GetProduction,
): Promise<FoundProduction> {
  const production = await findProduction(jobs, key);
  const isUnsaved = tasksOf(production, ['completed']).some(({ saved }) => !saved);
  const isStuck = notJoined !== undefined || [...warnings.keys()].some((name) => name.startsWith(warningsAbout.join));
  const isUnfinished = isUnsaved || (awaitsJoin(production) && !isStuck);
  const inRun = [...warnings].flatMap(([name, words]) => (name.startsWith(warningsAbout.file) ? [words] : []));
  const [unsaved] = isUnsaved ? [...notSaved, ...inRun] : [];
  const saving = save && isUnfinished && !unsaved && statusOfProduction(production) !== 'processing';
  const refusals = await describeRefusals(jobs, production);
  const told = [...warnings.values(), ...notSaved, ...refusals, ...(notJoined === undefined ? [] : [notJoined])];
  return { production, latest, warnings: [...new Set(told)], saving, unsaved };
}
