import { errorCodes } from '../core/errors.ts';
import type { RemoteTask } from './backend.ts';
import { judge, oneLine, quoted, type VerdictRow } from './upstream.ts';

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
  status: string;
  progress?: Pick<RemoteTask, 'progress' | 'message'>;
  findResult(): Result;
  readFailure(): Failure;
};

/** What a failed task says of itself; `type` is a word that the service keeps for the kind of failure. */
type Failure = { words?: string; type?: string };

export type TaskReader = { title: string; dashboardUrl: string; verdicts: readonly VerdictRow[] };

/** A task as a service tells it. `completed` without a file is an error of its own. */
export function readRemoteTask(reader: TaskReader, answer: Answer): RemoteTask {
  const status = statusOf.get(answer.status.toLowerCase()) ?? 'processing';
  const task = { status, upstreamStatus: oneLine(answer.status, 60), ...answer.progress, outputUrls: [] };
  if (status === 'failed') return { ...task, error: describeFailure(reader, answer.readFailure()) };
  if (status !== 'completed') return task;
  const found = answer.findResult();
  return found.outputUrls.length > 0 ? { ...task, ...found } : { ...task, status: 'failed', error: noResult(reader) };
}

function noResult({ title, dashboardUrl }: TaskReader): NonNullable<RemoteTask['error']> {
  return {
    code: 'bad_reply',
    message: `${title} says the task is completed but gives no file.`,
    nextStep: `Ask again with get_task in a minute, or check the dashboard: ${dashboardUrl}`,
  };
}

function describeFailure({ title, verdicts }: TaskReader, { words, type }: Failure): NonNullable<RemoteTask['error']> {
  const { code, nextStep } = judge([type, words].join(' '), verdicts, { code: 'task_failed' });
  const said = words ? `: ${quoted(words)}` : ' and did not say why.';
  return { code, message: `The task failed at ${title}${said}`, nextStep: nextStep ?? errorCodes[code].nextStep };
}
