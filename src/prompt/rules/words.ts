import { type Analysis, hitsOf } from '../analysis.ts';
import { type Rule, type RuleDiagnostic, wholePath } from './rule.ts';

export const wordRules: readonly Rule[] = [
  {
    id: 'quality-words',
    meaning: 'Words of praise that show nothing.',
    severity: 'info',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) =>
      listed(
        analysis,
        'quality',
        (word) => `"${word}" says nothing that can be seen.`,
        (word) => `Drop "${word}".`,
      ),
  },
  {
    id: 'resolution-words',
    meaning: 'A resolution stands in the text, where it has no effect.',
    severity: 'info',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) =>
      listed(
        analysis,
        'resolution',
        (word) => `"${word}" in the text has no effect.`,
        (word) => `Drop "${word}"; set the parameter resolution where the model has one.`,
      ),
  },
  {
    id: 'vague-words',
    meaning: 'Words that show nothing by themselves.',
    severity: 'info',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) =>
      listed(
        analysis,
        'vague',
        (word) => `"${word}" shows nothing by itself.`,
        (word) => `Replace "${word}" by what is seen: light, colour, gesture.`,
      ),
  },
  {
    id: 'fast-everywhere',
    meaning: '"fast" and its kind stand three times or more.',
    severity: 'info',
    source: 'docs/storyboard.md, Camera',
    find: (analysis) => {
      const fast = hitsOf(analysis, 'fast');
      return fast.length < 3
        ? []
        : [
            {
              path: wholePath(analysis),
              message: `"${fast[0]?.word}" and its kind stand ${fast.length} times.`,
              fix: 'Keep it once, where it matters; name speeds elsewhere: "at walking pace".',
            },
          ];
    },
  },
];

/** One finding for all words of a list. */
function listed(
  analysis: Analysis,
  tag: string,
  message: (word: string) => string,
  fix: (word: string) => string,
): RuleDiagnostic[] {
  const words = [...new Set(hitsOf(analysis, tag).map(({ word }) => word))].slice(0, 4).join('", "');
  return words === '' ? [] : [{ path: wholePath(analysis), message: message(words), fix: fix(words) }];
}
