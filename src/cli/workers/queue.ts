import type { BackendClasses, PostgresConnectionOptions, PostgresQueueBackend } from 'bullmq';
import { untilAborted } from '../../core/abort.ts';
import type { Clock } from '../../core/clock.ts';
import { packageMissing } from '../../store/postgres/trouble.ts';

/** As measured with a database that stops and workers that are killed: docs/scale.md, How workers share the work. */
const settings = {
  lockDuration: 5_000,
  stalledInterval: 2_000,
  maxStalledCount: 1_000,
  runRetryDelay: 1_000,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
};
const schema = 'seedance_queue';
const retryMs = 1_000;
const longestCloseMs = 5_000;

/** What decides who looks at which step next, over all machines. It may be emptied at any time: the record knows what is to be done. */
export type StepQueue = {
  /** What is there already stays as it is. The smallest priority, 1, comes first. */
  add(steps: readonly { id: string; priority: number }[]): Promise<void>;
  close(): Promise<void>;
};

type Options = {
  name: string;
  /** Of the database. */
  url: string;
  /** Steps in hand at once: here, and over all machines. */
  hands: number;
  places: number;
  clock: Clock;
  signal: AbortSignal;
  drive(id: string): Promise<void>;
};

export type OpenQueue = (options: Options) => Promise<StepQueue>;

/** Throws where the package is not installed. */
export async function loadQueue(): Promise<OpenQueue> {
  const { createPostgresBackend, withBackend } = await import('bullmq').catch((error) => {
    throw 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' ? packageMissing('bullmq', 'work') : error;
  });
  const classes = withBackend(createPostgresBackend);
  // A pair that was built while the database was away would never work and say nothing: it is built again until it is ready.
  return async (options) => {
    for (;;) {
      const pair = build(classes, options);
      try {
        await untilAborted(pair.ready(), options.signal);
        return pair;
      } catch {
        await pair.close();
        await options.clock.sleep(retryMs, options.signal);
      }
    }
  };
}

type Classes = BackendClasses<PostgresQueueBackend, PostgresConnectionOptions>;

function build(
  { Queue, Worker }: Classes,
  { name, url, hands, places, clock, drive }: Options,
): StepQueue & { ready(): Promise<void> } {
  const connection = { connectionString: url, schema, migrate: true, max: 2, keepAlive: true };
  const queue = new Queue(name, { connection });
  const worker = new Worker(name, ({ id = '' }) => drive(id), {
    ...settings,
    connection,
    concurrency: hands,
    autorun: false,
  });
  // It goes on by itself, and the record tells what does not.
  queue.on('error', () => undefined);
  worker.on('error', () => undefined);
  return {
    ready: async () => {
      await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
      await queue.setGlobalConcurrency(places);
      worker.run().catch(() => undefined); // told as an error above
    },
    add: async (steps) => {
      await queue.addBulk(steps.map(({ id, priority }) => ({ name: 'step', data: {}, opts: { jobId: id, priority } })));
    },
    close: async () => {
      const closed = Promise.allSettled([worker.close(), queue.close()]);
      await Promise.race([closed, clock.sleep(longestCloseMs)]);
    },
  };
}
