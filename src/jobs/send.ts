import type { Client, Wire } from '../backends/backend.ts';
import type { Clock } from '../core/clock.ts';
import type { Ending } from '../core/ending.ts';
import { AppError, type ErrorCode, toAppError } from '../core/errors.ts';
import type { TaskEvent } from '../store/events.ts';
import { type Task, withEvents } from '../store/task.ts';
import type { Jobs } from './jobs.ts';

type Post = { client: Client; wire: Wire; ending?: Ending };

export type Sent = {
  task: Task;
  /** Set when the record did not take the outcome yet. */
  unrecorded?: AppError;
};

/** The one POST. Its outcome is recorded before it is returned; it stays within the process only while the disk refuses it. */
export async function send(jobs: Jobs, task: Task, request: Post): Promise<Sent> {
  const cutOff = request.ending?.cutOff;
  if (cutOff?.aborted) throw await withdraw(jobs, task);
  // A process that ends now waits for nothing: the doubt is on record before its signal has returned.
  const recordDoubt = (): void => jobs.store.recordLast(uncertainOf(task, jobs.clock.now(), cutShort));
  cutOff?.addEventListener('abort', recordDoubt, { once: true });
  try {
    const outcome = await post(jobs.clock, task, request);
    const sent = withEvents(task, ...outcome);
    const isRecorded = cutOff?.aborted && sent.state === 'uncertain';
    return isRecorded ? { task: sent } : { task: sent, unrecorded: await record(jobs, outcome, request.ending) };
  } finally {
    cutOff?.removeEventListener('abort', recordDoubt);
  }
}

const cutShort = new AppError('uncertain', 'The process was ended before the service answered.');

/** The process ended between the claim and the POST. */
async function withdraw({ store, clock }: Jobs, { key }: Task): Promise<AppError> {
  await store.tryRecord({ type: 'withdrawn', key, at: clock.now() });
  return new AppError('cancelled', 'The process is being ended. Nothing was sent.');
}

/** What kept the outcome from being recorded, if anything did: then it is tried again behind the answer. */
async function record(jobs: Jobs, outcome: readonly TaskEvent[], ending?: Ending): Promise<AppError | undefined> {
  try {
    await jobs.store.record(...outcome);
    return undefined;
  } catch (error) {
    if (ending) void ending.hold(recordLater(jobs, ending));
    return toAppError(error);
  }
}

const retryMs = 1_000;

/** Tries again what the record refused, until it is taken or the process ends. */
async function recordLater({ store, clock }: Jobs, { cutOff }: Ending): Promise<void> {
  while (!cutOff.aborted) {
    await clock.sleep(retryMs, cutOff).catch(() => undefined);
    const isTaken = await store.record().then(
      () => true,
      () => false,
    );
    if (isTaken) return;
  }
}

/** It is unclear whether the service accepted it. Every other error of a submit is a certain refusal. */
const doubtful: readonly ErrorCode[] = ['uncertain', 'bad_reply', 'cancelled', 'internal'];

async function post(clock: Clock, task: Task, { client, wire, ending }: Post): Promise<TaskEvent[]> {
  const { key, backend } = task;
  try {
    const accepted = await client.submit(wire, { signal: ending?.cutOff });
    const at = clock.now();
    const { remoteId, price, task: remote } = accepted;
    const events: TaskEvent[] = [{ type: 'accepted', key, at, backend, remote_id: remoteId, price }];
    return remote ? [...events, { type: 'status', key, at, remote }] : events;
  } catch (thrown) {
    const error = toAppError(thrown);
    const { code, message, nextStep } = error;
    if (doubtful.includes(code)) return [uncertainOf(task, clock.now(), error)];
    return [{ type: 'refused', key, at: clock.now(), error: { code, message, nextStep } }];
  }
}

function uncertainOf({ key }: Task, at: number, { code, message, nextStep }: AppError): TaskEvent {
  return { type: 'uncertain', key, at, error: { code, message, nextStep } };
}
