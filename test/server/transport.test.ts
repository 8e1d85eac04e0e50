import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createStdioTransport } from '../../src/server/transport.ts';
import { startProgram, type Talk, textOf } from '../stdio.ts';

/** What comes out of bytes that are cut anywhere. */
async function read(chunks: readonly Buffer[], largestMessageBytes = 1024) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const messages: unknown[] = [];
  const findMessage = (value: unknown) =>
    typeof value === 'object' && value !== null && 'method' in value ? (value as never) : undefined;
  const transport = createStdioTransport({ input, output, largestMessageBytes, findMessage });
  transport.onmessage = (message) => messages.push(message);
  await transport.start();
  for (const chunk of chunks) input.write(chunk);
  await new Promise((resolve) => setImmediate(resolve));
  const said = String(output.read() ?? '');
  const answers = said.split('\n').filter(Boolean);
  return { messages, errors: answers.map((line) => JSON.parse(line) as { id?: unknown; error: { code: number } }) };
}

const line = (message: unknown) => Buffer.from(`${JSON.stringify(message)}\n`);

describe('lines of a client', () => {
  it('are the same messages however they are cut', async () => {
    const message = fc.record({ method: fc.string({ unit: 'grapheme', maxLength: 40 }), id: fc.nat() });
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 8 }), cuts, async (messages, sizes) => {
        const bytes = Buffer.concat(messages.map(line));
        const chunks: Buffer[] = [];
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = sizes[n % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await read(chunks)).toEqual({ messages: JSON.parse(JSON.stringify(messages)), errors: [] });
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  const long = 'x'.repeat(2_000);
  it.each([
    ['behind its parameters, as the SDK writes it', { method: 'm', params: { long, id: 9 }, jsonrpc: '2.0', id: 5 }, 5],
    ['before them', { jsonrpc: '2.0', id: 'a-1', method: 'm', params: { long, deep: { id: 9 } } }, 'a-1'],
    ['after the method', { jsonrpc: '2.0', method: 'm', id: 7, params: { long } }, 7],
    ['nowhere', { jsonrpc: '2.0', method: 'm', params: { id: 9, long } }, undefined],
    ['only in what it carries', { jsonrpc: '2.0', method: 'm', params: { long, id: 9 } }, undefined],
  ])(
    'longer than the limit are refused by their id, which stands %s, and the next one works',
    async (_, message, id) => {
      const bytes = Buffer.concat([line(message), line({ method: 'next' })]);
      const { messages, errors } = await read([
        bytes.subarray(0, 700),
        bytes.subarray(700, 1500),
        bytes.subarray(1500),
      ]);
      expect(messages).toEqual([{ method: 'next' }]);
      expect(errors).toMatchObject([{ error: { code: -32600 } }]);
      expect(errors[0]?.id).toBe(id);
    },
  );

  it('that are no JSON or no request are told so, and the next one works', async () => {
    const { messages, errors } = await read([
      Buffer.from('no JSON\n\r\n[]\n{"id":3}\n{"id":4,"result":{}}\n\xff\xfe\n{"method":"next"}\n', 'latin1'),
    ]);
    expect(messages).toEqual([{ method: 'next' }]);
    expect(errors.map(({ id, error }) => [error.code, id])).toEqual([
      [-32700, undefined],
      [-32600, undefined],
      [-32600, 3],
      [-32600, undefined],
      [-32700, undefined],
    ]);
  });

  it('of 40 MB are read in time that grows with their length', async () => {
    const timeOf = async (megabytes: number): Promise<number> => {
      const bytes = line({ method: 'm', data: 'A'.repeat(megabytes * 1024 * 1024) });
      const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, n) =>
        bytes.subarray(n * 65_536, (n + 1) * 65_536),
      );
      const startedAt = performance.now();
      expect((await read(chunks, 48 * 1024 * 1024)).messages).toHaveLength(1);
      return performance.now() - startedAt;
    };
    await timeOf(5);
    const best = Math.min(await timeOf(40), await timeOf(40), await timeOf(40)); // a busy machine gets three tries
    expect(best).toBeLessThan(8 * 4 * Math.max(20, await timeOf(5))); // quadratic: 64 times
  });
});

describe('the built program', () => {
  let talk: Talk;
  afterEach(() => talk?.process.kill('SIGKILL'));

  it('takes 40 MB, refuses 60 MB, and goes on', async () => {
    talk = await startProgram();
    const upload = (megabytes: number) =>
      talk.request('tools/call', {
        name: 'upload_image',
        arguments: { image_data: 'A'.repeat(megabytes * 1024 * 1024) },
      });
    const [large, tooLarge, list] = await Promise.all([upload(39), upload(60), talk.request('tools/list')]);
    expect(textOf(large)).toMatch(/^file_refused: /);
    expect(tooLarge.error).toMatchObject({ code: -32600, message: expect.stringContaining('longer than 48 MB') });
    expect(list.result?.tools).toHaveLength(5);
    expect(talk.noise).toEqual([]);
  });
});
