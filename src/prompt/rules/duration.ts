import type { Analysis } from '../analysis.ts';
import { formatSeconds } from '../text/time/notation.ts';
import { type Rule, type RuleDiagnostic, span } from './rule.ts';

export const durationRules: readonly Rule[] = [
  {
    id: 'time-sum',
    meaning: 'The shots and the duration do not end together.',
    severity: 'error',
    source: 'docs/storyboard.md, Shots and seconds',
    find: wrongSum,
  },
  {
    id: 'time-range',
    meaning: 'The duration is not a whole number that the model takes.',
    severity: 'error',
    source: 'docs/wire.md, Seedance 2.0 limits',
    find: outOfRange,
  },
  {
    id: 'duration-conflict',
    meaning: 'Lengths in the text disagree with each other, with duration or with the model.',
    severity: 'warn',
    source: 'docs/storyboard.md, Times in published text',
    find: (analysis) => [
      ...otherTotals(analysis),
      ...madeWhole(analysis),
      ...openEnd(analysis),
      ...longerEnd(analysis),
      ...untakenLengths(analysis),
    ],
  },
];

/** The last end against the duration asked for, or against the length that the text states. */
function wrongSum({ shots, input, timeline }: Analysis): RuleDiagnostic[] {
  const last = shots.at(-1);
  const [total] = timeline.totals;
  const wanted = input.duration ?? total?.seconds;
  if (last?.end === undefined || last.start === undefined || wanted === undefined || wanted < 0) return [];
  if (Math.abs(last.end - wanted) < 0.001) return [];
  const [end, length] = [formatSeconds(last.end), formatSeconds(wanted)];
  const isStated = input.duration === undefined;
  const isSure = !isStated || total?.evidence === 'named' || total?.evidence === 'extension';
  const ending =
    wanted > last.start
      ? `End the last shot at ${length}: ${span(last.start, wanted)}. Or`
      : `Shorten the shots to ${length} s, or`;
  return [
    {
      path: isStated ? last.path : 'duration',
      severity: isSure ? 'error' : 'warn',
      message: `The shots end at ${end} s, but ${isStated ? 'the text says' : 'duration is'} ${length} s.${isSure ? '' : ` ${end} s is submitted.`}`,
      fix: `${ending} ${isStated ? 'write' : 'set duration'} ${end}${isStated ? ' s as the length' : ''}.`,
    },
  ];
}

/** What is longer than the longest clip of the model is no single clip. */
function outOfRange({ duration, decided, mode, limits }: Analysis): RuleDiagnostic[] {
  if (duration === undefined || !limits.duration) return [];
  const { least, most, automatic } = limits.duration;
  if (Number.isInteger(duration) && duration >= least && duration <= most) return [];
  if (automatic && duration === -1) return [];
  const near = Math.min(most, Math.max(least, Math.ceil(duration)));
  const path = decided.from === 'parameter' ? 'duration' : mode === 'shots' ? 'shots' : 'prompt';
  const split = duration > most ? ' Or divide it into shots with seconds: those become a film of several clips.' : '';
  const whose = decided.from === 'text' ? 'The text asks for ' : '';
  return [
    {
      path,
      message: `${whose}${formatSeconds(duration)} s: a clip lasts a whole number of seconds from ${least} to ${most}.`,
      fix: `Make it ${near} s.${split}`,
    },
  ];
}

/** Lengths that the text states and that are not submitted. */
function otherTotals({ timeline, decided, shots }: Analysis): RuleDiagnostic[] {
  const won = decided.wanted;
  const [first, ...others] = timeline.totals;
  const isSummed = decided.from === 'shots' || (decided.from === 'parameter' && shots.at(-1)?.end !== undefined);
  const told = isSummed ? others : first === undefined ? [] : [first, ...others];
  const lengths = [...new Set(told.map(({ seconds }) => seconds))].filter(
    (seconds) => seconds !== won && seconds !== first?.least,
  );
  if (won === undefined || lengths.length === 0) return [];
  const said = lengths.map((seconds) => `${formatSeconds(seconds)} s`).join(' and ');
  const by = {
    parameter: 'duration is',
    shots: 'the shots last',
    text: 'it also says',
    clip: 'the clip lasts',
    none: '',
  }[decided.from];
  return [
    {
      path: 'prompt',
      message: `The text says ${said}, but ${by} ${formatSeconds(won)} s; ${formatSeconds(won)} s is submitted.`,
      fix: `Write ${formatSeconds(won)} s in the text${decided.from === 'parameter' ? `, or set duration ${formatSeconds(lengths[0] ?? won)}` : ''}.`,
    },
  ];
}

/** A length of the text that is raised to the least of the model, or made whole. */
function madeWhole({ mode, decided: { seconds, wanted }, limits }: Analysis): RuleDiagnostic[] {
  if (mode !== 'text' || seconds === undefined || wanted === undefined || seconds <= wanted) return [];
  const { least = 0 } = limits.duration ?? {};
  const isShort = wanted < least;
  const why = isShort ? `the shortest clip of this model is ${least} s` : 'a clip lasts whole seconds';
  return [
    {
      path: 'prompt',
      severity: isShort ? 'warn' : 'info',
      message: `The text asks for ${formatSeconds(wanted)} s, but ${why}; ${seconds} s is submitted.`,
      fix: `Write ${seconds} s.`,
    },
  ];
}

/** The text says when the last shot begins and not when it ends. */
function openEnd({ timeline, shots, input }: Analysis): RuleDiagnostic[] {
  const last = shots.at(-1);
  if (!timeline.isOpenEnded || last?.end === undefined || input.duration !== undefined) return [];
  return [
    {
      path: 'prompt',
      message: `The last shot begins at ${formatSeconds(last.start ?? 0)} s and has no end; ${formatSeconds(last.end)} s in all is submitted.`,
      fix: `Set duration, or write "Total: ${formatSeconds(last.end)} seconds".`,
    },
  ];
}

/** `10-15 second ad`: the longer end is taken. */
function longerEnd({ timeline, decided }: Analysis): RuleDiagnostic[] {
  const [total] = timeline.totals;
  if (total?.least === undefined || decided.from !== 'text') return [];
  return [
    {
      path: 'prompt',
      severity: 'info',
      message: `The text says ${formatSeconds(total.least)} to ${formatSeconds(total.seconds)} s; the longer, ${formatSeconds(total.seconds)} s, is submitted.`,
      fix: `Set duration, or write one length.`,
    },
  ];
}

const mostShown = 6;

/** Lengths that might be the video's, where it lasts as long as the model makes it by itself. */
function untakenLengths({ timeline, decided, limits, task }: Analysis): RuleDiagnostic[] {
  const { untaken } = timeline;
  const together = untaken.reduce((sum, one) => sum + one, 0);
  if (decided.from !== 'none' || task === 'edit' || task === 'bridge') return [];
  if (!limits.duration || together <= limits.duration.default) return [];
  const shown = untaken
    .slice(0, mostShown)
    .map((one) => `${formatSeconds(one)} s`)
    .join(', ');
  const said = untaken.length > mostShown ? `${shown} and ${untaken.length - mostShown} more` : shown;
  return [
    {
      path: 'prompt',
      severity: 'info',
      message: `The text speaks of ${said}, and does not say how long the video is; ${limits.duration.default} s is submitted.`,
      fix:
        together > limits.duration.most
          ? 'Set duration.'
          : `If those are its shots, set duration ${Math.ceil(together)}.`,
    },
  ];
}
