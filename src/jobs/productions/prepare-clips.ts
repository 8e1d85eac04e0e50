import { AppError, toAppError } from '../../core/errors.ts';
import { answersRepeat, comparePayers } from '../../store/claim-rules.ts';
import type { Need } from '../../store/productions/plan.ts';
import type { Task } from '../../store/task.ts';
import { type Asked, writeOut } from '../drafts.ts';
import type { Jobs } from '../jobs.ts';
import { inLanes } from '../lanes.ts';
import { type Opened, type PreparedRequest, prepareRequest } from '../prepare-request.ts';
import type { OpenOptions } from '../upload.ts';

/** Several tasks under one quote: takes of one request, or requests that have nothing to do with each other. */
export type Many = {
  kind: 'takes' | 'batch';
  /** One that could not be read stands as its error, which is told with all others. */
  tasks: readonly (Asked | AppError)[];
  takes: number;
  /** Of a file: on which line each of them stands. */
  lines?: readonly number[];
};

export type PreparedClip = {
  /** From 1. */
  clip: number;
  /** Which of the tasks it is, from 1 or by its lines: equal ones are one. */
  numbers: number[];
  /** What callers know the first of them by. */
  name: string;
  prepared: PreparedRequest;
  /** How many tasks of it there are to be. */
  takes: number;
  /** Tasks of the same request that count among them. */
  there: Task[];
  /** What it is made from. */
  needs?: Need[];
};

export type PrepareOptions = { files?: OpenOptions; allowDuplicate?: boolean };

/** Checks every task and finds what is there already. Sends nothing. All that is wrong is told at once. */
export async function prepareClips(
  jobs: Jobs,
  many: Many,
  { files, allowDuplicate }: PrepareOptions,
): Promise<PreparedClip[]> {
  const prepared = await prepareAll(jobs, many, files);
  const clips = new Map<string, PreparedClip>();
  for (const [n, request] of prepared.entries()) {
    const number = many.lines?.[n] ?? n + 1;
    const known = clips.get(request.fingerprint);
    if (known) known.numbers.push(number);
    else {
      const there = allowDuplicate ? [] : await findThere(jobs, request, many.takes);
      const name = nameTask(many, n);
      const clip = { clip: clips.size + 1, numbers: [number], name, prepared: request, takes: many.takes, there };
      clips.set(request.fingerprint, clip);
    }
  }
  return [...clips.values()];
}

const lanes = 8;
const mostTold = 20;

async function prepareAll(jobs: Jobs, many: Many, files?: OpenOptions): Promise<PreparedRequest[]> {
  const { tasks, kind } = many;
  const wrong: string[] = [];
  const opened: Opened = new Map();
  const prepare = async (asked: Asked | AppError, n: number): Promise<PreparedRequest | undefined> => {
    try {
      if (asked instanceof AppError) throw asked;
      const request = await writeOut(jobs, asked);
      return await prepareRequest(jobs, { ...request, files, opened }, request.modelId);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (kind === 'takes' || !correctable.includes(error.code)) throw error;
      wrong[n] = error.message.replaceAll(/^/gm, `${nameTask(many, n)}: `);
      return undefined;
    }
  };
  const [first, ...others] = tasks;
  // The first one learns whose account it is; the others need not ask.
  const prepared = first ? [await prepare(first, 0)] : [];
  prepared.push(...(await inLanes(lanes, others, (asked, n) => prepare(asked, n + 1))));
  if (wrong.length === 0) return prepared.filter((request) => request !== undefined);
  throw tellWrong(wrong.flat());
}

export function tellWrong(wrong: readonly string[]): AppError {
  const rest = wrong.length > mostTold ? [`… and ${wrong.length - mostTold} more.`] : [];
  return new AppError('invalid_input', [...wrong.slice(0, mostTold), ...rest].join('\n'));
}

function nameTask({ lines }: Many, n: number): string {
  return lines ? `line ${lines[n]}` : `tasks[${n}]`;
}

export const correctable: readonly string[] = ['invalid_input', 'unknown_model', 'not_found', 'file_refused'];

async function findThere(
  { store, clock }: Jobs,
  { fingerprint, payer }: PreparedRequest,
  most: number,
): Promise<Task[]> {
  const same = await store.findSame(fingerprint);
  const answering = same.filter(
    (task) => answersRepeat(task, clock.now()) && comparePayers(task.payer, payer) !== 'other',
  );
  return answering.slice(0, most);
}
