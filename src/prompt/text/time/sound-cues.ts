import type { Section } from '../sections.ts';
import type { ShotLabel } from './labels.ts';
import type { TimeMark } from './marks.ts';

type Span = [number, number];

/** Times inside a sound block (`【声音】0-3秒：钢琴`) are cues of that block, not shots. The block ends where the next shot begins. */
export function cueRanges(
  text: string,
  sections: readonly Section[],
  marks: readonly TimeMark[],
  labels: readonly ShotLabel[],
): Span[] {
  const blocks = sections.filter(({ name }) => name === 'audio' || name === 'references' || name === 'constraints');
  let mark = 0;
  let label = 0;
  return blocks.map(({ bodyStart, end }): Span => {
    const line = lineEnd(text, bodyStart, end);
    if (text.slice(bodyStart, line).trim() !== '') return [bodyStart, line];
    while (mark < marks.length && (marks[mark]?.start ?? 0) < bodyStart) mark += 1;
    while (label < labels.length && (labels[label]?.start ?? 0) < bodyStart) label += 1;
    const first = marks[mark];
    const nextShot = Math.min(labels[label]?.start ?? text.length, first?.start ?? text.length);
    const goesOn = first !== undefined && first.from === marks[mark - 1]?.to;
    const isNear = first !== undefined && nextShot === first.start && first.start - line < 8;
    const opensBlock = isNear && /^\n?[^\n]*$/.test(text.slice(line, first.start));
    return [bodyStart, opensBlock && !goesOn ? paragraphEnd(text, first.start, end) : Math.min(end, nextShot)];
  });
}

function lineEnd(text: string, from: number, end: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? end : Math.min(end, newline);
}

function paragraphEnd(text: string, from: number, end: number): number {
  const blank = text.slice(from, end).indexOf('\n\n');
  return blank === -1 ? end : from + blank;
}
