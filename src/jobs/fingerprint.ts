import { createHash } from 'node:crypto';
import { canonicalUrl } from '../core/canonical-url.ts';

/**
 * The same request has the same fingerprint however it is written: keys are sorted, blanks are folded, letters and
 * addresses have one spelling, undefined counts as absent.
 */
export function fingerprintOf(request: unknown): string {
  return createHash('sha256').update(canonical(request)).digest('hex');
}

/** Blanks and line ends carry no meaning in a prompt: each run counts as one blank. `é` is one letter, however a keyboard composes it. */
export function foldText(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(canonicalUrl(foldText(value)));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
