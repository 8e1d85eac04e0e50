/** An error repeats at most this much of what it speaks about. */
const mostLetters = 80;

/** A value as a sentence shows it: text in quotes, anything else as JSON; cut short, on one line. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return `"${shorten(value)}"`;
  return shorten(JSON.stringify(value) ?? String(value));
}

/** The beginning of a text, on one line. */
export function shorten(text: string): string {
  const start = text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
  return start.replace(/\p{Cc}/gu, (control) => JSON.stringify(control).slice(1, -1));
}
