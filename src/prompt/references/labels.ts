import { phrases } from '../languages/index.ts';
import { bareName } from '../text/sentence.ts';
import type { Role } from './roles.ts';

/** The name of a file as words: `red_car` → `red car`. `isProper`: a name of its own (Mara, Leica), which takes no article. */
export type Label = { words: string; isProper: boolean };

/** What is read of a name: how it stands in a sentence. */
export function labelOf(name: string | undefined, role: Role | undefined, detail: string): Label | undefined {
  const words = bareName(name ?? '')
    .replace(/\.(?:[a-z0-9]{2,4})$/i, '')
    .replaceAll('_', ' ')
    .trim();
  if (words === '') return undefined;
  if (!/^[a-z]/i.test(words) || /[A-Z]/.test(words)) return { words, isProper: true };
  const large = new RegExp(`\\b${escaped(words)}\\b`, 'i').exec(detail)?.[0];
  if (large && /[A-Z]/.test(large)) return { words: large, isProper: true };
  const isThing = role !== undefined && !['character', 'extra_view', 'voice', 'action', 'costume'].includes(role.id);
  if (isThing || role === undefined || large || isCommon(words)) return { words, isProper: false };
  return { words: words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), isProper: true };
}

/** Whether a reference shows a person, by its name and what the caller says of it. */
export function isPerson(label: Label | undefined, detail: string): boolean {
  const said = `${label?.words ?? ''} ${detail}`;
  return saysPeople(said) || !Object.values(phrases).some(({ creatures }) => creatures.test(said));
}

/** Whether words speak of people. */
export function saysPeople(words: string): boolean {
  return Object.values(phrases).some(({ people }) => people.test(words));
}

function isCommon(words: string): boolean {
  const last = words.split(' ').at(-1) ?? words;
  return Object.values(phrases).some(({ people, creatures }) => people.test(last) || creatures.test(last));
}

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
