import type { Services } from '../backends/service.ts';
import { AppError } from '../core/errors.ts';

/** A key of ours in a value of any shape would be sent, recorded and written into files. */
export function refuseKeys({ all }: Services, input: unknown): void {
  const text = JSON.stringify(input);
  if (!all.some((service) => service.isKeyIn(text))) return;
  throw new AppError('invalid_input', 'The input holds your API key; it would be sent and recorded.', {
    nextStep: 'Take the key out of it. Nothing was sent.',
  });
}
