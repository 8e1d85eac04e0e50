import { anyOf, moments, wordStart } from '../word-patterns.ts';
import { isClock } from './notation.ts';
import { isTimeOfDay, leftOf, lineBefore, rightOf, startsClause, startsLine } from './place.ts';
import type { Numbers } from './scan.ts';

/** A time range as it stands in a text. Seconds. */
export type TimeMark = {
  from: number;
  to: number;
  /** Offsets of the whole mark, with its brackets and its colon. */
  start: number;
  end: number;
  /** Offsets of the first time alone, so that it can be rewritten, and how it is written: `4`, `00:04`, `1.50`. */
  fromSpan: [number, number];
  written: string;
  /** `sure`: stands where a shot begins. `maybe`: may be prose, counts only where it continues a timeline. */
  certainty: 'sure' | 'maybe';
  /** Nothing says that it counts seconds: it is a time only as a part of a run that fits. */
  isBare: boolean;
};

/** Anything later than this is a clock time or a year, not a place in a clip. */
const latestSecond = 180;

/** A range of numbers as a time, if it can be one. `isLoose`: without a unit and in the middle of a sentence too. */
export function readRange(text: string, found: Numbers, isLoose = false): TimeMark | undefined {
  const { at, end, first, second = '', from, to = 0, hasUnit, hasJoinWord } = found;
  const isClockTime = isClock(first);
  if (isClockTime !== isClock(second) || !(from < to) || to > latestSecond) return undefined;
  if (isClockTime && isTimeOfDay(text, at, end)) return undefined;
  const left = leftOf(text, at);
  const right = rightOf(text, end, left.bracket);
  if (hasJoinWord && !/\bbetween /i.test(text.slice(left.start, at))) return undefined;
  const atLineStart = startsLine(text, left.start);
  const opensShot =
    right.colon || (left.bracket !== '' && right.closed && (left.bracket !== '(' || atLineStart)) || atLineStart;
  const isTime = isClockTime || hasUnit || left.hasUnit;
  if (!isTime && countsOther.test(text.slice(end, end + 2))) return undefined;
  if (!isTime && !isLoose && !opensBare(text, left.start, left.bracket, atLineStart, right)) return undefined;
  return {
    from,
    to,
    start: left.start,
    end: right.end,
    fromSpan: [at, at + first.length],
    written: first,
    certainty: opensShot && !isPart(text, left.start, right.end, right.colon) ? 'sure' : 'maybe',
    isBare: !isTime,
  };
}

const countsOther = /^ ?[%％°℃x×]/;

/** `Panels 1-3:` and `0-20%:` count something else: a range without a unit begins a line, a clause or a bracket, and ends in a colon. */
function opensBare(
  text: string,
  start: number,
  bracket: string,
  atLineStart: boolean,
  { colon, closed }: { colon: boolean; closed: boolean },
): boolean {
  if (!colon && !closed) return false;
  return atLineStart || startsClause(text, start) || (closed && bracket !== '(' && bracket !== '"');
}

const partBefore = new RegExp(
  `(?:${wordStart}(?:${anyOf('partBefore')}|duration|about|around)|约|大约|时长|控制在)[^\\n\\d]{0,10}$`,
  'i',
);
const partAfter = new RegExp(
  `^[ -]?(?:${anyOf('partAfter', ...moments)}|(?:long|durations?|clips?|videos?|ads?)(?![a-z])|的|左右|以内|一个|一次|不等|短片|视频|广告)`,
  'i',
);

/** `0.2-0.4 s delay`, `each shot 0.6–1.2 s`, `每镜头2-3秒`: lengths, not places in time. */
function isPart(text: string, start: number, end: number, colon: boolean): boolean {
  if (!colon && partAfter.test(text.slice(end, end + 14))) return true;
  return partBefore.test(lineBefore(text, start, 24));
}
