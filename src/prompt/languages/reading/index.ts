import { deTime } from './de.ts';
import { enTime } from './en.ts';
import { esTime } from './es.ts';
import { frTime } from './fr.ts';
import { itTime } from './it.ts';
import { jaTime } from './ja.ts';
import { koTime } from './ko.ts';
import { ptTime } from './pt.ts';
import { ruTime } from './ru.ts';
import type { TimeWords } from './time-words.ts';
import { zhTime } from './zh.ts';

/** The languages that a finished text is read in. */
export const timeWords: readonly TimeWords[] = [
  ...[enTime, zhTime, jaTime, koTime],
  ...[esTime, ptTime, frTime, deTime, itTime, ruTime],
];
