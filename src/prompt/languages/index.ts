import type { Language } from '../input.ts';
import { en } from './en.ts';
import type { Phrases } from './phrases.ts';
import { zh } from './zh.ts';

/** What the composer says, by language. */
export const phrases: Readonly<Record<Language, Phrases>> = { en, zh };
