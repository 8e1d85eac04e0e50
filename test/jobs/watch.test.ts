import { describe, expect, it } from 'vitest';
import type { RemoteTask } from '../../src/backends/backend.ts';
import type { Service } from '../../src/backends/service.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { createWatcher, type Watcher } from '../../src/jobs/watch.ts';
import { createFileStore } from '../../src/store/files/file-store.ts';
import { foldTask, type Task } from '../../src/store/task.ts';
import { createTestClock, type TestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';
import { accepted, intentOf } from '../store/intents.ts';

const wait = { firstSeconds: 60, everySeconds: 90, typicalSeconds: 600, pollSeconds: 10 };
const running: RemoteTask = { status: 'processing', upstreamStatus: 'running', outputUrls: [] };
const done: RemoteTask = { status: 'completed', upstreamStatus: 'completed', outputUrls: ['https://cdn/v.mp4'] };

type Stage = { clock: TestClock; asked: number[]; service: Service; task: Task; watcher: Watcher };

/** A task of a service that answers what `answer` says, by seconds since the submit. */
function stage(answer: (second: number) => RemoteTask | AppError): Stage {
  const clock = createTestClock();
  const start = clock.now();
  const store = createFileStore(temporaryFolder(), clock.now);
  const asked: number[] = [];
  const client = {
    get: async () => {
      const second = Math.round((clock.now() - start) / 1000);
      asked.push(second);
      const told = answer(second);
      if (told instanceof AppError) throw told;
      return told;
    },
  };
  const submitted = foldTask(intentOf('local-1', { at: start }), [accepted('local-1', 'r1', start)]);
  const service = { client, backend: { id: 'xskill' } } as unknown as Service;
  const watcher = createWatcher({ store, clock, timeScale: 1 } as unknown as Jobs);
  return { clock, asked, service, task: submitted, watcher };
}

describe('waiting', () => {
  it('asks in the model’s rhythm, slower once the task is older than usual', async () => {
    const { clock, asked, service, task, watcher } = stage((second) => (second >= 700 ? done : running));
    const watched = watcher.watch(service, task, wait, { waitMs: 900_000 });
    await clock.advance(900_000);
    expect((await watched).task.remote?.status).toBe('completed');
    expect(asked.slice(0, 4)).toEqual([0, 10, 20, 30]);
    expect(asked.at(-1)).toBe(700);
    expect(asked.slice(-3)).toEqual([660, 680, 700]);
  });

  it('ends when the time is up, with the task as it stands', async () => {
    const { clock, asked, service, task, watcher } = stage(() => running);
    const watched = watcher.watch(service, task, wait, { waitMs: 45_000 });
    await clock.advance(45_000);
    expect((await watched).task.remote?.status).toBe('processing');
    const questions = asked.length;
    await clock.advance(600_000);
    expect(asked).toHaveLength(questions);
    expect(clock.sleepers()).toBe(0);
  });

  it('has one poller however many wait, and tells them all', async () => {
    const { clock, asked, service, task, watcher } = stage((second) => (second >= 100 ? done : running));
    const all = Array.from({ length: 40 }, () => watcher.watch(service, task, wait, { waitMs: 600_000 }));
    await clock.advance(100_000);
    expect(new Set((await Promise.all(all)).map(({ task: { remote } }) => remote?.status))).toEqual(
      new Set(['completed']),
    );
    expect(asked).toHaveLength(11);
  });

  it('stops at once for the caller who cancels, and goes on for the others', async () => {
    const { clock, asked, service, task, watcher } = stage((second) => (second >= 100 ? done : running));
    const caller = new AbortController();
    const cancelled = watcher
      .watch(service, task, wait, { waitMs: 600_000, signal: caller.signal })
      .catch((error: Error) => error.name);
    const patient = watcher.watch(service, task, wait, { waitMs: 600_000 });
    await clock.advance(20_000);
    caller.abort();
    expect(await cancelled).toBe('AbortError');
    await clock.advance(80_000);
    expect((await patient).task.remote?.status).toBe('completed');
    expect(asked.at(-1)).toBe(100);
  });

  it('lets the poller go when the last caller cancels, and starts anew for the next', async () => {
    const { clock, asked, service, task, watcher } = stage((second) => (second >= 300 ? done : running));
    const caller = new AbortController();
    const cancelled = watcher
      .watch(service, task, wait, { waitMs: 600_000, signal: caller.signal })
      .catch(() => 'gone');
    await clock.advance(20_000);
    caller.abort();
    await cancelled;
    const again = watcher.watch(service, task, wait, { waitMs: 600_000 });
    await clock.advance(400_000);
    expect((await again).task.remote?.status).toBe('completed');
    expect(asked.filter((second) => second > 300).length).toBeLessThan(2);
  });

  it('is not ended by trouble: it backs off and honours Retry-After', async () => {
    const trouble = new AppError('rate_limited', 'slow down', { retryAfterMs: 45_000 });
    const { clock, asked, service, task, watcher } = stage((second) =>
      second < 40 ? trouble : second < 120 ? new AppError('unavailable', 'down') : done,
    );
    const watched = watcher.watch(service, task, wait, { waitMs: 600_000 });
    await clock.advance(600_000);
    expect((await watched).task.remote?.status).toBe('completed');
    expect(asked[1]).toBe(45);
  });

  it('says so when the service could not be asked to the end', async () => {
    const { clock, service, task, watcher } = stage(() => new AppError('unavailable', 'down'));
    const watched = watcher.watch(service, task, wait, { waitMs: 60_000 });
    await clock.advance(60_000);
    expect((await watched).trouble?.message).toBe('down');
  });

  it('takes "not found" for normal in the first 90 s, and for the truth after that', async () => {
    const missing = new AppError('not_found', 'Task not found');
    const young = stage((second) => (second < 80 ? missing : done));
    const found = young.watcher.watch(young.service, young.task, wait, { waitMs: 600_000 });
    await young.clock.advance(600_000);
    expect((await found).task.remote?.status).toBe('completed');

    const old = stage(() => missing);
    const lost = old.watcher
      .watch(old.service, old.task, wait, { waitMs: 600_000 })
      .catch((error: AppError) => error.code);
    await old.clock.advance(600_000);
    expect(await lost).toBe('not_found');
  });

  it('does not wait ten minutes for a key that is refused', async () => {
    const { clock, asked, service, task, watcher } = stage(() => new AppError('unauthorized', 'bad key'));
    const refused = watcher.watch(service, task, wait, { waitMs: 600_000 }).catch((error: AppError) => error.code);
    await clock.advance(0);
    expect(await refused).toBe('unauthorized');
    expect(asked).toHaveLength(1);
  });
});
