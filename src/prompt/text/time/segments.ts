import type { Section } from '../sections.ts';
import type { Cues } from './cues.ts';
import type { TimeMark } from './marks.ts';
import { tidy } from './notation.ts';
import type { Piece } from './piece.ts';
import { isHairline, isInclusive } from './run.ts';

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

/** The shots of a run of ranges. `inclusive`: the text counts 0-3, 4-8. */
export function segmentsOfRun(
  text: string,
  marks: readonly TimeMark[],
  sections: readonly Section[],
): { segments: Segment[]; inclusive: boolean } {
  const ends = bodyEnds(text, marks, sections);
  let inclusive = false;
  const segments = marks.map((mark, i): Segment => {
    const before = marks[i - 1];
    const isCounted = before ? isInclusive(before, mark) : mark.from === 1 && Number.isInteger(mark.to);
    inclusive ||= isCounted;
    const start = isCounted || (before && isHairline(before, mark)) ? (before?.to ?? 0) : mark.from;
    const bodyEnd = ends[i] ?? text.length;
    return { start, end: mark.to, raw: [mark.from, mark.to], bodyStart: mark.end, bodyEnd, mark };
  });
  return { segments, inclusive };
}

/** Shots one after another, each as long as it is said to be. */
export function segmentsOfPieces(pieces: readonly Piece[]): Segment[] {
  let at = 0;
  return pieces.map(({ seconds, bodyStart, bodyEnd }) => {
    const start = at;
    at = tidy(at + seconds);
    return { start, end: at, raw: [start, at], bodyStart, bodyEnd };
  });
}

/** Each shot runs to the next point; the last to the stated end, else as long as the longest before it: then the end is open. */
export function segmentsOfCues(
  text: string,
  { points, end: saidEnd }: Cues,
  total = saidEnd,
): { segments: Segment[]; isOpenEnded: boolean } {
  const last = points.at(-1)?.seconds ?? 0;
  const longest = Math.max(...points.slice(1).map(({ seconds }, i) => seconds - (points[i]?.seconds ?? 0)));
  const isOpenEnded = total === undefined || total <= last;
  const end = isOpenEnded ? last + longest : total;
  const segments = points.map((cue, i): Segment => {
    const next = points[i + 1];
    const to = next?.seconds ?? end;
    const bodyEnd = next?.start ?? text.length;
    return { start: cue.seconds, end: to, raw: [cue.seconds, to], bodyStart: cue.end, bodyEnd };
  });
  return { segments, isOpenEnded };
}

/** The words of a shot end at the next shot or at the next titled block. */
function bodyEnds(text: string, marks: readonly TimeMark[], sections: readonly Section[]): number[] {
  const titles = sections.filter(({ name }) => name !== 'dialogue');
  let title = 0;
  return marks.map((mark, i) => {
    const next = marks[i + 1]?.start ?? text.length;
    while (title < titles.length && (titles[title]?.start ?? 0) < mark.end) title += 1;
    return Math.min(next, titles[title]?.start ?? text.length);
  });
}
