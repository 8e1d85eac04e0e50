/** What a terminal obeys, and what turns text around or hides it: control signs, bidirectional overrides, invisible marks. */
const hidden = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text as it may be shown: its line breaks stay, the rest of what cannot be seen is written as JSON writes it. JSON keeps its meaning. */
export function printable(text: string): string {
  return text.replace(hidden, (sign) => (sign === '\n' ? sign : sign.split('').map(escaped).join('')));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
