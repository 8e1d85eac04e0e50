import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/folder.ts';
import { program } from '../test/stdio.ts';
import { report, times } from './size.ts';

const count = times(5_000, 100_000);
const seed = Number(process.env.FUZZ_SEED ?? Math.trunc(Math.random() * 0x7fffffff));
const batchSize = 500;

const tools = [
  'submit_task',
  'get_task',
  'upload_image',
  'get_balance',
  'compose_storyboard',
  'no_such_tool',
  '__proto__',
];
const odd = fc.oneof(
  fc.constantFrom(
    null,
    '',
    'x'.repeat(20_000),
    '\u202e\u001b[2J',
    -1,
    1e308,
    {},
    [],
    '__proto__',
    'constructor',
    'NaN',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);
const fields = fc.constantFrom(
  ...[
    'prompt',
    'shots',
    'model_id',
    'parameters',
    'task_id',
    'image_data',
    'image_path',
    'image_url',
    'duration',
    'ratio',
  ],
  ...[
    'references',
    'style',
    'save_dir',
    'search',
    'limit',
    'dry_run',
    'max_cost',
    'export',
    'language',
    '__proto__',
    'then',
  ],
);
const input = fc.oneof(
  fc.dictionary(fields, odd, { maxKeys: 5 }),
  odd,
  fc.record({
    model_id: fc.constantFrom('st-ai/super-seed2', 'seedance-2-0/text-to-video', 'no-model'),
    parameters: fc.dictionary(fields, odd, { maxKeys: 4 }),
    dry_run: fc.constant(true),
  }),
  fc.record({ prompt: fc.string({ unit: 'grapheme', maxLength: 200 }), duration: fc.integer({ min: -5, max: 40 }) }),
  fc.record({ task_id: odd, wait_seconds: fc.constant(0), save: fc.constant(false) }),
);
const methods = fc.constantFrom(
  ...[
    'tools/list',
    'ping',
    'resources/list',
    'prompts/list',
    'resources/templates/list',
    'prompts/get',
    'resources/read',
  ],
  ...['completion/complete', 'initialize', 'logging/setLevel', 'tasks/list', 'server/discover', '__proto__', ''],
);
const call = fc.record({
  method: fc.constant('tools/call'),
  params: fc.record({ name: fc.constantFrom(...tools), arguments: input }),
});
const message = fc.oneof(
  { weight: 6, arbitrary: call },
  {
    weight: 3,
    arbitrary: fc.record({
      method: methods,
      params: fc.oneof(odd, fc.dictionary(fc.constantFrom('name', 'uri', 'ref', 'argument', 'cursor', '_meta'), odd)),
    }),
  },
);

/** What a client may write in a line: messages as they should be, bent, or none at all. */
type Line = { text: string | Buffer; isRequest?: true };
const bend = (text: string, at: number, how: number): string => {
  const place = at % (text.length + 1);
  if (how === 0) return text.slice(0, place);
  if (how === 1) return text.slice(0, place) + String.fromCharCode(at % 0x110) + text.slice(place + 1);
  if (how === 2) return text.slice(0, place) + text + text.slice(place);
  return '['.repeat(at % 50_000) + text;
};
const written = (one: Record<string, unknown>): string => JSON.stringify({ jsonrpc: '2.0', ...one });
const line: fc.Arbitrary<Line> = fc.oneof(
  { weight: 7, arbitrary: message.map((one): Line => ({ text: written(one), isRequest: true })) },
  { weight: 1, arbitrary: message.map((one): Line => ({ text: written(one) })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(message, fc.nat(1_000_000), fc.nat(3))
      .map(([one, at, how]): Line => ({ text: bend(written(one), at, how).replaceAll('\n', ' ') })),
  },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 200 })
      .map((bytes): Line => ({ text: Buffer.from(bytes.map((byte) => (byte === 10 ? 32 : byte))) })),
  },
  { weight: 1, arbitrary: odd.map((result): Line => ({ text: written({ id: 'theirs', result }) })) },
);

/** The line as it is sent: a request has the number by which its answer is known. */
const numbered = ({ text, isRequest }: Line, id: number): Buffer =>
  Buffer.from(
    isRequest ? `{"id":${id},${String(text).slice(1)}\n` : Buffer.concat([Buffer.from(text), Buffer.from('\n')]),
  );

it(`${count} messages of any kind: no crash, no byte on stdout that is not a message, an answer for each request`, async () => {
  const home = temporaryFolder();
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    SEEDANCE_REHEARSAL: '1',
    SEEDANCE_HOME: join(home, 'data'),
    SEEDANCE_OUTPUT_DIR: join(home, 'out'),
  };
  const child = spawn(process.execPath, [program], { env, stdio: 'pipe', cwd: home });
  const exited = once(child, 'exit').then(([code, signal]) => `${code} ${signal}`);
  const answers = new Map<unknown, number>();
  const stray: string[] = [];
  let [rest, stderr, bytes] = ['', '', 0];
  let wake = (): void => undefined;
  child.stderr.on('data', (chunk) => (stderr += chunk));
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    bytes += chunk.length;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const answer = parse(text);
      if (answer?.jsonrpc !== '2.0') stray.push(text.slice(0, 300));
      else if (answer.method === undefined) answers.set(answer.id, (answers.get(answer.id) ?? 0) + 1);
    }
    wake();
  });
  const asked: number[] = [];
  for (let id = 1; id <= count; id += batchSize) {
    for (const [n, one] of fc.sample(line, { seed: seed + id, numRuns: batchSize }).entries()) {
      if (one.isRequest) asked.push(id + n);
      child.stdin.write(numbered(one, id + n));
    }
    const ping = `ping-${id}`;
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: ping, method: 'ping' })}\n`);
    const isAnswered = (): boolean => answers.has(ping) && asked.every((one) => answers.has(one));
    while (!isAnswered() && child.exitCode === null) {
      const gone = await Promise.race([new Promise<void>((resolve) => (wake = resolve)), exited, stalled(60_000)]);
      expect(
        gone,
        `seed ${seed}: no answer to ${asked.filter((one) => !answers.has(one)).slice(0, 3)}, ${stderr.slice(-2_000)}`,
      ).toBeUndefined();
    }
    asked.length = 0;
  }
  const twice = [...answers].filter(([id, times]) => times > 1 && typeof id === 'number').length;
  report(
    `${count} fuzzed messages (seed ${seed}): ${child.exitCode === null ? 0 : 1} crashes, ${stray.length + rest.length} stray lines in ${bytes} bytes, ${twice} requests answered twice`,
  );
  child.stdin.end();
  expect(await exited).toBe('0 null');
  expect({ stray, rest, twice, stderr }).toEqual({ stray: [], rest: '', twice: 0, stderr: '' });
}, 7_200_000);

function parse(text: string): { jsonrpc?: string; id?: unknown; method?: string } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stalled(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('stalled'), ms).unref());
}
