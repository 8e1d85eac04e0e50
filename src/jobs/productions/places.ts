import { AppError } from '../../core/errors.ts';

/** Services take a few tasks of an account at once; more wait there in a line that nobody sees. */
const usual = 4;
const most = 100;

/** SEEDANCE_CONCURRENCY, or an option. Throws `invalid_input` on what is no whole number from 1 to 100. */
export function parseConcurrency(text: string | undefined, name = 'SEEDANCE_CONCURRENCY'): number {
  if (text === undefined) return usual;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new AppError('invalid_input', `${name} cannot be read: "${text}".`, {
    nextStep: `Nothing was sent. Write a whole number from 1 to ${most}, or leave it out for ${usual}.`,
  });
}
