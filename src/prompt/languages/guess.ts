import type { Language, Storyboard } from '../input.ts';
import { languages, phrases } from './index.ts';

/** The language that a text is written in; English where none knows it as its own. */
export function guessLanguage(text: string): Language {
  return languages.find((language) => phrases[language].isOwn?.(text)) ?? 'en';
}

/** The language of a storyboard's own words. */
export function languageOf({ shots = [], style = '', music = '' }: Storyboard): Language {
  const words = shots.flatMap(({ visual, camera = '', action = '' }) => [visual, camera, action]);
  return guessLanguage([style, music, ...words].join(' '));
}
