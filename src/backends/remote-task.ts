import { errorCodes } from '../core/errors.ts';
import type { RemoteTask } from './backend.ts';
import { findVerdict } from './failure-words.ts';
import { oneLine, quoted, textOf } from './upstream.ts';
import { at } from './urls.ts';

/** Status words met at either service, in any case (docs/wire.md, Words of status). */
const statusWords = [
  { status: 'pending', words: 'pending queued in_queue waiting submitted submitting' },
  { status: 'processing', words: 'processing running generating in_progress collecting transferring' },
  { status: 'completed', words: 'completed succeeded succeed success ready done finished' },
  { status: 'failed', words: 'failed fail failure error cancelled canceled expired timeout timed_out rejected nsfw' },
] as const;

const statusOf: ReadonlyMap<string, RemoteTask['status']> = new Map(
  statusWords.flatMap(({ status, words }) => words.split(' ').map((word) => [word, status])),
);

type Result = Pick<RemoteTask, 'outputUrls' | 'lastFrameUrl' | 'resultShape'>;

type Answer = {
  /** The task as the service tells it. */
  data: unknown;
  status: string;
  progress?: Pick<RemoteTask, 'progress' | 'message'>;
  findResult(): Result;
};

export type TaskReader = { title: string; dashboardUrl: string };

/** A task as a service tells it. `completed` without a file is an error of its own; a file that comes with an unknown word is shown. */
export function readRemoteTask(reader: TaskReader, { data, status: word, progress, findResult }: Answer): RemoteTask {
  const known = statusOf.get(word.toLowerCase());
  const task = { status: known ?? 'processing', upstreamStatus: oneLine(word, 60), ...progress, outputUrls: [] };
  if (known === 'failed') return { ...task, error: describeFailure(reader, data, word) };
  if (known === 'pending' || known === 'processing') return task;
  const found = findResult();
  if (found.outputUrls.length > 0) return { ...task, ...found };
  return known === undefined ? task : { ...task, status: 'failed', error: noResult(reader) };
}

function noResult({ title, dashboardUrl }: TaskReader): NonNullable<RemoteTask['error']> {
  return {
    code: 'bad_reply',
    message: `${title} says the task is completed but gives no file.`,
    nextStep: `Call get_task with this task_id again in a minute, or check the dashboard: ${dashboardUrl}`,
  };
}

/** A task that does not say why may have failed with a telling status, `nsfw`. */
function describeFailure({ title }: TaskReader, data: unknown, status: string): NonNullable<RemoteTask['error']> {
  const { words, type } = readFailure(data);
  const { code, nextStep } = findVerdict([type, words ?? status].join(' ')) ?? { code: 'task_failed' as const };
  const said = words ? `: ${quoted(words)}` : ' and did not say why.';
  return { code, message: `The task failed at ${title}${said}`, nextStep: nextStep ?? errorCodes[code].nextStep };
}

const failurePlaces = [[], ['output'], ['result'], ['result', 'output']];
const failureKeys = ['error', 'fail_reason', 'failure_reason', 'error_message', 'error_msg', 'detail', 'message'];

/** What a failed task says of itself, wherever it says it; `type` is a word that some services keep for the kind of failure. */
function readFailure(data: unknown): { words?: string; type?: string } {
  const find = (keys: string[]) =>
    keys.flatMap((key) => failurePlaces.map((place) => textOf(at(data, ...place, key)))).find(Boolean);
  const type = find(['error_type', 'error_code', 'type']);
  return { type, words: find(failureKeys) ?? type };
}
