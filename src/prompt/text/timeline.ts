import { foldWidth } from './mentions.ts';
import { findSections } from './sections.ts';
import { findTimeMarks, type TimeMark } from './times.ts';

/** One shot of a text. Seconds, normalised: `start` is the end of the shot before where the text counts inclusively (`0-3, 4-8`). */
export type Segment = {
  start: number;
  end: number;
  /** As the text has it. */
  raw: [number, number];
  /** Offsets of the words of this shot, without the mark. */
  bodyStart: number;
  bodyEnd: number;
  mark?: TimeMark;
};

export type Timeline = {
  segments: Segment[];
  /** What the segments were read from. */
  from: 'timecodes' | 'durations' | 'none';
  /** The text counts 0-3, 4-8: made contiguous. */
  inclusive: boolean;
  /** A header around inner shots: `0-15s:`. */
  summary?: [number, number];
  /** The numbering begins again: how many more storyboards follow in the same text. */
  restarts: number;
  /** `Shot 1`, `镜头2`: offsets and numbers, whether timed or not. */
  labels: ShotLabel[];
  /** A length the text states in words: `15秒`, `a 10-second clip`. */
  declaredSeconds?: number;
};

export type ShotLabel = { number: number; start: number; end: number; seconds?: number };

/** Reads the timeline of a prompt in any notation. Time is linear in the length of the text. */
export function readTimeline(text: string): Timeline {
  const labels = findShotLabels(text);
  const declaredSeconds = findDeclaredSeconds(text);
  const shared = { labels, declaredSeconds };
  const { marks, restarts, summary } = chooseMarks(findTimeMarks(text), audioRanges(text));
  if (marks.length > 0) {
    const inclusive = countsInclusively(marks);
    const ends = bodyEnds(text, marks);
    const segments = marks.map((mark, i): Segment => {
      const before = marks[i - 1];
      const joined =
        (inclusive && (before ? mark.from === before.to + 1 : mark.from === 1)) || isHairline(before, mark);
      const start = joined ? (before?.to ?? 0) : mark.from;
      return {
        start,
        end: mark.to,
        raw: [mark.from, mark.to],
        bodyStart: mark.end,
        bodyEnd: ends[i] ?? text.length,
        mark,
      };
    });
    return { ...shared, segments, from: 'timecodes', inclusive, restarts, summary };
  }
  const segments = timedByLabels(text, labels);
  return { ...shared, segments, from: segments.length > 0 ? 'durations' : 'none', inclusive: false, restarts: 0 };
}

type Chosen = { marks: TimeMark[]; restarts: number; summary?: [number, number] };

/** Of all ranges, those that are the timeline: doubtful ones only where they continue it, headers and later storyboards set aside. */
function chooseMarks(found: TimeMark[], audio: readonly (readonly [number, number])[]): Chosen {
  const candidates = outside(found, audio);
  const marks: TimeMark[] = [];
  let restarts = 0;
  let summary: [number, number] | undefined;
  for (const [i, mark] of candidates.entries()) {
    const last = marks.at(-1);
    if (isAside(last, mark, candidates[i + 1])) continue;
    if (mark.certainty === 'maybe' && !continues(last, mark, candidates[i + 1])) continue;
    if (last && mark.from === last.from && mark.to < last.to) {
      marks.pop();
      summary ??= [last.from, last.to];
    } else if (last && marks.length > 1 && mark.from === marks[0]?.from) {
      restarts += 1;
      break;
    } else if (last && isSummaryAfter(marks, mark)) {
      summary ??= [mark.from, mark.to];
      continue;
    }
    marks.push(mark);
  }
  const [only] = marks;
  return only && marks.length === 1 && only.from > 0 ? { marks: [], restarts } : { marks, restarts, summary };
}

function outside(marks: readonly TimeMark[], ranges: readonly (readonly [number, number])[]): TimeMark[] {
  let i = 0;
  return marks.filter(({ start }) => {
    while (i < ranges.length && (ranges[i]?.[1] ?? 0) <= start) i += 1;
    return start < (ranges[i]?.[0] ?? Number.POSITIVE_INFINITY);
  });
}

/** `最后2-3秒：渐暗`, `at 3-5s: add sparks`: speaks of a part of what is told, or stands between two shots that join without it. */
function isAside(last: TimeMark | undefined, mark: TimeMark, next: TimeMark | undefined): boolean {
  if (!last || joins(last, mark)) return false;
  if (next && joins(last, next) && !joins(mark, next)) return true;
  return mark.from > 0 && mark.from !== last.from && mark.to <= last.to;
}

function continues(last: TimeMark | undefined, mark: TimeMark, next: TimeMark | undefined): boolean {
  if (last) return joins(last, mark);
  return mark.from === 0 && next !== undefined && joins(mark, next);
}

function joins(before: TimeMark, after: TimeMark): boolean {
  return after.from === before.to || (after.from === before.to + 1 && isWhole(before) && isWhole(after));
}

/** `0-15s` once more after the shots, as a sum. */
function isSummaryAfter(marks: readonly TimeMark[], mark: TimeMark): boolean {
  return marks.length > 1 && mark.from === marks[0]?.from && mark.to === marks.at(-1)?.to;
}

function isWhole({ from, to }: TimeMark): boolean {
  return Number.isInteger(from) && Number.isInteger(to);
}

/** Whether most of the joints are one whole second wide: then it is a way of counting, not a row of gaps. */
function countsInclusively(marks: readonly TimeMark[]): boolean {
  const joints = marks.slice(1).map((mark, i) => {
    const before = marks[i];
    return before && isWhole(before) && isWhole(mark) ? mark.from - before.to : Number.NaN;
  });
  const wide = joints.filter((gap) => gap === 1).length;
  return wide > 0 && wide >= joints.filter((gap) => gap === 0).length;
}

/** `0-2.9s, 3.0-5.9s`: counting in tenths leaves out the tenth between. */
function isHairline(before: TimeMark | undefined, { from }: TimeMark): boolean {
  return before !== undefined && from > before.to && from - before.to < 0.11;
}

/** Times inside a sound block (`【声音】0-3秒：钢琴`) are cues of that block, not shots. */
function audioRanges(text: string): [number, number][] {
  return findSections(text)
    .filter(({ name }) => name === 'audio' || name === 'references' || name === 'constraints')
    .map(({ bodyStart, end }) => [bodyStart, lineBlockEnd(text, bodyStart, end)]);
}

/** A block that does not carry its times in its own first line ends there: shots may follow it. */
function lineBlockEnd(text: string, from: number, end: number): number {
  const newline = text.indexOf('\n', from);
  const firstLine = text.slice(from, newline === -1 ? end : newline).trim();
  return firstLine === '' || newline === -1 ? end : Math.min(end, newline);
}

function bodyEnds(text: string, marks: readonly TimeMark[]): number[] {
  const titles = findSections(text).filter(({ name }) => name !== 'dialogue');
  let title = 0;
  return marks.map((mark, i) => {
    const next = marks[i + 1]?.start ?? text.length;
    while (title < titles.length && (titles[title]?.start ?? 0) < mark.end) title += 1;
    return Math.min(next, titles[title]?.start ?? text.length);
  });
}

const label =
  /(?<![\w/])(?:shot|scene|panel|beat|镜头|分镜|场景|镜)[ \t#]{0,2}(\d{1,2}|[一二三四五六七八九十]{1,2})(?!\w|[-–—~]\d)/gi;
const lineHead = /(?:^|\n)[\s\-*•#>【[]{0,6}$/;
const stated = /(?<![\d.:\-–—~])(\d{1,2}(?:\.\d{1,2})?)[ \t]?(?:s(?:ec(?:ond)?s?)?(?![a-z])|秒)[ \t]?[)\]:】]/i;
const bareStated = /^[ \t]?[-–—:,|(（[]?[ \t]?(\d{1,2}(?:\.\d{1,2})?)[ \t]?(?:s(?:ec(?:ond)?s?)?(?![a-z])|秒)/i;

function findShotLabels(original: string): ShotLabel[] {
  const text = foldWidth(original);
  const labels: ShotLabel[] = [];
  for (const match of text.matchAll(label)) {
    const end = match.index + match[0].length;
    const opensLine = lineHead.test(text.slice(Math.max(0, match.index - 8), match.index)) || match.index < 8;
    const head = text.slice(end, end + 90).split('\n', 1)[0] ?? '';
    const opensClause = /^[ \t]?[:(（[、】]/.test(head);
    const isSpelledOut = !/\d/.test(match[0]);
    if (!opensClause && (!opensLine || isSpelledOut)) continue;
    const seconds = stated.exec(head.slice(0, head.indexOf(':') + 1 || head.length))?.[1] ?? bareStated.exec(head)?.[1];
    labels.push({
      number: toNumber(match[1] ?? ''),
      start: match.index,
      end,
      seconds: seconds === undefined ? undefined : Number(seconds),
    });
  }
  return labels;
}

function toNumber(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  const digits = '一二三四五六七八九';
  const ones = digits.indexOf(written.at(-1) ?? '') + 1;
  if (!written.includes('十')) return ones;
  return (written.startsWith('十') ? 10 : (digits.indexOf(written[0] ?? '') + 1) * 10) + ones;
}

/** `Shot 1 (3s)`, `Shot 2 (4s)`: places follow from lengths, when every shot states one. */
function timedByLabels(text: string, labels: readonly ShotLabel[]): Segment[] {
  if (labels.length === 0 || labels.some(({ seconds }) => seconds === undefined || seconds <= 0)) return [];
  let at = 0;
  return labels.map(({ end, seconds = 0 }, i) => {
    const start = at;
    at = Math.round((at + seconds) * 1000) / 1000;
    return { start, end: at, raw: [start, at], bodyStart: end, bodyEnd: labels[i + 1]?.start ?? text.length };
  });
}

const declared =
  /(?<![\d.:\-–—~〜至到]|to |(?:at|after|delay) )(\d{1,2})(?:[ -]?second(?![a-z])|[ \t]?s(?:ec(?:ond)?s?)?(?![a-z])|[ \t]?秒(?!钟?(?:后|内|时|左右|一|的间隔)))(?![ \t]{0,2}(?:[-–—~〜至到]|to(?![a-z])))/gi;

/** The first length that is stated before the shots, or after a word for it (时长, duration). */
function findDeclaredSeconds(original: string): number | undefined {
  const text = foldWidth(original.slice(0, 20_000));
  const firstMark = findTimeMarks(text)[0]?.start ?? text.length;
  for (const match of text.matchAll(declared)) {
    const value = Number(match[1]);
    const before = text.slice(Math.max(0, match.index - 32), match.index);
    const named = /(?:duration|length|total|时长|总长|长度|全长)[^\n\d]{0,16}$/i.test(before);
    if (value >= 2 && (named || (match.index < firstMark && match.index < 240 && value >= 4))) return value;
  }
  return undefined;
}
