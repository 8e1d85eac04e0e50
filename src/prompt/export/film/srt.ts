import type { FilmLine } from './film.ts';

/** What is read at a glance: 42 Latin letters in a row, and half as many Chinese ones, which are twice as wide. */
const widestRow = 42;
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/;

/** SubRip subtitles of what is spoken; empty when nothing is. Voices from off the screen stand in italics. */
export function renderSrt(lines: readonly FilmLine[]): string {
  const spoken = lines.filter(({ text }) => text.trim() !== '').sort((a, b) => a.start - b.start);
  return spoken
    .map(({ start, end, text, isOffScreen }, n) => {
      const rows = breakRows(text.replaceAll('-->', '→')).join('\n');
      return `${n + 1}\n${stamp(start)} --> ${stamp(end)}\n${isOffScreen ? `<i>${rows}</i>` : rows}\n`;
    })
    .join('\n');
}

/** `00:01:02,345`. */
function stamp(seconds: number): string {
  const ms = Math.round(Math.max(0, seconds) * 1000);
  const parts = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')},${String(ms % 1000).padStart(3, '0')}`;
}

/** Breaks between words, which Chinese does not mark with blanks. */
function breakRows(text: string): string[] {
  const rows = [''];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text.replace(/\s+/g, ' '))) {
    const row = rows.at(-1) ?? '';
    const isMark = /^\p{P}+$/u.test(segment); // stays with its word
    if (isMark || widthOf(row + segment.trimEnd()) <= widestRow) rows[rows.length - 1] = row + segment;
    else rows.push(segment);
  }
  return rows.map((row) => row.trim()).filter((row) => row !== '');
}

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0);
}
