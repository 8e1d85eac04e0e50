import type { AppError } from './errors.ts';

/** A setting with a number for each service: `xskill=3000,pixazo=20`. Throws what `refuse` makes of a part that cannot be read. */
export function parsePerService(
  text: string | undefined,
  known: readonly string[],
  refuse: (part: string) => AppError,
): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const part of text?.split(',') ?? []) {
    const [, backend = '', number] = /^\s*([a-z0-9-]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/i.exec(part) ?? [];
    if (!number || !known.includes(backend.toLowerCase())) throw refuse(part.trim());
    numbers.set(backend.toLowerCase(), Number(number));
  }
  return numbers;
}
