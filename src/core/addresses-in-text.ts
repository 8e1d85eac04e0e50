import type { Diagnostic } from './diagnostic.ts';

/** The web addresses in a text that holds several, apart by blanks, commas, semicolons or nothing; the text itself where it holds one. */
export function splitAddresses(text: string): string[] {
  return text.split(/[\s,;|，、；]+(?=https?:\/\/)|(?<=[\p{L}\d])(?=https?:\/\/)/iu);
}

/** What is wrong with a text that holds several addresses where one should stand; undefined where nothing is. */
export function describeSeveral(text: string): Omit<Diagnostic, 'path'> | undefined {
  const { length } = splitAddresses(text);
  if (length < 2) return undefined;
  const fix = 'Give each of them as a text of its own.';
  return { rule: 'ref-url', severity: 'error', message: `${length} addresses stand in one text.`, fix };
}

/** The bytes of a file where an address or a path should stand: those are shorter, or have an ending. */
export function looksLikeBase64(text: string): boolean {
  return /^data:[^,]{0,200};base64,/i.test(text) || /^[A-Za-z0-9+/]{200,}={0,2}$/.test(text);
}

const quotes = ['<>', '""', "''", '``', '“”'];

/** An address or a path without what people and chats put around it: blanks, quotes, angle brackets. */
export function bareAddress(text: string): string {
  const bare = text.trim();
  const isQuoted = quotes.some(([open = '', close = '']) => bare.startsWith(open) && bare.endsWith(close));
  return isQuoted && bare.length > 2 ? bareAddress(bare.slice(1, -1)) : bare;
}

/** An entry of the maker's portrait library (docs/wire.md, Reference files): only the service can open it. */
export function isLibraryAsset(address: string): boolean {
  return /^asset:\/\/[\w-]/i.test(address);
}
