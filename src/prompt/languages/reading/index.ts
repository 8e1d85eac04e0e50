import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { hi } from './hi.ts';
import { id } from './id.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import type { ReadingWords } from './reading-words.ts';
import { ru } from './ru.ts';
import { th } from './th.ts';
import { tr } from './tr.ts';
import { uk } from './uk.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/** The languages that a finished text is read in. */
export const readingWords: readonly ReadingWords[] = [
  ...[en, zh, ja, ko],
  ...[es, pt, fr, de, it, nl, pl, ru, uk],
  ...[ar, hi, id, th, tr, vi],
];
