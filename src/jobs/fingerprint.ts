import { createHash } from 'node:crypto';

/** The same request has the same fingerprint however it is written: keys are sorted, blanks are folded, undefined counts as absent. */
export function fingerprintOf(request: unknown): string {
  return createHash('sha256').update(canonical(request)).digest('hex');
}

/** Blanks and line ends carry no meaning in a prompt: each run counts as one blank. */
export function foldBlanks(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(foldBlanks(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
