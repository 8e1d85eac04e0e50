import { type Analysis, type AnalyzedShot, secondsOf } from '../analysis.ts';
import { formatSeconds } from '../text/times.ts';
import type { Rule, RuleDiagnostic } from './rule.ts';

export const timelineRules: readonly Rule[] = [
  {
    id: 'time-start',
    severity: 'error',
    source: 'S9',
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
    severity: 'error',
    source: 'STORYBOARD 6.2',
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
    severity: 'error',
    source: 'STORYBOARD 6.2',
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
  { id: 'time-sum', severity: 'error', source: 'S4, S7, S9', find: wrongSum },
  {
    id: 'time-both',
    severity: 'warn',
    source: 'contract',
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
    severity: 'error',
    source: 'S4, S10',
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
    severity: 'info',
    source: 'STORYBOARD 6.2',
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
  const stated = mode === 'text' ? timeline.declaredSeconds : undefined;
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
