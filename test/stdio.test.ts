import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { tools } from '../src/tools/index.ts';
import { temporaryFolder } from './folder.ts';
import { program, startProgram, type Talk, textOf, told } from './stdio.ts';

let talk: Talk;
afterEach(() => {
  talk?.process.kill('SIGKILL');
});
const clientInfo = { name: 'bare', version: '0' };

const video = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox crosses the snow', duration: 4 } };
const callTool = (name: unknown, args: unknown, more = {}) =>
  talk.request('tools/call', { name, arguments: args, ...more } as Record<string, unknown>);

function readRecord(): string {
  const month = new Date().toISOString().slice(0, 7);
  return readFileSync(join(talk.home, 'data/ledger', `${month}.jsonl`), 'utf8');
}

/** A call that is being waited for, with a poller and a progress timer alive. */
async function startWaiting(): Promise<void> {
  const { task_id } = told(await callTool('submit_task', video));
  void callTool('get_task', { task_id, wait_seconds: 900 }, { _meta: { progressToken: 'p' } });
  await expect.poll(() => talk.notifications.length).toBeGreaterThan(0);
}

describe('the built program over stdio', () => {
  it.each([
    ['a closed stdin', () => talk.process.stdin?.end()],
    ['SIGINT', () => talk.process.kill('SIGINT')],
    ['SIGTERM', () => talk.process.kill('SIGTERM')],
    [
      'SIGINT, and SIGTERM right behind it',
      () => ['SIGINT', 'SIGTERM'].map((signal) => talk.process.kill(signal as 'SIGINT')),
    ],
  ])('ends at once with 0 on %s, even while it waits', async (_, end) => {
    talk = await startProgram();
    await startWaiting();
    const at = Date.now();
    end();
    expect(await talk.exited).toEqual({ code: 0, signal: null });
    expect(Date.now() - at).toBeLessThan(1_000);
    expect(talk.noise).toEqual([]);
  });

  it('reads the pages of its own package, from wherever it is started', async () => {
    talk = await startProgram();
    const { result: prompt } = await talk.request('prompts/get', { name: 'make_video', arguments: { idea: 'Mars' } });
    expect(JSON.stringify(prompt)).toContain('## Seven steps');
    for (const uri of ['seedance://reference', 'seedance://models', 'seedance://tasks/recent']) {
      const { result } = await talk.request('resources/read', { uri });
      expect(result?.contents, uri).toHaveLength(1);
    }
  });

  it('answers everything that was piped in, and then ends', async () => {
    const { status, stdout } = spawnSync(process.execPath, [program], {
      env: { PATH: process.env.PATH ?? '', SEEDANCE_REHEARSAL: '1', SEEDANCE_HOME: temporaryFolder() },
      input: [
        { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } },
        { method: 'notifications/initialized' },
        { id: 2, method: 'tools/list' },
        { id: 3, method: 'tools/call', params: { name: 'submit_task', arguments: video } },
        { id: 4, method: 'tools/call', params: { name: 'compose_storyboard', arguments: { prompt: 'A fox' } } },
        { id: 5, method: 'prompts/get', params: { name: 'make_video' } },
        { id: 6, method: 'no/such/method' },
        { id: 7, method: 'tools/call', params: { name: 'get_task', arguments: { limit: 5 } } },
        { method: 'notifications/cancelled', params: { requestId: 7 } },
      ]
        .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
        .join(''),
      encoding: 'utf8',
    });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(told(answers.find(({ id }) => id === 3)).status).toBe('pending');
    expect(status).toBe(0);
  });

  it('finds the task again after a restart', async () => {
    talk = await startProgram();
    const { task_id } = told(await callTool('submit_task', video));
    talk.process.kill('SIGKILL');
    await talk.exited;
    const home = talk.home;
    talk = await startProgram({ SEEDANCE_REHEARSAL: '1', SEEDANCE_HOME: join(home, 'data') });
    const again = await callTool('submit_task', video);
    expect(told(again)).toMatchObject({ task_id, duplicate: true });
    expect(told(await callTool('get_task', { save: false })).tasks).toHaveLength(1);
  });

  it('answers in frames when a message is not JSON, not a request, or asks for what is not there', async () => {
    talk = await startProgram();
    talk.process.stdin?.write('this is not JSON\n{"jsonrpc":"2.0"}\n[]\nnull\n');
    expect((await talk.request('tools/nothing')).error?.code).toBe(-32601);
    expect((await callTool('no_such_tool', {})).error?.message).toContain('no_such_tool');
    expect((await talk.request('tools/list')).result?.tools).toHaveLength(tools.length);
    expect(talk.noise).toEqual([]);
  });

  it('takes a message with a large picture in it, and loses nothing that is under way', async () => {
    talk = await startProgram();
    const waiting = callTool('submit_task', video);
    const large = await callTool('upload_image', { image_data: 'A'.repeat(16 * 1024 * 1024) });
    expect(textOf(large)).toMatch(/^file_refused: /);
    expect(told(await waiting).status).toBe('pending');
  });

  it('keeps its logs off stdout, and the key out of them', async () => {
    const env = { XSKILL_API_KEY: 'sk-secret', XSKILL_BASE_URL: 'http://127.0.0.1:9', SEEDANCE_LOG_LEVEL: 'trace' };
    talk = await startProgram(env);
    const { result } = await callTool('submit_task', video);
    expect(result).toMatchObject({ isError: true });
    expect(talk.noise).toEqual([]);
    expect(talk.stderr()).toContain('/api/v3/tasks/create');
    expect(talk.stderr()).not.toContain('sk-secret');
  });
});

describe('a thousand random calls', () => {
  /** The first seed found that a field named "constructor" was a crash; the second is new each time, and FUZZ_SEED repeats one. */
  const seeds = [1, Number(process.env.FUZZ_SEED ?? Math.trunc(Math.random() * 0x7fffffff))];
  const inherited = fc.constantFrom('constructor', 'valueOf', '__proto__', 'toString');
  const url = fc.oneof(
    fc.constantFrom('https://cdn.test/a.png', 'file:///etc/passwd', '../../x', 'data:,x', ''),
    fc.webUrl(),
  );
  const parameters = fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        'prompt',
        'duration',
        'ratio',
        'image_files',
        'functionMode',
        'filePaths',
        'content',
        'first_frame',
        'model',
        'num_images',
      ),
      inherited,
      fc.string(),
    ),
    fc.oneof(
      fc.constantFrom('A fox @image_file_1', '16:9', 5, 'omni_reference', '[rehearse: 402]', '[rehearse: reset]'),
      fc.array(url, { maxLength: 14 }),
      fc.jsonValue(),
    ),
    { maxKeys: 5 },
  );
  const modelId = fc.constantFrom(
    'st-ai/super-seed2',
    'fal-ai/bytedance/seedream/v4.5/text-to-image',
    'fal-ai/bytedance/seedream/v4.5/edit',
    'seedance-2-0/text-to-video',
    'seedance-2-0/reference-to-video',
    'bytedance-text-to-image/frame-to-video',
    'nobody/nothing',
  );
  const call = fc.oneof(
    fc.tuple(
      fc.constant('submit_task'),
      fc.record({ model_id: modelId, parameters, dry_run: fc.boolean() }, { requiredKeys: ['model_id', 'parameters'] }),
    ),
    fc.tuple(
      fc.constant('get_task'),
      fc.record({ task_id: fc.string(), wait_seconds: fc.constantFrom(0, -1, 1e9, 'x') }, { requiredKeys: [] }),
    ),
    fc.tuple(
      fc.constant('compose_storyboard'),
      fc.record(
        {
          ...{ prompt: fc.string(), shots: fc.array(fc.jsonValue()), duration: fc.jsonValue() },
          ...{ genre: inherited, ratio: inherited, model_id: fc.oneof(inherited, modelId) },
        },
        { requiredKeys: [] },
      ),
    ),
    fc.tuple(
      fc.constant('upload_image'),
      fc.record({ image_path: url, image_data: fc.string(), image_url: url }, { requiredKeys: [] }),
    ),
    fc.tuple(
      fc.constantFrom(...tools.map(({ name }) => name)),
      fc.oneof(fc.jsonValue(), fc.dictionary(inherited, fc.jsonValue())),
    ),
  );

  it.each(seeds)(
    'crash nothing, print nothing outside the protocol and send nothing that the checks should have stopped (seed %i)',
    async (seed) => {
      talk = await startProgram();
      const calls = fc.sample(call, { numRuns: 500, seed });
      const answers = [];
      for (let n = 0; n < calls.length; n += 25) {
        answers.push(...(await Promise.all(calls.slice(n, n + 25).map(([name, args]) => callTool(name, args)))));
      }
      for (const [n, { result, error }] of answers.entries()) {
        const text = textOf(answers[n] ?? {});
        const fine = error
          ? error.code === -32602 || error.code === -32603
          : result?.isError
            ? /^[a-z_]+: .+\nNext: .+/s.test(text)
            : JSON.parse(text) !== undefined;
        expect(fine, `${JSON.stringify(calls[n])} → ${text || error?.message}`).toBe(true);
        expect(text, JSON.stringify(calls[n])).not.toMatch(/^internal: /);
      }
      expect(talk.noise).toEqual([]);
      expect((await talk.request('tools/list')).result?.tools).toHaveLength(tools.length);
      // What the simulator refused had passed our checks: only a mistake put there on purpose may be among it.
      const refused = readRecord()
        .split('\n')
        .filter((line) => line.includes('"refused"') && line.includes('invalid_input'));
      expect(refused).toEqual([]);
    },
  );
});
