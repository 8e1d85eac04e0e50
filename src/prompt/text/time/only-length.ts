import { anyOf, behind, wordStart } from '../word-patterns.ts';
import { lineBefore } from './place.ts';
import type { Numbers } from './scan.ts';

const askedBefore = new RegExp(
  `(?:^|[.!?。！？;])[\\s"'*•-]{0,4}${anyOf('asks')}[ \\t]?(?:${anyOf('about')}[ \\t]?){0,2}$`,
  'i',
);
const closesSentence = /^[ \t]*(?:[.!?。！？\n]|$)/;

/** `Make it 8 seconds.`: a sentence of its own, and the only length of the text. */
export function findAsked(text: string, found: readonly Numbers[]): Numbers | undefined {
  const [only, ...others] = found.filter(({ hasUnit }) => hasUnit);
  if (!only || others.length > 0 || !closesSentence.test(text.slice(only.end, only.end + 8))) return undefined;
  return askedBefore.test(lineBefore(text, only.at, 64)) ? only : undefined;
}

const ofCamera = `${anyOf('cameraName')}(?:(?:[ \\t][\\p{L}'-]{1,16}){0,3}[ \\t]|\\p{Script=Han}{0,8})${anyOf('takesOfCamera')}`;
const takesBefore = new RegExp(`${wordStart}(?:${anyOf('takes')}|${ofCamera})[ \\t]?$`, 'iu');
/** `over 8 seconds before dawn`, `用8秒后`: a moment. */
const isNoAction = behind('partAfter', 'momentAfter', 'laterAfter');

/** Less fits into any clip, and more is a story and no action. */
const [shortestTaken, longestTaken] = [5, 15];

/** `Slow push-in over 8 seconds.`: so long the action takes. */
export function isTaken(text: string, { at, end, from, second, hasUnit }: Numbers): boolean {
  if (!hasUnit || second !== undefined || !Number.isInteger(from)) return false;
  if (from <= shortestTaken || from > longestTaken) return false;
  return takesBefore.test(lineBefore(text, at, 96)) && !isNoAction.test(text.slice(end, end + 16));
}
