import { createHash } from 'node:crypto';
import { canonicalUrl } from '../core/canonical-url.ts';

/**
 * The same request has the same fingerprint however it is written: keys are sorted, blanks are folded, letters and
 * addresses have one spelling, undefined counts as absent.
 */
export function fingerprintOf(request: unknown): string {
  return createHash('sha256').update(canonical(request)).digest('hex');
}

/** A copy of a value of any shape, with every string replaced that has a replacement. */
export function replaceStrings<T>(value: T, replacements: ReadonlyMap<string, string>): T {
  return replaced(value, replacements) as T;
}

/** Blanks and line ends carry no meaning in a prompt: each run counts as one blank. `é` is one letter, however a keyboard composes it. */
export function foldText(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}

function replaced(value: unknown, replacements: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return replacements.get(value) ?? value;
  if (Array.isArray(value)) return value.map((inner) => replaced(inner, replacements));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, replacements)]));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(canonicalUrl(foldText(value)));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
