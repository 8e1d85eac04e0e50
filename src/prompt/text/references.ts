import { withElided } from './elided-mentions.ts';
import { foldWidth } from './fold-width.ts';
import { type Counts, findNumbered, mentionedNumbers, type Reference } from './mentions.ts';
import { findSaid, hasFileWords } from './said-mentions.ts';
import { productNames, spellingWords } from './spellings.ts';

/** A whole prompt, one field of many, or words that are spoken: only a whole says that a file is mentioned nowhere else. */
export type Reading = 'whole' | 'field' | 'spoken';

/** Every mention of a reference file, numbered or said. `counts`: how many files there are, where that is known. */
export function findReferences(original: string, counts?: Counts, reading: Reading = 'whole'): Reference[] {
  const text = foldWidth(original);
  if (!hasFileWords(text)) return [];
  const found = findNumbered(original).filter((one) => isFile(original, one, counts));
  const numbered = counts && found.length === 0 ? looseMentions(original, text, counts) : found;
  const kept = withElided(original, withoutLabels(original, numbered, counts), counts);
  if (reading === 'spoken') return kept;
  const said = withElided(text, findSaid(text, kept, counts, reading === 'whole'), counts).map((one) => ({
    ...one,
    text: original.slice(one.start, one.end),
  }));
  if (said.length === 0) return kept;
  const all = [...kept, ...said].sort((a, b) => a.start - b.start || b.end - a.end);
  return all.reduce<Reference[]>((found, one) => {
    if (one.start >= (found.at(-1)?.end ?? 0)) found.push(one);
    return found;
  }, []);
}

const looseWord = new RegExp(
  `(?:${spellingWords(({ standing }) => standing === 'marked' || standing === 'bare')})[ _#-]?\\d`,
  'i',
);

/** `photo 1 … photo 2`, `img_1`, `Image-1`, where nothing else is mentioned: files when they count from 1 and there are so many. */
function looseMentions(original: string, text: string, counts: Counts): Reference[] {
  const loose = looseWord.test(text) ? findNumbered(original, true) : [];
  const numbers = mentionedNumbers(loose);
  return loose.filter(({ type }) => numbers[type][0] === 1 && (numbers[type].at(-1) ?? 1) <= counts[type]);
}

const plural =
  /^ (?:[a-z'-]{2,14} )?(?!(?:is|has|shows|gives|provides|sets|holds|defines|depicts|contains|serves)\b)(?:[a-z]{2,14}(?<!s)s|people|men|women|children)\b/;

/** `Figure 8` is a shape, `Video 8` a tape, `图5号展品` a thing and `Picture 3 puppies` a wish, unless there are so many files. */
function isFile(text: string, { style, numbers, type, start, end }: Reference, counts: Counts | undefined): boolean {
  if (style.sigil !== '' || !counts || numbers.every((n) => n <= counts[type])) return true;
  if (isQuoted(text, start, end) || /^[号號]/.test(text.slice(end, end + 1))) return false;
  if (productNames.tapes.test(text.slice(start, end))) return false;
  const opensSentence = /(?:^|[.!?\n]) ?$/.test(text.slice(Math.max(0, start - 2), start));
  const isWish = style.word === 'picture' && opensSentence && plural.test(text.slice(end, end + 32));
  return !isWish && !style.word.startsWith('fig');
}

/** `a menu shows "Picture 3: Vivid"`, `墙上的“图3-7 青铜鼎”`: words in quotes inside a sentence; a value of JSON is none. */
function isQuoted(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const after = text.slice(end, end + 60);
  if (value.test(before)) return false;
  return quotes.some(([opening, closing]) => opening.test(before) && closing.test(after));
}

/** `“画面”：“图3奔跑”`, the value of a field. */
const value = /[”"」][ \t]?[:：,，][ \t]?[“"「][^”"」]*$/;
const quotes = [
  [/“[^”\n]*$/, /^[^“\n]*”/],
  [/「[^」\n]*$/, /^[^「\n]*」/],
  [/『[^』\n]*$/, /^[^『\n]*』/],
  [/《[^》\n]*$/, /^[^《\n]*》/],
  [/«[^»\n]*$/, /^[^«\n]*»/],
  [/„[^“”\n]*$/, /^[^„\n]*[“”]/],
  [/(?:[\p{L}\p{N})] |[\u3040-\u9fff])"[^"\n]{0,24}$/u, /^[^"\n]{0,60}"(?! ?:)/],
  [/[\p{L}\p{N})] '[^'\n]{0,24}$/u, /^[^'\n]{0,60}'(?![\p{L}])/u],
] as const;

/** `Picture 1: … Picture 2: …` at the heads of lines, more than there are files: labels of shots. */
function withoutLabels(text: string, found: Reference[], counts: Counts | undefined): Reference[] {
  if (!counts) return found;
  const heads = found.filter(
    ({ style, start, end }) =>
      style.sigil === '' &&
      /(?:^|\n)[\s\-*•#>]{0,6}$/.test(text.slice(Math.max(0, start - 8), start)) &&
      /^ ?[:：]/.test(text.slice(end, end + 2)),
  );
  const isRun =
    heads.length > 1 && heads.every(({ numbers, type }, i) => numbers[0] === i + 1 && type === heads[0]?.type);
  const [first] = heads;
  if (!isRun || !first || heads.length <= counts[first.type]) return found;
  return found.filter((one) => !heads.includes(one));
}
