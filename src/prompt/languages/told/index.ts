import type { Language } from '../index.ts';
import { createTranslator } from './translator.ts';

/** A table a language. The source itself is in English. */
const tables = {
  zh: async () => (await import('./zh/index.ts')).zh,
};

type Translated = keyof typeof tables;

/** Says in this language what is told in English; undefined for English. */
export async function loadTranslator(language: Language): Promise<((text: string) => string) | undefined> {
  return isTranslated(language) ? createTranslator(await tables[language]()) : undefined;
}

function isTranslated(language: Language): language is Translated {
  return language in tables;
}
