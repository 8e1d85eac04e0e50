import { AppError } from '../core/errors.ts';

/** Throws `invalid_input` that names the option. */
export function parseNumber(flag: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new AppError('invalid_input', `${flag} takes a number, not "${text}".`);
}
