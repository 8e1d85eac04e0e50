import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cleanArguments } from '../../src/core/clean-arguments.ts';

const Shot = z.strictObject({
  visual: z.string(),
  seconds: z.number().optional(),
  takes: z.int().optional(),
  loud: z.boolean().optional(),
  size: z.enum(['wide', 'close']).optional(),
  names: z.array(z.string()).optional(),
});
const Schema = z.strictObject({
  title: z.string().optional(),
  shots: z.array(Shot).optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  shot: Shot.optional(),
});

const read = (given: unknown) => cleanArguments(Schema, given);

describe('arguments as clients send them', () => {
  it.each([
    [{ title: null, shots: [], shot: { visual: 'fog', names: [], loud: null } }, { shot: { visual: 'fog' } }],
    [{ title: '', shots: '[]' }, { shots: [] }],
    [{ shots: '[{"visual":"fog","seconds":"5"}]' }, { shots: [{ visual: 'fog', seconds: 5 }] }],
    [{ shots: [{ visual: 7 }] }, { shots: [{ visual: '7' }] }],
    [
      { shots: [{ visual: 'fog', takes: ' 2 ', loud: 'True', size: 'WIDE' }] },
      { shots: [{ visual: 'fog', takes: 2, loud: true, size: 'wide' }] },
    ],
    [{ shot: '{"visual":"fog","names":"Mei"}' }, { shot: { visual: 'fog', names: ['Mei'] } }],
    [{ parameters: '{"prompt":"fog","duration":"5"}' }, { parameters: { prompt: 'fog', duration: '5' } }],
    ['{"title":"fog"}', { title: 'fog' }],
    [
      { shot: { visual: 'fog', names: 'https://a.test/1.png, https://a.test/2.png' } },
      { shot: { visual: 'fog', names: ['https://a.test/1.png', 'https://a.test/2.png'] } },
    ],
  ])('%j is %j', (given, meant) => {
    expect(read(given).parsed).toMatchObject({ success: true, data: meant });
    expect(read(given).parsed.data).toEqual(meant);
  });

  it.each(['5s', '5 s', '5 sec', '5.0 seconds', '5秒'])('%s is five seconds', (seconds) => {
    expect(read({ shot: { visual: 'fog', seconds } }).parsed.data?.shot?.seconds).toBe(5);
  });

  it('says what was read as what, and where', () => {
    expect(read({ shots: [{ visual: 'fog' }, { visual: 'sea', seconds: '5' }] }).readings).toEqual([
      { path: ['shots', 1, 'seconds'], given: '5', meant: 5 },
    ]);
    expect(read({ shot: { visual: 'fog', seconds: 5 } }).readings).toEqual([]);
  });

  it.each([
    [{ shot: { visual: 'fog', seconds: '5 minutes' } }, ['shot', 'seconds']],
    [{ shot: { visual: 'fog', takes: '5s' } }, ['shot', 'takes']],
    [{ shot: { visual: 'fog', loud: 'yes' } }, ['shot', 'loud']],
    [{ shot: { visual: 'fog', size: 'constructor' } }, ['shot', 'size']],
    [{ shot: { visual: 'fog', loud: 'constructor' } }, ['shot', 'loud']],
    [{ shots: '[{"visual":' }, ['shots']],
    [{ parameters: '{"prompt":' }, ['parameters']],
    [{ shot: { visual: '' } }, ['shot', 'visual']],
    [{ constructor: 1 }, []],
    [{ valueOf: 'x', toString: 5 }, []],
    [JSON.parse('{"__proto__": {"title": 5}}'), []],
    [null, []],
    [[1], []],
  ])('does not guess at %j', (given, path) => {
    expect(read(given).parsed.error?.issues[0]?.path).toEqual(path);
  });

  it('refuses what is nested too deep to be meant', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(() => read({ parameters: { deep } })).toThrow('nested deeper than 100 levels');
  });

  it('throws nothing on any value, changes nothing in it, and cleans once for all', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (given) => {
        const before = JSON.stringify(given);
        const { value } = read(given);
        expect(JSON.stringify(given)).toBe(before);
        expect(read(value).value).toEqual(value);
      }),
    );
  });
});
