import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../src/core/errors.ts';
import { createHttp, type Http, NetworkError, pathSegment, type Reply, type Send } from '../../src/net/http.ts';
import { createTestClock, type TestClock } from '../clock.ts';

type Step =
  | { status: number; body?: string; headers?: Record<string, string> }
  | { fails: NetworkError }
  | 'silence'
  | 'cut';

const reply = ({
  status,
  body = '{"ok":true}',
  headers = {},
}: {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}): Reply => ({
  status,
  headers: { get: (name) => headers[name] ?? null },
  body: (async function* () {
    yield Buffer.from(body);
  })(),
});

type Sent = { url: string; headers?: Record<string, string>; alone?: boolean };

/** A network that answers as told, and counts what it was sent. */
function scripted(steps: Step[], clock: TestClock): { http: Http; sent: Sent[] } {
  const sent: Sent[] = [];
  const send: Send = async (url, { headers, signal, alone }) => {
    sent.push({ url, headers, alone });
    const step = steps[Math.min(sent.length, steps.length) - 1] as Step;
    if (step === 'silence')
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    if (step === 'cut') return { ...reply({ status: 200 }), body: cutBody() };
    if ('fails' in step) throw step.fails;
    return reply(step);
  };
  const http = createHttp({
    title: 'Service',
    baseUrl: 'https://service.test/',
    send,
    clock,
    key: () => 'sk-1',
    headers: (key) => ({ authorization: key }),
    refusal: ({ status, text }) =>
      status >= 400 ? { status, error: new AppError(status === 402 ? 'no_credit' : 'unavailable', text) } : undefined,
  });
  return { http, sent };
}

async function* cutBody(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"ok":');
  throw new NetworkError('other side closed', 'broken');
}

const schema = z.object({ ok: z.boolean() });
const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: AppError) => error.code,
  );

describe('a request that spends', () => {
  it('has a connection of its own, which a read needs not', async () => {
    const { http, sent } = scripted([{ status: 200 }], createTestClock());
    await http.spend({ path: '/create', body: {}, schema });
    await http.read({ path: '/query', method: 'POST', body: {}, schema });
    expect(sent.map(({ alone }) => alone ?? false)).toEqual([true, false]);
  });

  const neverSent = new NetworkError('connect ECONNREFUSED', 'unreachable');
  const reset = new NetworkError('socket hang up', 'broken');
  const rows: [string, Step[], string, number][] = [
    ['accepted', [{ status: 200 }], 'accepted', 1],
    ['accepted with 202', [{ status: 202 }], 'accepted', 1],
    ['connection refused, DNS, TLS, connect time-out', [{ fails: neverSent }], 'unavailable', 1],
    ['reset after it left', [{ fails: reset }], 'uncertain', 1],
    ['body cut', ['cut'], 'uncertain', 1],
    ['silence to the deadline', ['silence'], 'uncertain', 1],
    ['500', [{ status: 500 }], 'uncertain', 1],
    ['502 with a page', [{ status: 502, body: '<html>Bad gateway</html>' }], 'uncertain', 1],
    ['408', [{ status: 408 }], 'uncertain', 1],
    ['200 with a page', [{ status: 200, body: '<html></html>' }], 'uncertain', 1],
    ['200 without what was promised', [{ status: 200, body: '{"id":null}' }], 'uncertain', 1],
    ['redirect', [{ status: 302, body: '' }], 'uncertain', 1],
    ['402', [{ status: 402 }], 'no_credit', 1],
    ['429 and then accepted', [{ status: 429 }, { status: 200 }], 'accepted', 2],
    ['429 twice', [{ status: 429 }], 'unavailable', 2],
    ['429 and then a reset', [{ status: 429 }, { fails: reset }], 'uncertain', 2],
  ];

  it.each(rows)('%s → %s', async (_, steps, expected, posts) => {
    const clock = createTestClock();
    const { http, sent } = scripted(steps, clock);
    const result = outcome(http.spend({ path: '/create', body: {}, schema }));
    await clock.advance(300_000);
    expect(await result).toBe(expected);
    expect(sent).toHaveLength(posts);
  });

  it('gives up after 120 s, not before', async () => {
    const clock = createTestClock();
    const { http } = scripted(['silence'], clock);
    let code = 'waiting';
    void outcome(http.spend({ path: '/create', body: {}, schema })).then((result) => (code = result));
    await clock.advance(119_000);
    expect(code).toBe('waiting');
    await clock.advance(1_500);
    expect(code).toBe('uncertain');
  });

  it('waits as long as Retry-After says, 5 s when it says nothing', async () => {
    for (const [headers, seconds] of [
      [{ 'retry-after': '12' }, 12],
      [{}, 5],
    ] as const) {
      const clock = createTestClock();
      const { http, sent } = scripted([{ status: 429, headers }, { status: 200 }], clock);
      const result = outcome(http.spend({ path: '/create', body: {}, schema }));
      await clock.advance(seconds * 1000 - 100);
      expect(sent).toHaveLength(1);
      await clock.advance(200);
      expect(await result).toBe('accepted');
      expect(sent).toHaveLength(2);
    }
  });
});

describe('a request that reads', () => {
  it('repeats through trouble inside its deadline', async () => {
    const clock = createTestClock();
    const { http, sent } = scripted(
      [
        { status: 503 },
        { fails: new NetworkError('reset', 'broken') },
        'cut',
        { status: 429, headers: { 'retry-after': '1' } },
        { status: 200 },
      ],
      clock,
    );
    const result = outcome(http.read({ path: '/query', schema }));
    await clock.advance(30_000);
    expect(await result).toBe('accepted');
    expect(sent).toHaveLength(5);
  });

  it('ends at its deadline with the last error', async () => {
    const clock = createTestClock();
    const { http } = scripted([{ status: 500, body: 'trouble' }], clock);
    const result = http.read({ path: '/query', schema, deadlineMs: 10_000 }).catch((error: AppError) => error.message);
    await clock.advance(10_000);
    expect(await result).toBe('trouble');
  });

  it('asks exactly once when told so', async () => {
    const clock = createTestClock();
    const { http, sent } = scripted([{ status: 500 }], clock);
    expect(await outcome(http.read({ path: '/query', schema, once: true }))).toBe('unavailable');
    expect(sent).toHaveLength(1);
  });

  it('does not repeat a certain refusal, and says what could not be read', async () => {
    const clock = createTestClock();
    const refused = scripted([{ status: 402 }], clock);
    expect(await outcome(refused.http.read({ path: '/query', schema }))).toBe('no_credit');
    expect(refused.sent).toHaveLength(1);
    const page = scripted([{ status: 200, body: '<html>' }], clock);
    expect(await outcome(page.http.read({ path: '/query', schema }))).toBe('bad_reply');
  });

  it('stops at once when the caller cancels', async () => {
    const clock = createTestClock();
    const { http } = scripted(['silence'], clock);
    const caller = new AbortController();
    const result = http.read({ path: '/query', schema, signal: caller.signal }).catch((error: Error) => error.name);
    await clock.advance(0);
    caller.abort();
    expect(await result).toBe('AbortError');
    expect(clock.sleepers()).toBe(0);
  });

  it('refuses an answer that never ends', async () => {
    const clock = createTestClock();
    const endless: Send = async () => ({
      ...reply({ status: 200 }),
      body: (async function* () {
        for (;;) yield Buffer.alloc(1024 * 1024);
      })(),
    });
    const http = createHttp({
      title: 'S',
      baseUrl: 'https://s.test',
      send: endless,
      clock,
      key: () => '',
      headers: () => ({}),
      refusal: () => undefined,
    });
    expect(await outcome(http.read({ path: '/', schema, once: true }))).toBe('unavailable');
  });

  it('keeps a connection for what may be repeated, and only for that', async () => {
    const clock = createTestClock();
    const { http, sent } = scripted([{ status: 200 }], clock);
    await http.read({ path: '/', schema });
    await http.read({ path: '/', schema, once: true });
    await http.spend({ path: '/', schema, body: {} });
    expect(sent.map(({ alone }) => alone ?? false)).toEqual([false, true, true]);
  });

  it('sends the key only where it is wanted', async () => {
    const clock = createTestClock();
    const { http, sent } = scripted([{ status: 200 }], clock);
    await http.read({ path: '/open', schema, anonymous: true });
    await http.read({ path: '/closed', schema });
    expect(sent.map(({ headers }) => headers?.authorization)).toEqual([undefined, 'sk-1']);
  });
});

describe('an id in a path', () => {
  it.each(['', '.', '..', 'a/b', 'a\\b', '../../api'])('refuses %j', (id) => {
    expect(() => pathSegment(id)).toThrow(AppError);
  });

  it('is one encoded segment', () => {
    expect(pathSegment('a b?c#d%2f')).toBe('a%20b%3Fc%23d%252f');
  });
});
