/** Whether a sentence brings its own stop. */
export function isClosed(words: string): boolean {
  return words !== '' && '.!?…。！？”"'.includes(words.at(-1) ?? ' ');
}

/** `(softly)` → `softly`: the parentheses are ours. */
export function unwrap(words: string): string {
  return words.trim().replace(/^[(（]([^()（）]*)[)）]$/, '$1');
}

/** Quotes inside a spoken line would end it. */
export function quoteInside(line: string): string {
  return line.replace(/"/g, "'").replace(/“/g, '‘').replace(/”/g, '’');
}

const stops = '.。,，;；、:：';

export function trimEnd(words: string): string {
  const trimmed = words.trim();
  return stops.includes(trimmed.at(-1) ?? ' ') ? trimEnd(trimmed.slice(0, -1)) : trimmed;
}

export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A reference's name without the mark that a caller may have put before it. */
export function bareName(name: string): string {
  return name.replace(/^[@＠]/, '');
}
