/** So many words of a search count. */
const mostWords = 12;

/** The words of a search, as they are looked for. */
export function wordsIn(search: string): string[] {
  return [...new Set(fold(search).split(/[\s,，、。;；]+/))].filter(Boolean).slice(0, mostWords);
}

/** How many of the words texts hold, in any order; a part of a longer word counts. */
export function countWords(texts: readonly string[], words: readonly string[]): number {
  const text = fold(texts.join('\n'));
  return words.filter((word) => text.includes(word)).length;
}

/** What holds the most words of a search so far. */
export type Best<Item> = { words: number; items: Item[] };

export function keepBest<Item>(best: Best<Item>, item: Item, words: number): void {
  if (words < Math.max(1, best.words)) return;
  if (words > best.words) best.items = [];
  best.words = words;
  best.items.push(item);
}

/** In the spelling that words are compared in. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
