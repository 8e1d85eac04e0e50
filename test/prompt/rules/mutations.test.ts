import fc from 'fast-check';
import '../seeded.ts';
import { describe, expect, it } from 'vitest';
import type { Storyboard } from '../../../src/prompt/input.ts';
import { rules } from '../../../src/prompt/rules/index.ts';
import { compose } from '../../../src/prompt/storyboard.ts';
import type { Target } from '../../../src/prompt/target.ts';
import { cleanStoryboard, xskill } from '../clean.ts';
import { file, mutations, tastes } from './mutations.ts';

const loud = (storyboard: Storyboard, target: Target = xskill) => [
  ...new Set(
    compose(storyboard, target)
      .problems.filter(({ severity }) => severity !== 'info')
      .map(({ rule }) => rule),
  ),
];

describe('a spoiled storyboard', () => {
  it.each(mutations)('$kind → $rule, and nothing else', ({ rule, also = [], target, spoil }) => {
    fc.assert(
      fc.property(cleanStoryboard, (clean) => {
        const found = loud(spoil(clean), target);
        expect(found).toContain(rule);
        expect(found.filter((other) => other !== rule && !also.includes(other))).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it.each(tastes)('$kind → $rule, as advice', ({ rule, spoil }) => {
    fc.assert(
      fc.property(cleanStoryboard, (clean) => {
        const problems = compose(spoil(clean), xskill).problems;
        expect(problems.map((problem) => problem.rule)).toContain(rule);
        expect(
          problems.filter(
            ({ severity, rule: other }) => severity !== 'info' && !['shot-short', 'dlg-too-long'].includes(other),
          ),
        ).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('numbers that run over all types are put right', () => {
    const { prompt, problems } = compose(
      {
        prompt: 'Film look. @Video1 gives the camera. @Image2 is the hero, @Image3 the street. Soft music.',
        references: [file(1, 'mp4'), file(2, 'png'), file(3, 'png')],
      },
      xskill,
    );
    expect(prompt).toContain('@video_file_1 gives the camera. @image_file_1 is the hero, @image_file_2 the street.');
    expect(problems.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule)).toEqual([
      'ref-numbering-global',
    ]);
  });

  it('leaves no rule without a mutation', () => {
    const proven = new Set([...mutations, ...tastes].map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !proven.has(id))).toEqual([]);
  });

  it('always shows a place and a replacement', () => {
    fc.assert(
      fc.property(cleanStoryboard, fc.constantFrom(...mutations, ...tastes), (clean, { spoil, target = xskill }) => {
        for (const { path, message, fix } of compose(spoil(clean), target).problems) {
          expect(path).toMatch(
            /^(?:prompt|shots|style|mood|music|ratio|duration|genre|task|timing|constraints|references)/,
          );
          expect(message.length).toBeGreaterThan(10);
          expect(fix?.length).toBeGreaterThan(3);
        }
      }),
    );
  });
});
