import { shorten } from '../../core/quote.ts';
import { type Analysis, countHan, countLatinWords, hitsOf } from '../analysis.ts';
import { limits } from '../input.ts';
import { type Rule, type RuleDiagnostic, wholePath } from './rule.ts';

export const textRules: readonly Rule[] = [
  {
    id: 'quality-words',
    severity: 'info',
    source: 'S9, S5',
    find: (draft) =>
      listed(
        draft,
        'quality',
        (word) => `"${word}" says nothing that can be seen.`,
        (word) => `Drop "${word}".`,
      ),
  },
  {
    id: 'resolution-words',
    severity: 'info',
    source: 'S9',
    find: (draft) =>
      listed(
        draft,
        'resolution',
        (word) => `"${word}" in the text has no effect.`,
        (word) => `Drop "${word}"; set the parameter resolution where the model has one.`,
      ),
  },
  {
    id: 'vague-words',
    severity: 'info',
    source: 'S9, S8',
    find: (draft) =>
      listed(
        draft,
        'vague',
        (word) => `"${word}" shows nothing by itself.`,
        (word) => `Replace "${word}" by what is seen: light, colour, gesture.`,
      ),
  },
  {
    id: 'homograph',
    severity: 'info',
    source: 'S8',
    find: (draft) =>
      listed(
        draft,
        'homograph',
        (word) => `"${word}" has two meanings.`,
        () => 'Say it another way: "pencils a line", "fires the gun", "ducks his head".',
      ),
  },
  {
    id: 'fast-everywhere',
    severity: 'info',
    source: 'S8',
    find: (draft) => {
      const fast = hitsOf(draft, 'fast');
      return fast.length < 3
        ? []
        : [
            {
              path: wholePath(draft),
              message: `"${fast[0]?.word}" and its kind stand ${fast.length} times.`,
              fix: 'Keep it once, where it matters; name speeds elsewhere: "at walking pace".',
            },
          ];
    },
  },
  {
    id: 'ratio-not-enum',
    severity: 'error',
    source: 'S10',
    find: ({ ratio, limits: { ratios } }) => {
      if (ratio === undefined || !ratios || ratios.includes(ratio)) return [];
      return [
        {
          path: 'ratio',
          message: `${shorten(ratio)} is no ratio that this model takes.`,
          fix: `Use one of ${ratios.join(', ')}.`,
        },
      ];
    },
  },
  {
    id: 'ratio-mismatch',
    severity: 'warn',
    source: 'S10',
    find: (draft) => {
      const said = /(?<![\d:.])(?:21:9|16:9|4:3|1:1|3:4|9:16)(?![\d:])/.exec(draft.head)?.[0];
      if (
        draft.mode !== 'text' ||
        !said ||
        !draft.input.ratio ||
        !draft.ratio ||
        draft.ratio === 'adaptive' ||
        said === draft.ratio
      )
        return [];
      return [
        {
          path: 'ratio',
          message: `The text says ${said}, the ratio is ${draft.ratio}; the parameter wins.`,
          fix: `Write ${draft.ratio} in the text, or set ratio ${said}.`,
        },
      ];
    },
  },
  {
    id: 'mj-flags',
    severity: 'warn',
    source: 'S9',
    find: (draft) => {
      const flag = /(?:^|\s)--(?:ar|v|style|stylize|s|q|niji|seed|no|chaos|motion|raw)(?![a-z-])[ \t]?[\w:.]{0,12}/i
        .exec(draft.text)?.[0]
        ?.trim();
      return flag
        ? [
            {
              path: wholePath(draft),
              message: `"${flag}" is a flag of another tool.`,
              fix: `Drop "${flag}" and set the parameter instead.`,
            },
          ]
        : [];
    },
  },
  { id: 'length', severity: 'warn', source: 'S10', find: tooLong },
  {
    id: 'mixed-language',
    severity: 'info',
    source: 'S1',
    find: (draft) => {
      const han = countHan(draft.text);
      const share = han / (han + countLatinWords(draft.text) || 1);
      if (draft.language === 'zh' ? share > 0.6 : share < 0.2) return [];
      return [
        {
          path: wholePath(draft),
          message: 'The text mixes Chinese and English.',
          fix: 'Write it in one language; camera terms may stay.',
        },
      ];
    },
  },
  {
    id: 'json-as-prompt',
    severity: 'warn',
    source: 'S5',
    find: ({ mode, text }) => {
      const json = /^\s*[{[]\s*["{[]/.test(text) && /"\s*:/.test(text.slice(0, 4000));
      const table = /^\s*\|.{1,200}\|\s*\n\s*\|[\s:|-]{3,200}\|/m.test(text.slice(0, 4000));
      return mode === 'text' && (json || table)
        ? [
            {
              path: 'prompt',
              message: 'The prompt is data, not sentences; keys and braces are read as content.',
              fix: 'Give the fields as shots, style and music.',
            },
          ]
        : [];
    },
  },
  {
    id: 'placeholder',
    severity: 'error',
    source: 'contract',
    find: (draft) => {
      const found = /[<＜](?:what|什么)[:：][^<>＜＞\n]{0,80}[>＞]/i.exec(draft.text)?.[0];
      return found
        ? [{ path: wholePath(draft), message: `${found} still waits for your words.`, fix: `Replace ${found}.` }]
        : [];
    },
  },
];

/** One finding for all words of a list. */
function listed(
  draft: Analysis,
  tag: string,
  message: (word: string) => string,
  fix: (word: string) => string,
): RuleDiagnostic[] {
  const words = [...new Set(hitsOf(draft, tag).map(({ word }) => word))].slice(0, 4).join('", "');
  return words === '' ? [] : [{ path: wholePath(draft), message: message(words), fix: fix(words) }];
}

const cutFirst = 'Cut first: adjectives, then quality words, then scene detail. Keep roles, actions, camera and lines.';

function tooLong(draft: Analysis): RuleDiagnostic[] {
  const zh = draft.language === 'zh';
  const most = limits.words[draft.language];
  const count = zh ? countHan(draft.text) : countLatinWords(draft.text);
  const what = zh ? 'Chinese characters' : 'words';
  if (count <= most * 0.85) return [];
  if (count <= most)
    return [{ path: wholePath(draft), severity: 'info', message: `${count} of ${most} ${what}.`, fix: cutFirst }];
  return [
    {
      path: wholePath(draft),
      message: `${count} ${what}; beyond ${most} details are dropped.`,
      fix: `${cutFirst} ${count - most} too many.`,
    },
  ];
}
