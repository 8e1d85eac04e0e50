import { type AnalyzedShot, secondsOf } from '../analysis.ts';
import { formatSeconds } from '../text/time/notation.ts';
import { type Rule, span } from './rule.ts';

export const timelineRules: readonly Rule[] = [
  {
    id: 'time-start',
    meaning: 'The first shot does not start at 0.',
    severity: 'error',
    source: 'docs/storyboard.md, Shots and seconds',
    find: ({ shots: [first] }) => {
      if (!first?.start) return [];
      return [
        {
          path: first.path,
          message: `${first.name} starts at ${formatSeconds(first.start)} s; no shot is before it.`,
          fix: `Start it at 0: ${span(0, first.end)}.`,
        },
      ];
    },
  },
  {
    id: 'time-gap',
    meaning: 'There is time between two shots that belongs to neither.',
    severity: 'error',
    source: 'docs/storyboard.md, Shots and seconds',
    find: ({ shots }) =>
      joints(shots).flatMap(([before, after]) => {
        if (after.start <= before.end) return [];
        const hole = formatSeconds(after.start - before.end);
        return [
          {
            path: after.path,
            message: `${hole} s between ${before.name} and ${after.name} belong to no shot.`,
            fix: `Write ${span(before.end, after.end)}.`,
          },
        ];
      }),
  },
  {
    id: 'time-overlap',
    meaning: 'Two shots overlap, or a shot has no time.',
    severity: 'error',
    source: 'docs/storyboard.md, Shots and seconds',
    find: ({ shots }) => [
      ...joints(shots).flatMap(([before, after]) =>
        after.start < before.end
          ? [
              {
                path: after.path,
                message: `${after.name} begins before ${before.name} ends.`,
                fix: `Write ${span(before.end, Math.max(after.end, before.end + 1))}.`,
              },
            ]
          : [],
      ),
      ...shots.flatMap((shot) =>
        (secondsOf(shot) ?? 1) > 0
          ? []
          : [
              {
                path: shot.path,
                message: `${shot.name} has no time left.`,
                fix: 'Shorten another shot, or raise duration.',
              },
            ],
      ),
    ],
  },
  {
    id: 'time-both',
    meaning: 'A shot has seconds that contradict its start and end.',
    severity: 'warn',
    source: 'docs/storyboard.md, Shots and seconds',
    find: ({ input: { shots = [] } }) =>
      shots.flatMap(({ seconds, start, end }, i) => {
        if (
          seconds === undefined ||
          end === undefined ||
          start === undefined ||
          Math.abs(end - start - seconds) < 0.001
        )
          return [];
        return [
          {
            path: `shots[${i}].seconds`,
            message: `seconds ${seconds} contradicts ${span(start, end)}; start and end are taken.`,
            fix: `Leave seconds out, or write ${formatSeconds(end - start)}.`,
          },
        ];
      }),
  },
  {
    id: 'time-restart',
    meaning: 'The times begin again, as in a second storyboard.',
    severity: 'info',
    source: 'docs/storyboard.md, Times in published text',
    find: ({ timeline }) =>
      timeline.restarts > 0
        ? [
            {
              path: 'prompt',
              message: 'The times begin again: the text seems to hold more than one storyboard.',
              fix: 'Compose each on its own.',
            },
          ]
        : [],
  },
];

function joints(
  shots: readonly AnalyzedShot[],
): [{ end: number } & AnalyzedShot, { start: number; end: number } & AnalyzedShot][] {
  return shots.slice(1).flatMap((after, i) => {
    const before = shots[i];
    if (before?.end === undefined || after.start === undefined || after.end === undefined) return [];
    return [
      [
        { ...before, end: before.end },
        { ...after, start: after.start, end: after.end },
      ],
    ];
  });
}
