import { anyOf, wordStart } from '../text/word-patterns.ts';
import type { Hit } from './term-matcher.ts';

/** Words of scripts without blanks rule out what stands near. */
const negator = new RegExp(
  `${wordStart}${anyOf('notBefore')}(?:[^.,;:!?，。；：！？、\\n\\u3040-\\u9fff]{0,32}|[^.,;:!?，。；：！？、\\n]{0,6})$`,
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
