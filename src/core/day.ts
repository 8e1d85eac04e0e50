import { AppError } from './errors.ts';
import { quote } from './quote.ts';

/** From its first millisecond to the first of what follows. */
export type Span = { from: number; to: number };

/**
 * The time that a text means, on the calendar of this machine: a day in words, a date, or a moment. Throws `invalid_input`
 * with the name of the field.
 */
export function parseDay(text: string, nowMs: number, field: string): Span {
  const given = text.trim().toLowerCase();
  const daysAgo = findDaysAgo(given);
  if (daysAgo !== undefined) return dayOf(new Date(nowMs), -daysAgo);
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(given) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  // 2026-02-30 would be a day in March.
  if (date.getMonth() + 1 === Number(month) && date.getDate() === Number(day)) return dayOf(date);
  const moment = /^\d{4}-\d{2}-\d{2}t/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(moment)) return { from: moment, to: moment };
  throw new AppError('invalid_input', `${field}: ${quote(text)} is no day.`, {
    nextStep: 'Write it like today, yesterday, 3 days ago, 昨天, 2026-11-20 or 2026-11-20T18:00.',
  });
}

/** The day of a moment, on the calendar of this machine. */
export function renderDay(at: number): string {
  const date = new Date(at);
  const twoDigits = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

const named = new Map([
  ...['today', '今天', '今日'].map((word) => [word, 0] as const),
  ...['yesterday', '昨天', '昨日'].map((word) => [word, 1] as const),
  ...['前天', 'the day before yesterday'].map((word) => [word, 2] as const),
]);

function findDaysAgo(text: string): number | undefined {
  const [, count] = /^(\d{1,4})\s*(?:days? ago|天前|天以前)$/.exec(text) ?? [];
  return count === undefined ? named.get(text) : Number(count);
}

/** A day of the calendar has 23 to 25 hours. */
function dayOf(date: Date, shift = 0): Span {
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate() + shift];
  return { from: new Date(year, month, day).getTime(), to: new Date(year, month, day + 1).getTime() };
}
