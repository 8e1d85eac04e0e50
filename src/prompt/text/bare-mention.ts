import { productNames, type Spelling } from './spellings.ts';
import { anyOf, wordStart } from './word-patterns.ts';

/** `count`: how many numbers follow. `runOn`: glued to the mention before it, which is then no part of a longer word. `counts`: the text certainly counts its files in words elsewhere. */
type Bare = {
  spelling: Spelling;
  suffix: string;
  gap: string;
  digits: string;
  count: number;
  runOn: boolean;
  counts: boolean;
  isLoose: boolean;
};

/** Whether a spelling without any mark speaks of a file: not part of a longer word, a product name, a path, a count or a measure. */
export function standsBare(
  text: string,
  start: number,
  end: number,
  { spelling, suffix, gap, digits, count, runOn, counts, isLoose }: Bare,
): boolean {
  const { standing, word } = spelling;
  const written = text[start] ?? '';
  const before = text[start - 1] ?? '';
  const isLatin = /[a-zа-я]/.test(word);
  if (standing !== 'bare' && standing !== 'capital' && !(isLoose && standing === 'marked')) return false;
  if (/^(?:0|\d{3})/.test(digits) || (gap.includes('-') && !isLoose) || (suffix === 's' && count < 2)) return false;
  if (standing === 'capital' && written === word[0]) return false;
  if (productNames.models.test(text.slice(start, end))) return false;
  if (!/^[\d①-⑨]/.test(digits) && !isSpelledNumber(text, start, end, { digits, isLatin, counts })) return false;
  if (isLatin && !runOn && /[a-zß-ÿа-яё\d_\-/.\\]/i.test(before)) return false;
  if (isLatin && article.test(text.slice(Math.max(0, start - 9), start))) return false;
  if (isLatin && productNames.makers.test(text.slice(Math.max(0, start - 12), start))) return false;
  if (/^[图圖図]$/.test(word) && before !== '' && pictureCompounds.includes(before)) return false;
  if (isOnSign(text, start, end)) return false;
  return !isMeasure(text, end);
}

const writingBefore = new RegExp(`${wordStart}${anyOf('writing')}[ \\t:：]{0,2}(["“”‘「『]?)[ \\t]?$`, 'i');

/** `a label VIDEO 1 FOR 3 NIGHTS`, `写着“图1”`: words on a thing in the picture, in quotes or in capitals. */
function isOnSign(text: string, start: number, end: number): boolean {
  const quote = writingBefore.exec(text.slice(Math.max(0, start - 20), start));
  return quote !== null && (quote[1] !== '' || /^[^a-z]*[A-Z][^a-z]*$/.test(text.slice(start, end)));
}

/** `图一的男孩` and `Image One`: a number word could be prose (`图一乐`), so what follows must be able to follow a file. */
function isSpelledNumber(
  text: string,
  start: number,
  end: number,
  { digits, isLatin, counts }: { digits: string; isLatin: boolean; counts: boolean },
): boolean {
  if (isLatin) return counts || (/[A-Z]/.test(text[start] ?? '') && /^[A-Z]/.test(digits));
  if (counts && !/^[维角周官边彩卦宫样起切直定般下个時时种乐次]/.test(text.slice(end, end + 1))) return true;
  return /^(?:[的中里裡内內为為是作做上与與和及、，。；：,.;:()（）【】\s]|$)/.test(text.slice(end, end + 1));
}

/** `图二的`, `图片一：`, `image one … image two`: files that are certainly counted in words. */
const countedInWords =
  /[图圖図片像频頻][一二三四五六七八九十](?=[的中里裡内內为為作：和与與、，。])|\b(image|picture|video) one\b[^\n]{1,400}\b\1 two\b/i;

/** Whether a text counts its files in words somewhere. */
export function countsInWords(text: string): boolean {
  return countedInWords.test(text);
}

/** Whether what follows a number makes it an amount, a size, a version or a clock time. */
export function isMeasure(text: string, at: number): boolean {
  return matchAt(measure, text, at) !== undefined;
}

/** A sticky pattern's match at one offset. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** Compounds whose 图 is no file: 分镜图1 is a panel. */
const pictureCompounds = '镜地截草插程视宫格意略线示版蓝拼构企试果力底美';
const article = /(?:^|[^a-z])(?:an?|each|every|another|one) $/i;

const measure =
  /[a-z_/×%]|@[\w-]+\.[a-z]|[.:,]\d|[-–~]\d|\s?(?:s|sec|secs|second|seconds|fps|x|px|k|min|mins|minutes|channels?|met(?:er|re)s?|years?|hours?|days?|times|frames|people|men|women|friends|of \d+)\b|\.(?:png|jpe?g|webp|gif|bmp|mp4|mov|webm|mp3|wav|m4a)\b|\s?秒|[张張个個段條条幅种倍次分帧歳岁只隻名位头頭匹朵棵件双雙群人]/iy;
