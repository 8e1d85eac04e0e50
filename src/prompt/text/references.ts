import { foldWidth } from './fold-width.ts';
import { type Counts, findNumbered, type Reference } from './mentions.ts';
import { findSaid } from './said-mentions.ts';

/** A whole prompt, one field of many, or words that are spoken: only a whole says that a file is mentioned nowhere else. */
export type Reading = 'whole' | 'field' | 'spoken';

/** Every mention of a reference file, numbered or said. `counts`: how many files there are, where that is known. */
export function findReferences(original: string, counts?: Counts, reading: Reading = 'whole'): Reference[] {
  const numbered = findNumbered(original).filter((one) => isFile(one, counts));
  const kept = withoutLabels(original, numbered, counts);
  if (reading === 'spoken') return kept;
  const said = findSaid(foldWidth(original), kept, counts, reading === 'whole').map((one) => ({
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

/** `Figure 8` is a shape unless there are so many files. */
function isFile({ style, numbers, type }: Reference, counts: Counts | undefined): boolean {
  return style.sigil !== '' || !style.word.startsWith('fig') || !counts || numbers.every((n) => n <= counts[type]);
}

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
