import { shorten } from '../../core/quote.ts';
import type { Analysis } from '../analysis.ts';
import { phrases } from '../languages/index.ts';
import { findPlaceholders } from '../text/placeholders.ts';
import { findRatio } from '../text/ratio.ts';
import { countHan } from '../text/word-count.ts';
import { type Rule, type RuleDiagnostic, short, wholePath } from './rule.ts';

export const textRules: readonly Rule[] = [
  {
    id: 'ratio-not-enum',
    meaning: 'The ratio is not one that Seedance has.',
    severity: 'error',
    source: 'docs/wire.md, Seedance 2.0 limits',
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
    meaning: 'The text and the parameter name different ratios.',
    severity: 'warn',
    source: 'docs/wire.md, Seedance 2.0 limits',
    find: (analysis) => {
      const said = findRatio(analysis.head);
      if (
        analysis.mode !== 'text' ||
        !said ||
        !analysis.input.ratio ||
        !analysis.ratio ||
        analysis.ratio === 'adaptive' ||
        said === analysis.ratio
      )
        return [];
      return [
        {
          path: 'ratio',
          message: `The text says ${said}, the ratio is ${analysis.ratio}; the parameter wins.`,
          fix: `Write ${analysis.ratio} in the text, or set ratio ${said}.`,
        },
      ];
    },
  },
  {
    id: 'mj-flags',
    meaning: 'The text holds a flag of another tool.',
    severity: 'warn',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) => {
      const flag = /(?:^|\s)--(?:ar|v|style|stylize|s|q|niji|seed|no|chaos|motion|raw)(?![a-z-])[ \t]?[\w:.]{0,12}/i
        .exec(analysis.text)?.[0]
        ?.trim();
      return flag
        ? [
            {
              path: wholePath(analysis),
              message: `"${flag}" is a flag of another tool.`,
              fix: `Drop "${flag}" and set the parameter instead.`,
            },
          ]
        : [];
    },
  },
  {
    id: 'length',
    meaning: 'The prompt is longer than what is read whole.',
    severity: 'warn',
    source: 'docs/storyboard.md, Length',
    find: tooLong,
  },
  {
    id: 'mixed-language',
    meaning: 'The prompt mixes languages.',
    severity: 'info',
    source: 'docs/storyboard.md, Length',
    find: (analysis) =>
      mixesSentences(analysis.text)
        ? [
            {
              path: wholePath(analysis),
              message: 'The text mixes Chinese and English sentences.',
              fix: 'Write it in one language; camera terms may stay.',
            },
          ]
        : [],
  },
  {
    id: 'json-as-prompt',
    meaning: 'The prompt is data, not sentences.',
    severity: 'warn',
    source: 'docs/storyboard.md, Style and words',
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
    meaning: 'A placeholder has not been filled in.',
    severity: 'error',
    source: 'this tool',
    find: (analysis) =>
      findPlaceholders(analysis.text).map((found) => ({
        path: wholePath(analysis),
        message: `The placeholder ${short(found)} has not been filled in.`,
        fix: `Replace ${short(found)}.`,
      })),
  },
];

const cutFirst = 'Cut first: adjectives, then quality words, then scene detail. Keep roles, actions, camera and lines.';

function tooLong(analysis: Analysis): RuleDiagnostic[] {
  const { most, unit, count: countIn } = phrases[analysis.language].length;
  const count = countIn(analysis.text);
  if (count <= most * 0.85) return [];
  if (count <= most)
    return [{ path: wholePath(analysis), severity: 'info', message: `${count} of ${most} ${unit}.`, fix: cutFirst }];
  return [
    {
      path: wholePath(analysis),
      message: `${count} ${unit}; beyond ${most} details are dropped.`,
      fix: `${cutFirst} ${count - most} too many.`,
    },
  ];
}

/** Whole sentences of both: terms, names, lines and spellings of files are no second language. Kana is Japanese. */
function mixesSentences(text: string): boolean {
  if (countHan(text) <= 40 || /[\u3040-\u30ff]/.test(text)) return false;
  const plain = text.replace(/["“「][^"”」\n]{0,240}["”」]|[@＠<[【][^\s\]】>]{0,40}/g, ' ');
  const english = plain.match(/(?:[A-Za-z][a-z'’-]{0,24}[ ,]{1,3}){8,}/g)?.length ?? 0;
  return english > 0 && countHan(plain) > 40;
}
