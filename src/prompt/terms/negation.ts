import { en } from '../languages/reading/en.ts';
import { readingWords } from '../languages/reading/index.ts';
import { anyOf, anyWord } from '../text/word-patterns.ts';
import type { Hit } from './term-matcher.ts';

const others = readingWords.filter((words) => words !== en);
const between = (most: number) => `[^.,;:!?，。；：！？、\\n\\u3040-\\u9fff]{0,${most}}`;
/** A word of another language may be an English one or a name (`Sin City`, `Mai`), and in scripts without blanks it rules out what stands near. */
const negator = new RegExp(
  `(?:${anyWord('notBefore', [en])}${between(32)}|${anyWord('notBefore', others)}(?:${between(16)}|[^.,;:!?，。；：！？、\\n]{0,6}))$`,
);
/** `ズームインしない`, `手持ち・パンは禁止`, `줌인 없이`: particles and a list may stand between. */
const ruledOutBehind = new RegExp(
  `^(?:ち|撮影|カメラ|ショット|映像|カット)?(?:[·やと][^。、\\n]{1,10}?){0,3}[はをもがのにで은는이가을를도]{0,2} ?${anyOf('notAfter')}`,
);
const listAfter = /^[a-z ]{0,16}(?:, [a-z ]{1,20}){0,3},? (?:or|nor) /;
const negatedList = /\b(?:no|without|never|avoid)\b [a-z ]{2,24}(?:, (?:[a-z ]{2,24}, )*)(?:or |nor )?$/;

/** Whether a word is ruled out: `no zoom in`, `without any jump cuts`, `不要推近`. */
export function isNegated(plain: string, { start, end }: Pick<Hit, 'start' | 'end'>): boolean {
  const before = plain.slice(Math.max(0, start - 64), start);
  if (negator.test(before))
    return (
      !/\bno longer\b[^.,;]*$/.test(before) &&
      !/\b(?:but|then|only)\b[^.,;]*$/.test(before.slice(before.search(negator)))
    );
  if (ruledOutBehind.test(plain.slice(end, end + 48))) return true;
  const isListed = negatedList.test(before);
  return isListed && (/(?:or|nor) $/.test(before) || listAfter.test(plain.slice(end, end + 64)));
}
