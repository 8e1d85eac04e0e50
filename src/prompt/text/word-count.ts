export function isChinese(text: string): boolean {
  const han = countHan(text);
  return han > 0 && han * 2 >= countLatinWords(text);
}

/** Latin words, and Chinese characters, that are spoken in a second at ease (docs/storyboard.md, Dialogue and sound). */
export const spokenPerSecond = { words: 2.5, han: 4.5 };

export function countHan(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf)) count += 1;
  }
  return count;
}

/** Words of Latin or Cyrillic letters and digits; `it's` is one. */
export function countLatinWords(text: string): number {
  let count = 0;
  let within = false;
  for (let i = 0; i < text.length; i += 1) {
    const isLetter = isLatinLetter(text.charCodeAt(i));
    if (isLetter && !within) count += 1;
    within = isLetter || (within && isApostrophe(text.charCodeAt(i)));
  }
  return count;
}

function isLatinLetter(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
  return (code >= 0xc0 && code <= 0x24f) || (code >= 0x400 && code <= 0x52f);
}

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019;
}
