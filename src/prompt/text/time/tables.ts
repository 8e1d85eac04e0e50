import { anyOf, wordStart } from '../word-patterns.ts';
import type { TimeMark } from './marks.ts';
import { toNumber } from './notation.ts';
import { findsSumOf, type Piece } from './piece.ts';

type Cell = { at: number; words: string };
type Row = { start: number; end: number; cells: Cell[] };
export type Table = { pieces: Piece[]; ranges: TimeMark[] };

const unit = `(?:[ _]?[(（[]? ?(?:${anyOf('second')})\\.? ?[)）\\]]?)?`;
const lengthHead = new RegExp(`^(?:${anyOf('total')}|dur|secs?|seconds?|秒数?)${unit}$`, 'i');
const startHead = new RegExp(`^(?:tc )?(?:start|in|from|begin|开始|起|起始|入点)(?: ?time|时间)?${unit}$`, 'i');
const endHead = new RegExp(`^(?:tc )?(?:end|out|to|stop|结束|止|出点)(?: ?time|时间)?${unit}$`, 'i');
const time = new RegExp(`^(\\d{1,2}(?::\\d{2}){1,3}(?:[.,]\\d{1,3})?|\\d{1,3}(?:[.,]\\d{1,3})?)(?:${unit})$`, 'i');
const sum = new RegExp(`${wordStart}${anyOf('total')}|Σ`, 'i');
const rule = /^[\s|:-]*$/;

/** The first table whose head names the column of the lengths, or of starts and ends: its cells need no unit. Divided by `|`, tabs or commas. */
export function findTable(text: string): Table {
  const none = { pieces: [], ranges: [] };
  const rows = rowsOf(text);
  for (const [i, head] of rows.entries()) {
    const column = (pattern: RegExp) => head.cells.findIndex(({ words }) => pattern.test(words));
    const [length, start, end] = [column(lengthHead), column(startHead), column(endHead)];
    if (length === -1 && (start === -1 || end === -1)) continue;
    const body = rowsBelow(rows, i);
    if (body.length < 2) continue;
    const found = start !== -1 && end !== -1 ? rangesOf(body, start, end) : piecesOf(body, length);
    if (found) return { ...none, ...found };
  }
  return none;
}

function rowsOf(text: string): Row[] {
  let at = 0;
  return text.split('\n').map((line) => {
    const start = at;
    at += line.length + 1;
    const sign = ['|', '\t', ','].find((one) => line.includes(one));
    return { start, end: start + line.length, cells: sign && line.length < 2000 ? cellsOf(line, sign, start) : [] };
  });
}

function cellsOf(line: string, sign: string, start: number): Cell[] {
  let at = start;
  return line.split(sign).map((cell) => {
    const words = cell.replace(/[*"]/g, '').trim();
    const own = { at: at + Math.max(0, cell.search(/\S/)), words };
    at += cell.length + 1;
    return own;
  });
}

/** The rows of the same table: as many cells, but for commas in the last one. */
function rowsBelow(rows: readonly Row[], head: number): Row[] {
  const width = rows[head]?.cells.length ?? 0;
  const below = rows.slice(head + 1, head + 65);
  const isRow = ({ cells }: Row) => cells.length >= width;
  const last = below.findIndex((row) => !isRow(row));
  return (last === -1 ? below : below.slice(0, last)).filter(({ cells }) =>
    cells.some(({ words }) => !rule.test(words)),
  );
}

function piecesOf(rows: readonly Row[], column: number): Partial<Table> | undefined {
  const pieces = rows.flatMap((row): Piece[] => {
    const { at = row.start, words = '' } = row.cells[column] ?? {};
    const seconds = secondsOf(words);
    return seconds ? [{ seconds, at, bodyStart: at + words.length, bodyEnd: row.end }] : [];
  });
  const isSum = findsSumOf(pieces);
  const last = rows.at(-1);
  const isTotal = pieces.length > 2 && last !== undefined && pieces.slice(-1).some(isSum) && saysSum(last, column);
  const shots = isTotal ? pieces.slice(0, -1) : pieces;
  return shots.length > 1 && shots.length >= rows.length - 1 ? { pieces: shots } : undefined;
}

/** `| Total | 12s | |`: the row of the sum is called so, or says nothing else. */
function saysSum({ cells }: Row, column: number): boolean {
  const words = cells.map((cell, i) => (i === column ? '' : cell.words)).join(' ');
  return words.trim() === '' || sum.test(words);
}

function rangesOf(rows: readonly Row[], start: number, end: number): Partial<Table> | undefined {
  const ranges = rows.flatMap((row): TimeMark[] => {
    const [first, last] = [row.cells[start], row.cells[end]];
    const [from, to] = [secondsOf(first?.words), secondsOf(last?.words)];
    if (!first || !last || from === undefined || to === undefined || from >= to) return [];
    const written = time.exec(first.words)?.[1] ?? '';
    const fromSpan: [number, number] = [first.at, first.at + written.length];
    const mark = { start: Math.min(first.at, last.at), end: last.at + last.words.length, fromSpan, written };
    return [{ from, to, ...mark, certainty: 'sure', isBare: false }];
  });
  return ranges.length === rows.length ? { ranges } : undefined;
}

function secondsOf(words = ''): number | undefined {
  const written = time.exec(words)?.[1];
  return written === undefined ? undefined : toNumber(written);
}
