import { join } from 'node:path';
import { renderDay } from '../core/day.ts';

const longestSlug = 40;
/** A letter of most scripts outside Europe is three bytes: a listed row shows the whole name. */
const longestSlugBytes = 48;
const tailLength = 8;

export type NameParts = {
  /** When the task was submitted, milliseconds since 1970. */
  at: number;
  /** What is seen first. */
  title: string;
  taskId: string;
};

/**
 * File name without its extension: local date, what is seen first, end of the task id.
 * Starting with a digit keeps it clear of Windows' reserved names (CON, NUL …), and no dot can come last.
 */
export function fileStem({ at, title, taskId }: NameParts): string {
  return [renderDay(at), slug(title), taskTail(taskId)].filter(Boolean).join('-');
}

/** The first words as letters of any script, digits and hyphens; at most 40 letters and 48 bytes, cut between words where it can be. */
export function slug(text: string): string {
  const words = text
    .slice(0, 2000)
    .normalize('NFC')
    .replace(/@\w+/g, ' ')
    .replace(/\[[^\]\n]{1,20}\]|【[^】\n]{1,20}】/g, ' ') // headings such as [Style]
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  let result = '';
  for (const word of words ?? []) {
    const longer = result ? `${result}-${word}` : word;
    if (!fits(longer)) return result || cutWord(word);
    result = longer;
  }
  return result;
}

function fits(text: string): boolean {
  return letters(text).length <= longestSlug && Buffer.byteLength(text) <= longestSlugBytes;
}

function cutWord(word: string): string {
  let kept = '';
  for (const letter of letters(word)) {
    if (!fits(kept + letter)) break;
    kept += letter;
  }
  return kept;
}

/** The part of a task id that goes into names, by which its files are found again. */
export function taskTail(taskId: string): string {
  return taskId
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(-tailLength);
}

/** Where files go when nothing else is said: ~/Videos/seedance, on macOS ~/Movies/seedance. */
export function defaultOutputDirectory({ home, platform }: { home: string; platform: NodeJS.Platform }): string {
  return join(home, platform === 'darwin' ? 'Movies' : 'Videos', 'seedance');
}

function letters(text: string): string[] {
  return Array.from(text);
}
