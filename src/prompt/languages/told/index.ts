import { lazy } from '../../../core/lazy.ts';
import type { Language } from '../index.ts';
import { createTranslator } from './translator.ts';

/** A table a language. The source itself is in English. */
const translators = {
  zh: lazy(async () => createTranslator((await import('./zh/index.ts')).catalogue)),
};

/** Says in this language what is told in English; undefined for English. */
export async function loadTranslator(language: Language): Promise<((text: string) => string) | undefined> {
  return hasTable(language) ? translators[language]() : undefined;
}

function hasTable(language: Language): language is keyof typeof translators {
  return language in translators;
}
