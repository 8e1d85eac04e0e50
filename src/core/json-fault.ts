/** Where a text stops being JSON, counted from 0, and what was expected there. */
export type JsonFault = { position: number; expected: string };

const blank = /[ \t\n\r]*/y;
const quoted = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const comma = /,/y;
const colon = /:/y;

/** Undefined for good JSON. JSON.parse itself names a position in some versions of Node and for some mistakes only. */
export function findJsonFault(text: string): JsonFault | undefined {
  let position = 0;

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    position += found?.[0].length ?? 0;
    return found !== null;
  };
  const next = (pattern: RegExp): boolean => take(blank) && take(pattern);

  const value = (): string | undefined => {
    if (next(quoted) || next(literal)) return undefined;
    if (next(/\{/y)) return items(/\}/y, member);
    if (next(/\[/y)) return items(/\]/y, value);
    return text[position] === '"' ? 'a text that is closed by " and has no line break inside' : 'a value';
  };
  const member = (): string | undefined => {
    if (!next(quoted)) return 'a name in double quotes';
    return next(colon) ? value() : 'a colon';
  };
  const items = (close: RegExp, item: () => string | undefined): string | undefined => {
    if (next(close)) return undefined;
    for (;;) {
      const expected = item();
      if (expected) return expected;
      if (next(close)) return undefined;
      if (!next(comma)) return 'a comma or a closing bracket';
    }
  };

  const expected = value() ?? (next(/$/y) ? undefined : 'nothing more');
  return expected === undefined ? undefined : { position, expected };
}

/** What is wrong with a text that should be JSON, with the piece around the place. */
export function describeJsonFault(text: string, where: string): string {
  if (text.trim() === '') return `${where} is empty; JSON was expected.`;
  const { position, expected } = findJsonFault(text) ?? { position: 0, expected: 'a value' };
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const place = position >= text.length ? 'at its end' : `at line ${line}, column ${column}`;
  return `${where} is not JSON: ${expected} was expected ${place}.\n${pointAt(text, position)}`;
}

const shownAround = 30;

/** The piece of the line around the place, with a mark below it. */
function pointAt(text: string, position: number): string {
  const lineStart = text.lastIndexOf('\n', position - 1) + 1;
  const lineEnd = text.indexOf('\n', position);
  const start = Math.max(lineStart, position - shownAround);
  const end = Math.min(lineEnd === -1 ? text.length : lineEnd, position + shownAround);
  return `  ${text.slice(start, end).replaceAll('\t', ' ')}\n  ${' '.repeat(position - start)}^`;
}
