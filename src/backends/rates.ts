import { AppError } from '../core/errors.ts';
import { parsePerService } from '../core/per-service.ts';

/** SEEDANCE_RATE, for example `xskill=5,pixazo=0.5`, in requests a second. Throws `invalid_input`: a limit is never ignored. */
export function parseRates(text: string | undefined, known: readonly string[]): Map<string, number> {
  const refuse = (part: string): AppError =>
    new AppError('invalid_input', `SEEDANCE_RATE cannot be read at "${part}".`, {
      nextStep: `Nothing was sent. Write it as service=requests a second, for example SEEDANCE_RATE=xskill=5,pixazo=0.5. Known services: ${known.join(', ')}.`,
    });
  const rates = parsePerService(text, known, refuse);
  for (const [service, rate] of rates) if (rate === 0) throw refuse(`${service}=0`);
  return rates;
}
