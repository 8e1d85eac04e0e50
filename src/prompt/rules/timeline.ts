import { type Analysis, type AnalyzedShot, secondsOf } from '../analysis.ts';
import { formatSeconds } from '../text/time/notation.ts';
import type { Rule, RuleDiagnostic } from './rule.ts';

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
          message: `${first.name} starts at ${formatSeconds(first.start)} s; nothing is told before it.`,
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
    id: 'time-sum',
    meaning: 'The shots and the duration do not end together.',
    severity: 'error',
    source: 'docs/storyboard.md, Shots and seconds',
    find: wrongSum,
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
    id: 'time-range',
    meaning: 'The duration is not a whole number that the model takes.',
    severity: 'error',
    source: 'docs/wire.md, Seedance 2.0 limits',
    find: ({ duration, mode, input, limits }) => {
      if (duration === undefined || !limits.duration) return [];
      const { least, most } = limits.duration;
      if (Number.isInteger(duration) && duration >= least && duration <= most) return [];
      const near = Math.min(most, Math.max(least, Math.ceil(duration)));
      const path = input.duration === undefined && mode === 'shots' ? 'shots' : 'duration';
      const split = duration > most ? ' Or split it into two clips, the second with task extend.' : '';
      return [
        {
          path,
          message: `${formatSeconds(duration)} s: a clip lasts a whole number of seconds from ${least} to ${most}.`,
          fix: `Make it ${near} s.${split}`,
        },
      ];
    },
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

function span(start: number, end: number | undefined): string {
  return `${formatSeconds(start)}-${formatSeconds(end ?? start)}s`;
}

/** The last end against the duration asked for, or against the length the text states, which may be that of something shorter. */
function wrongSum({ shots, input, timeline, mode }: Analysis): RuleDiagnostic[] {
  const last = shots.at(-1);
  if (last?.end === undefined) return [];
  const stated = mode === 'text' ? timeline.totals[0]?.seconds : undefined;
  const wanted = input.duration ?? stated;
  if (wanted === undefined || Math.abs(last.end - wanted) < 0.001) return [];
  const whose = input.duration === undefined ? 'the text says' : 'duration is';
  const path = input.duration === undefined ? last.path : 'duration';
  const fix = `End it at ${formatSeconds(wanted)}: ${span(last.start ?? 0, wanted)}. Or make the duration ${formatSeconds(last.end)} s.`;
  const severity = input.duration === undefined && wanted < last.end ? 'warn' : 'error';
  return [
    {
      path,
      severity,
      message: `The shots end at ${formatSeconds(last.end)} s, but ${whose} ${formatSeconds(wanted)} s.`,
      fix,
    },
  ];
}
