import { countHan, countLatinWords, type Draft, hitsOf } from '../draft.ts';
import { limits, ratios } from '../input.ts';
import type { Hit } from '../lexicon.ts';
import { type Finding, type Rule, wholePath } from './rule.ts';

export const textRules: readonly Rule[] = [
  { id: 'style-conflict', severity: 'warn', source: 'S9, S2', find: (draft) => clashes(draft, 'manner', mannerPairs) },
  { id: 'optical-conflict', severity: 'warn', source: 'S9', find: (draft) => clashes(draft, 'optical', opticalPairs) },
  {
    id: 'contradiction',
    severity: 'warn',
    source: 'S2',
    find: (draft) =>
      draft.shots.flatMap(({ words, hits, path, name }) => {
        const day = hits.find(({ id }) => id === 'day');
        const night = hits.find(({ id }) => id === 'night');
        const passing = /timelapse|time-lapse|hyperlapse|turns? (?:in)?to|transition|延时|变|转|到/i.test(words);
        return day && night && !passing
          ? [
              {
                path,
                message: `${name}: "${day.word}" and "${night.word}" contradict each other.`,
                fix: `Keep "${night.word}".`,
              },
            ]
          : [];
      }),
  },
  {
    id: 'style-missing',
    severity: 'warn',
    source: 'S1',
    find: (draft) => {
      if (draft.input.style || ['edit', 'extend', 'bridge', 'first_last_frames'].includes(draft.task)) return [];
      const words = draft.mode === 'text' ? draft.hits : draft.shots.flatMap(({ hits }) => hits);
      if (words.some(({ tag }) => tag === 'style' || tag === 'light')) return [];
      if (draft.bound.some(({ role }) => role?.id === 'style')) return [];
      if (draft.mode === 'text' && draft.bound.length > 0) return [];
      const path = draft.mode === 'text' ? 'prompt' : 'style';
      const severity = draft.mode === 'text' ? 'info' : 'warn';
      return [
        {
          path,
          severity,
          message: 'No word says what it looks like; the style will drift.',
          fix: 'Name one family, for example "live-action, natural light".',
        },
      ];
    },
  },
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
    find: ({ ratio }) => {
      if (ratio === undefined || (ratios as readonly string[]).includes(ratio)) return [];
      return [
        {
          path: 'ratio',
          message: `${ratio} is no ratio that Seedance knows.`,
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
      const found =
        /[<＜](?:what|who|where|name|line|the|your|谁|什么|何处|主体|产品|台词)[^<>＜＞\n]{0,60}[>＞]/i.exec(
          draft.text,
        )?.[0];
      return found
        ? [{ path: wholePath(draft), message: `${found} still waits for your words.`, fix: `Replace ${found}.` }]
        : [];
    },
  },
];

const mannerPairs = [
  ['handheld', 'symmetry'],
  ['IMAX', 'VHS'],
  ['grain', 'razor-sharp'],
  ['ink wash', 'UE5'],
  ['cel', 'skin pores'],
] as const;

const opticalPairs = [
  ['ultra wide', 'bokeh'],
  ['deep focus', 'bokeh'],
] as const;

/** Style words hold for the whole clip; what differs from shot to shot (focus, hand-held) must clash inside one. */
function clashes(draft: Draft, tag: string, pairs: readonly (readonly [string, string])[]): Finding[] {
  const all = hitsOf(draft, tag);
  return pairs.flatMap(([one, other]) => {
    const a = all.find(({ id }) => id === one);
    const b = all.find(({ id }) => id === other);
    if (!a || !b) return [];
    const perShot = tag === 'optical' || one === 'handheld';
    if (perShot && draft.told && !draft.shots.some(({ hits }) => hasBoth(hits, one, other))) return [];
    return [
      { path: wholePath(draft), message: `"${a.word}" and "${b.word}" exclude each other.`, fix: `Keep "${a.word}".` },
    ];
  });
}

function hasBoth(hits: readonly Hit[], one: string, other: string): boolean {
  return hits.some(({ id }) => id === one) && hits.some(({ id }) => id === other);
}

/** One finding for all words of a list. */
function listed(
  draft: Draft,
  tag: string,
  message: (word: string) => string,
  fix: (word: string) => string,
): Finding[] {
  const words = [...new Set(hitsOf(draft, tag).map(({ word }) => word))].slice(0, 4).join('", "');
  return words === '' ? [] : [{ path: wholePath(draft), message: message(words), fix: fix(words) }];
}

const cutFirst = 'Cut first: adjectives, then quality words, then scene detail. Keep roles, actions, camera and lines.';

function tooLong(draft: Draft): Finding[] {
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
