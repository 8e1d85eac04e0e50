/** So many words of a search count. */
const mostWords = 12;

/** The words of a search, as they are looked for. */
export function wordsIn(search: string): string[] {
  return [...new Set(fold(search).split(/[\s,，、。;；]+/))].filter(Boolean).slice(0, mostWords);
}

/** Whether texts hold so many of the words, in any order; a part of a longer word counts. */
export function holdWords(texts: readonly string[], words: readonly string[], least = words.length): boolean {
  const text = fold(texts.join('\n'));
  return words.filter((word) => text.includes(word)).length >= least;
}

/** In the spelling that words are compared in. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
