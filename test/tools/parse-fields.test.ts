import { afterEach, describe, expect, it } from 'vitest';
import { tools } from '../../src/tools/index.ts';
import { parseFields } from '../../src/tools/parse-fields.ts';
import { type Front, openFront } from '../harness.ts';

let front: Front | undefined;
afterEach(() => front?.close());

describe('a field that cannot be what it is', () => {
  const wrong = [-1, 99_999, 2.5, 'x', '', [7], { a: 1 }, true, Number.NaN, [[]]];
  const said = tools.flatMap(({ name, input }) =>
    Object.keys(input.shape).flatMap((field) =>
      wrong.flatMap((value) => {
        const read = parseFields(input, { [field]: value });
        return 'problems' in read ? read.problems.map((words) => `${name}.${words}`) : [];
      }),
    ),
  );

  it('is told in our own words, and shortly', () => {
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter((words) => /Invalid|expected|received|Too (?:big|small)|undefined/.test(words))).toEqual([]);
    expect(said.filter((words) => words.length > 400)).toEqual([]);
  });

  it('in a call, in a batch and in Chinese', async () => {
    front = await openFront();
    const asked = (args: Record<string, unknown>) => front?.call('submit_task', args).then(({ text }) => text);
    expect(await asked({ takes: 9 })).toContain('takes: 9 is not possible here: it must be at most 8.');
    expect(await asked({ tasks: [{ tier: 'quick', model: 'x' }] })).toMatch(
      /tasks\[0\]: .*tier: "quick" is not possible here: it must be fast \| standard\..*did you mean model_id\?/s,
    );
    expect(await asked({ takes: 0, model_id: 'st-ai/super-seed2', parameters: { prompt: '一只狐狸' } })).toContain(
      'takes：这里不能用 0：至少 1。',
    );
  });
});
