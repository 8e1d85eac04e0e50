import { AppError } from '../core/errors.ts';

/** Throws `invalid_input` that names the option. A number within a range is a whole one. */
export function parseNumber(flag: string, text: string, range?: { min: number; max: number }): number {
  const number = Number(text);
  const fits = range ? Number.isInteger(number) && number >= range.min && number <= range.max : Number.isFinite(number);
  if (text.trim() !== '' && fits) return number;
  const kind = range ? `a whole number from ${range.min} to ${range.max}` : 'a number';
  throw new AppError('invalid_input', `${flag} takes ${kind}, not "${text}".`);
}
