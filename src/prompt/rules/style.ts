import { type Analysis, hitsOf } from '../analysis.ts';
import type { Hit } from '../terms/term-matcher.ts';
import { type Rule, type RuleDiagnostic, wholePath } from './rule.ts';

export const styleRules: readonly Rule[] = [
  {
    id: 'style-conflict',
    meaning: 'Two style words exclude each other.',
    severity: 'warn',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) => clashes(analysis, 'manner', mannerPairs),
  },
  {
    id: 'optical-conflict',
    meaning: 'Two lens words exclude each other.',
    severity: 'warn',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) => clashes(analysis, 'optical', opticalPairs),
  },
  {
    id: 'contradiction',
    meaning: 'Day and night in one shot.',
    severity: 'warn',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) =>
      analysis.shots.flatMap(({ words, hits, path, name }) => {
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
    meaning: 'No visual style is given.',
    severity: 'warn',
    source: 'docs/storyboard.md, Style and words',
    find: (analysis) => {
      if (analysis.mode === 'shots' && analysis.input.style) return [];
      if (['edit', 'extend', 'bridge', 'first_last_frames'].includes(analysis.task)) return [];
      const words = analysis.mode === 'text' ? analysis.hits : analysis.shots.flatMap(({ hits }) => hits);
      if (words.some(({ tag }) => tag === 'style' || tag === 'light')) return [];
      if (analysis.bound.some(({ role }) => role?.id === 'style')) return [];
      if (analysis.mode === 'text' && analysis.bound.length > 0) return [];
      const path = analysis.mode === 'text' ? 'prompt' : 'style';
      const severity = analysis.mode === 'text' ? 'info' : 'warn';
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
function clashes(analysis: Analysis, tag: string, pairs: readonly (readonly [string, string])[]): RuleDiagnostic[] {
  const all = hitsOf(analysis, tag);
  return pairs.flatMap(([one, other]) => {
    const a = all.find(({ id }) => id === one);
    const b = all.find(({ id }) => id === other);
    if (!a || !b) return [];
    const perShot = tag === 'optical' || one === 'handheld';
    if (perShot && analysis.hasExplicitShots && !analysis.shots.some(({ hits }) => hasBoth(hits, one, other)))
      return [];
    return [
      {
        path: wholePath(analysis),
        message: `"${a.word}" and "${b.word}" exclude each other.`,
        fix: `Keep "${a.word}".`,
      },
    ];
  });
}

function hasBoth(hits: readonly Hit[], one: string, other: string): boolean {
  return hits.some(({ id }) => id === one) && hits.some(({ id }) => id === other);
}
