import { findSpeech } from '../dialogue.ts';
import { foldWidth } from '../fold-width.ts';
import { findSections, type Section } from '../sections.ts';
import { chainLoose, chainOrdinals, openMark } from './chains.ts';
import { findCues } from './cues.ts';
import { findFieldRanges } from './field-ranges.ts';
import { headLengths, lengthsBefore, piecesAlike, piecesBefore, piecesOfLabels } from './label-lengths.ts';
import { findShotLabels, pastLabels, type ShotLabel } from './labels.ts';
import { hasOrdinals, readLength } from './lengths.ts';
import { readRange, type TimeMark } from './marks.ts';
import { findPieces } from './pieces.ts';
import { findRepeated } from './repeated.ts';
import { chooseRun, type Run } from './run.ts';
import { type Numbers, scanNumbers } from './scan.ts';
import { type Segment, segmentsOfCues, segmentsOfPieces, segmentsOfRun } from './segments.ts';
import { cueRanges } from './sound-cues.ts';
import { findTable } from './tables.ts';
import { findTotals, type Total, withinTotal } from './total.ts';

export type { ShotLabel } from './labels.ts';
export type { Segment } from './segments.ts';
export type { Total } from './total.ts';

/** What a text says of time, resolved once. */
export type Timeline = {
  segments: Segment[];
  /** Which evidence the segments were read from. */
  from: 'ranges' | 'lengths' | 'cues' | 'none';
  /** The last shot has no end of its own: how long it lasts is assumed. */
  isOpenEnded: boolean;
  /** The text counts 0-3, 4-8: made contiguous. */
  inclusive: boolean;
  /** A header around inner shots: `0-15s:`. */
  summary?: [number, number];
  /** The numbering begins again: how many more storyboards follow in the same text. */
  restarts: number;
  /** `Shot 1`, `镜头2`, whether timed or not. */
  labels: ShotLabel[];
  /** The lengths stated for the whole, the strongest first. */
  totals: Total[];
  /** Lengths in seconds that the text speaks of, where neither shots nor a whole were read from them. */
  untaken: number[];
};

/** Of a storyboard whose shots have their places as numbers. */
export const noTimeline: Timeline = {
  ...{ segments: [], from: 'none', labels: [], totals: [], untaken: [] },
  ...{ isOpenEnded: false, inclusive: false, restarts: 0 },
};

/** Reads what a text says of time, in any notation. `duration`: what the caller asks for. Time is linear in the length of the text. */
export function readTimeline(original: string, duration?: number): Timeline {
  const text = foldTimes(original);
  const evidence = collect(text);
  const stated = totalsOf(text, evidence);
  const [total = duration] = stated.map(({ seconds }) => seconds);
  const shots = shotsOf(text, evidence, total);
  const { labels } = evidence;
  if (shots.segments.length > 0) return { ...noTimeline, labels, totals: stated, ...shots };
  const repeated = findRepeated(text);
  const pieces = piecesAlike(text, labels, repeated);
  const alike = pieces.length > 0 ? ({ segments: segmentsOfPieces(pieces), from: 'lengths' } as const) : shots;
  const totals = stated.length === 0 ? repeated : stated;
  const untaken = totals.length + alike.segments.length === 0 ? secondsOf(evidence) : [];
  return { ...noTimeline, labels, totals, untaken, ...alike };
}

/** `90s` and `in her 30s` are no lengths. */
function secondsOf({ lengths }: Evidence): number[] {
  return lengths.flatMap(({ seconds, numbers, isPoint, isClock }) =>
    numbers.hasUnit && !isPoint && !isClock && !(numbers.isGlued && seconds >= 20) ? [seconds] : [],
  );
}

type Evidence = ReturnType<typeof collect>;

/** Every number that may speak of time, and what it looks like. */
function collect(text: string) {
  const labels = findShotLabels(text);
  const found = withoutSpeech(text, scanNumbers(text, pastLabels(labels)));
  const table = findTable(text);
  const named = [...findFieldRanges(text), ...table.ranges];
  const ranges = findRanges(text, found, named);
  const mayBeOrdinal = found.some(({ second }) => second === undefined) && hasOrdinals(text);
  const lengths = found.flatMap((numbers) =>
    numbers.second === undefined ? [readLength(text, numbers, mayBeOrdinal)] : [],
  );
  const before = lengthsBefore(text, labels, lengths);
  const heads = before.length > 0 ? [] : headLengths(text, labels, lengths);
  const inHeads = new Set(heads);
  const free = lengths.filter((length) => !inHeads.has(length));
  const unlabelled = [table.pieces, ...findPieces(text, free, labels)].map((one) => withinTotal(text, lengths, one));
  const pieces = [piecesBefore(text, labels, before), ...unlabelled];
  const cues = findCues(text, lengths, labels, ranges);
  return { labels, found, named, ranges, lengths, heads, pieces, cues };
}

/** `“等我5分钟。”`: what somebody says. */
function withoutSpeech(text: string, found: readonly Numbers[]): readonly Numbers[] {
  const speech = found.length > 0 && /["“「『]/.test(text) ? findSpeech(text) : [];
  if (speech.length === 0) return found;
  let i = 0;
  return found.filter(({ at }) => {
    while (i < speech.length && (speech[i]?.[1] ?? 0) <= at) i += 1;
    return at < (speech[i]?.[0] ?? text.length);
  });
}

/** The lengths that are said of the whole: none of those that are said of a shot. */
function totalsOf(text: string, { labels, found, ranges, lengths, heads, pieces, cues }: Evidence): Total[] {
  const ordinal = lengths.filter((length) => length.ordinal !== undefined);
  const isExtension = ordinal.length === 1 && ordinal[0]?.ordinal === 'next';
  const parts = new Set(
    [...heads, ...(isExtension ? [] : ordinal), ...pieces.flat(), ...cues.points].map(({ at }) => at),
  );
  return findTotals(text, {
    found: found.filter(({ at }) => !parts.has(at)),
    isSole: found.length === 1,
    firstShot: Math.min(
      ranges.find(({ certainty, from }) => certainty === 'sure' && from <= 1)?.start ?? text.length,
      labels[0]?.start ?? text.length,
    ),
    hasShots: ranges.length > 1 || labels.length > 0 || lengths.some(({ numbers }) => numbers.hasUnit),
    lastShot: Math.max(ranges.at(-1)?.end ?? 0, labels.at(-1)?.end ?? 0),
  });
}

type Shots = Pick<Timeline, 'segments' | 'from'> & Partial<Timeline>;

/** The strongest evidence of shots: ranges, then lengths of labelled shots, points in time, lengths without labels. */
function shotsOf(text: string, evidence: Evidence, total: number | undefined): Shots {
  const { labels, found, named, ranges, lengths, heads, pieces, cues } = evidence;
  const sections = findSections(text);
  const spans = cueRanges(text, sections, ranges, labels);
  const candidates = withoutCues(ranges, spans);
  const run = chooseRun(candidates, total);
  const isWhole = run.marks.length > 1 && run.marks[0]?.from === 0;
  const chain = isWhole ? [] : chainOrdinals(candidates, lengths, total);
  const unlabelled = pieces.find((one) => one.length > 0) ?? [];
  if (chain.length > 0 && chain.length >= unlabelled.length) {
    return { ...segmentsOfRun(text, chain, sections), from: 'lengths' };
  }
  if (run.marks.at(-1)?.to !== total || run.marks.length < 2) {
    const loose = chainLoose(withoutCues(findRanges(text, found, named, true), spans), total);
    if (loose.length > run.marks.length) {
      return { ...segmentsOfRun(text, loose, sections), from: 'ranges' };
    }
  }
  if (run.marks.length > 0) return ofRun(text, run, sections, total);
  const labelled = piecesOfLabels(text, labels, heads);
  if (labelled.length > 0) return { segments: segmentsOfPieces(labelled), from: 'lengths' };
  if (cues.points.length > 0) return { ...segmentsOfCues(text, cues, total), from: 'cues' };
  return { segments: segmentsOfPieces(unlabelled), from: unlabelled.length > 0 ? 'lengths' : 'none' };
}

function ofRun(text: string, run: Run, sections: readonly Section[], total: number | undefined): Shots {
  const { marks, restarts, summary } = run;
  const open = marks.at(-1)?.to === total ? undefined : openMark(text, marks, total);
  return {
    ...segmentsOfRun(text, open ? [...marks, open] : marks, sections),
    isOpenEnded: open !== undefined && open.to !== total,
    restarts,
    ...(summary && { summary }),
    from: 'ranges',
  };
}

/** `named`: ranges that the names of fields or columns make sure. */
function findRanges(text: string, found: readonly Numbers[], named: readonly TimeMark[], isLoose = false): TimeMark[] {
  const ranges = found.flatMap((numbers) =>
    numbers.second === undefined ? [] : (readRange(text, numbers, isLoose) ?? []),
  );
  return named.length === 0 ? ranges : [...ranges, ...named].sort((a, b) => a.start - b.start);
}

const wideClock = /(?<![\d０-９\p{Script=Han}])([\d０-９]{2})：(?=[\d０-９]{2}(?![\d０-９]))/gu;

/** A Chinese colon ends a label (`镜头1：0-3秒`) except inside a clock time (`００：０４`); a Chinese comma is no decimal one (`音频1，15秒`). */
function foldTimes(original: string): string {
  return original
    .replace(wideClock, '$1:')
    .split(/([：，])/)
    .map((part, i) => (i % 2 === 1 ? part : foldWidth(part)))
    .join('');
}

function withoutCues(marks: readonly TimeMark[], ranges: readonly (readonly [number, number])[]): TimeMark[] {
  let i = 0;
  return marks.filter(({ start }) => {
    while (i < ranges.length && (ranges[i]?.[1] ?? 0) <= start) i += 1;
    return start < (ranges[i]?.[0] ?? Number.POSITIVE_INFINITY);
  });
}
