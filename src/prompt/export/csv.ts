import { formatSeconds } from '../text/time/notation.ts';
import { type ShotList, sayLine } from './shot-list.ts';

const columns = [
  'shot',
  'start',
  'end',
  'seconds',
  'size',
  'angle',
  'move',
  'camera',
  'picture',
  'dialogue',
  'sound',
  'transition',
  'references',
];

/** The shot list as a table for any spreadsheet: RFC 4180, UTF-8 with a mark, so that Excel shows Chinese. */
export function renderCsv({ shots }: ShotList): string {
  const rows = shots.map(
    ({ number, start, end, size, angle, move, camera, picture, lines, sound, transition, references }) => [
      String(number),
      formatSeconds(start),
      formatSeconds(end),
      formatSeconds(end - start),
      size?.called ?? '',
      angle?.called ?? '',
      move?.called ?? '',
      camera,
      picture,
      lines.map(sayLine).join('\n'),
      sound,
      transition,
      references.map(({ tag }) => tag).join(' '),
    ],
  );
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A line that begins like a formula, full-width too, is told to be text: a spreadsheet must not run what a prompt says. */
function cell(words: string): string {
  const safe = words.replace(/(?<=^|[\r\n])(?=[^\S\r\n]*[\u200b-\u200f\ufeff]*[=+\-@＝＋－＠−]|\t)/g, "'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
