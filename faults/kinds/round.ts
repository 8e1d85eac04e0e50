import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import { createLifetime } from '../../src/core/lifetime.ts';
import type { Reply } from '../../src/net/http.ts';
import { createTestClock, type TestClock } from '../../test/clock.ts';
import { temporaryFolder } from '../../test/folder.ts';
import { type Answer, type Front, openFront, type Tamper } from '../../test/harness.ts';
import { disk } from './failing-disk.ts';
import type { Kind, Stage } from './kind.ts';

const services = {
  xskill: { model_id: 'st-ai/super-seed2', path: '/api/v3/tasks/create', id: 'task_id' },
  pixazo: { model_id: 'seedance-2-0/text-to-video', path: '/seedance-2-0/v1/text-to-video', id: 'request_id' },
};
export type ServiceName = keyof typeof services;

type Row = { task_id: string; status: string; prompt?: string };

/** One submit that meets a fault, and what a user does then: repeats it, opens a new window, repeats it there, and lists (docs/promises.md, What the words mean). */
export async function playRound(kind: Kind, name: ServiceName, prompt: string): Promise<void> {
  const service = services[name];
  const [clock, home] = [createTestClock(), temporaryFolder()];
  const lifetime = createLifetime({ clock, flush: async () => undefined, exit: () => undefined });
  const caller = new AbortController();
  const taken: string[] = [];
  let posts = 0;

  const named = (id: unknown, more = {}): Reply => {
    const body = { [service.id]: id, ...more };
    return Response.json(name === 'xskill' ? { code: 200, data: body } : body) as Reply;
  };
  const tamper: Tamper = ({ path }, pass) => {
    if (path !== service.path) return undefined;
    posts++;
    const take = async (): Promise<Reply> => {
      const reply = (await pass()) as Response;
      const body = (await reply.clone().json()) as { data?: Record<string, string> } & Record<string, string>;
      const id = name === 'xskill' ? body.data?.[service.id] : body[service.id];
      if (id) taken.push(id);
      return reply as Reply;
    };
    const stage = {
      home,
      disk,
      take,
      named,
      say,
      advance: clock.advance,
      cancel: () => caller.abort(),
      close: lifetime.stop,
    };
    const isFirst = posts === 1 || (kind.name.includes('429') && posts === 2);
    return isFirst && kind.reply ? kind.reply(stage as Stage, posts) : take();
  };
  const open = () => openFront({ home, clock, tamper, ending: lifetime.ending });
  const submit = (front: Front, signal?: AbortSignal): Promise<Answer> =>
    within(
      clock,
      front
        .call('submit_task', { model_id: service.model_id, parameters: { prompt, duration: 5 } }, { signal })
        .catch(() => given),
    );

  const front = await open();
  const stage = { home, disk, advance: clock.advance } as Stage;
  try {
    kind.before?.(stage);
    const failedBefore = disk.failed;
    const first = await submit(front, caller.signal);
    const told = { isError: first.isError, status: first.data.status, text: first.text, taken: [...taken] };
    await kind.between?.(stage);
    const postsBefore = posts;
    const again = await submit(front);
    const restarted = await open();
    const third = await submit(restarted);
    const { data } = await restarted.call('get_task', { search: prompt, save: false, limit: 10 });
    const rows = (data.tasks as Row[]).filter(({ status }) => status !== 'failed');

    const story = JSON.stringify({
      kind: kind.name,
      name,
      told,
      again: again.text.slice(0, 300),
      third: third.text.slice(0, 300),
      taken,
      posts,
      rows,
    });
    expect(taken.length, `paid twice: ${story}`).toBeLessThanOrEqual(1);
    expect(rows.length, `lost, or there twice: ${story}`).toBe(1);
    const isKnown = rows[0]?.task_id === `${name}:${taken[0]}` || rows[0]?.task_id.startsWith(`${name}:local-`);
    expect(isKnown, `lost: ${story}`).toBe(true);
    expect(isHonest(kind, first, told.taken, name), `silent, or not as expected: ${story}`).toBe(true);
    if (kind.says) expect(`${first.text} ${JSON.stringify(first.data)}`, story).toMatch(kind.says);
    if (kind.name.includes('Sync'))
      expect(disk.failed, `the disk did not fail: ${story}`).toBeGreaterThan(failedBefore);
    const repeats = kind.expects === 'refused' || kind.expects === 'unsent' ? 1 : 0;
    expect(posts - postsBefore, `sent again: ${story}`).toBe(repeats);
  } finally {
    disk.heal();
    await front.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What a client holds that gave its call up. */
const given: Answer = { isError: true, text: 'given up', data: {}, content: [] };

/** Whether the answer says what is: an id that the service gave, a doubt, or a refusal with a code. */
function isHonest({ expects }: Kind, answer: Answer, taken: string[], name: ServiceName): boolean {
  if (answer === given) return true;
  if (expects === 'open') return answer.data.status === 'uncertain' || isTold(answer, taken, name);
  if (expects === 'accepted') return isTold(answer, taken, name);
  const isRefused = answer.isError && taken.length === 0 && !/^uncertain/.test(answer.text);
  return isRefused && !/This is a bug/.test(answer.text) && /\nNext: ./.test(answer.text);
}

function isTold({ data }: Answer, taken: string[], name: ServiceName): boolean {
  return (
    taken.length === 1 && data.task_id === `${name}:${taken[0]}` && ['pending', 'processing'].includes(data.status)
  );
}

function say(status: number, body: string | Uint8Array, headers: Record<string, string> = {}): Reply {
  const bodyless = [204, 304].includes(status);
  return new Response(bodyless ? null : body, { status, headers }) as Reply;
}

/** Lets time pass until an answer is there. */
async function within<T>(clock: TestClock, answer: Promise<T>): Promise<T> {
  let done = false;
  answer.finally(() => (done = true)).catch(() => undefined);
  for (let turn = 0; turn < 40 && !done; turn++) await new Promise((resolve) => setImmediate(resolve));
  for (let second = 0; second < 400 && !done; second++) await clock.advance(1_000);
  return answer;
}
