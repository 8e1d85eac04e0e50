import { NetworkError, type Reply } from '../../src/net/http.ts';
import type { Expected, Kind, Stage } from './kind.ts';

const page = '<!doctype html><title>Bad gateway</title>';
const never = (): Promise<Reply> => new Promise(() => undefined);

function unsent(name: string, message: string): Kind {
  return { name, expects: 'refused', reply: () => Promise.reject(new NetworkError(message, 'unreachable')) };
}

function refusedBy(status: number, body: string, more: Partial<Kind> = {}): Kind {
  return {
    name: `HTTP ${status} ${body.slice(0, 30)}`,
    expects: 'refused',
    reply: async ({ say }) => say(status, body),
    ...more,
  };
}

/** An answer that leaves the outcome in doubt, both where the service took the task and where it did not. */
function inDoubt(name: string, answer: (stage: Stage) => Reply | Promise<Reply>, only?: Kind['only']): Kind[] {
  return [true, false].map((isTaken) => ({
    name: `${name}, ${isTaken ? 'taken' : 'not taken'}`,
    expects: 'open' as Expected,
    only,
    reply: async (stage) => {
      if (isTaken) await stage.take();
      return answer(stage);
    },
  }));
}

const broken = (message: string) => (): Promise<Reply> => Promise.reject(new NetworkError(message, 'broken'));

async function* cut(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"code":200,"data":{"task_id":"');
  throw new NetworkError('other side closed', 'broken');
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(1024 * 1024, 0x20);
}

const charge = (price: unknown, says?: RegExp): Kind => ({
  name: `charged ${price}`,
  expects: 'accepted',
  only: 'xskill',
  says,
  reply: async (stage) => {
    const reply = await stage.take();
    const { data } = (await (reply as Response).json()) as { data: { task_id: string } };
    return stage.named(data.task_id, { price });
  },
});

/** Everything that a network or a service may answer to a submit. */
export const replyKinds: readonly Kind[] = [
  { name: 'no fault', expects: 'accepted' },
  unsent('connection refused', 'connect ECONNREFUSED 10.0.0.1:443'),
  unsent('no such host', 'getaddrinfo ENOTFOUND api.example.test'),
  unsent('certificate of a stranger', 'self-signed certificate in certificate chain'),
  unsent('proxy refuses', 'Proxy response (403) !== 200 when HTTP Tunneling'),
  refusedBy(400, '{"detail":"Invalid parameter"}'),
  refusedBy(401, '{"detail":"Invalid key"}'),
  refusedBy(402, '{"detail":"Insufficient balance"}'),
  refusedBy(403, '{"detail":"Not allowed"}'),
  refusedBy(403, page),
  refusedBy(404, '{"detail":"No such model"}'),
  refusedBy(409, '{"detail":"Conflict"}'),
  refusedBy(413, ''),
  refusedBy(422, '{"detail":[{"loc":["body"],"msg":"bad"}]}'),
  refusedBy(451, page),
  refusedBy(200, '{"code":402,"message":"Insufficient balance"}', { only: 'xskill' }),
  refusedBy(200, '{"code":401,"message":"Invalid key"}', { only: 'xskill' }),
  {
    name: 'HTTP 429 twice',
    expects: 'refused',
    reply: async ({ say }) => say(429, '{}', { 'retry-after': '1' }),
  },
  {
    name: 'HTTP 429 once',
    expects: 'accepted',
    reply: async ({ say, take }, post) => (post === 1 ? say(429, '{}', { 'retry-after': '1' }) : take()),
  },
  ...inDoubt('connection reset', broken('read ECONNRESET')),
  ...inDoubt('socket hung up', broken('other side closed')),
  ...inDoubt('no answer at all', never),
  ...[408, 500, 502, 503, 504, 520].flatMap((status) => inDoubt(`HTTP ${status}`, ({ say }) => say(status, page))),
  ...[301, 302, 307].flatMap((status) =>
    inDoubt(`HTTP ${status}`, ({ say }) => say(status, '', { location: 'https://elsewhere.test/' })),
  ),
  ...['', 'null', '[]', '"ok"', '{}', page, '{"code":200,"data":{"task_', '\ufeff{"a":1', '{"data":null}'].flatMap(
    (body) => inDoubt(`HTTP 200 ${JSON.stringify(body).slice(0, 30)}`, ({ say }) => say(200, body)),
  ),
  ...inDoubt('HTTP 200 of noise', ({ say }) => say(200, Buffer.from('00ff1b8008f3', 'hex'))),
  ...inDoubt('HTTP 200 of 100,000 brackets', ({ say }) => say(200, '['.repeat(100_000))),
  ...inDoubt('HTTP 500 in an envelope', ({ say }) => say(200, '{"code":500,"message":"oops"}'), 'xskill'),
  ...inDoubt('a body that breaks off', ({ say }) => ({
    ...say(200, ''),
    status: 200,
    headers: new Headers(),
    body: cut(),
  })),
  ...inDoubt('a body without an end', () => ({ status: 200, headers: new Headers(), body: endless() })),
  ...[{}, null, true, ['a'], 'a/b', 'a b', '\u001b[2J', 'x'.repeat(300), '', 1.5].flatMap((id) =>
    inDoubt(`id ${JSON.stringify(id).slice(0, 12)}`, ({ named }) => named(id)),
  ),
  charge(0),
  charge('many'),
  charge(-5),
  charge(1e12, /1000000000000 points.*more than/i),
  charge(51, /more than/i),
];
