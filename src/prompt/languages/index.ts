import { en } from './en.ts';
import type { Phrases } from './phrases.ts';
import { zh } from './zh.ts';

/** What the composer writes in, by language. Where several know a text as theirs, the first has it; English takes the rest. */
const byLanguage = { en, zh } satisfies Record<string, Phrases>;

export type Language = keyof typeof byLanguage;

export const phrases: Readonly<Record<Language, Phrases>> = byLanguage;

export const languages = Object.keys(byLanguage) as [Language, ...Language[]];
