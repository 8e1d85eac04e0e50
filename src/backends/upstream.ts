import { at } from './urls.ts';

/** Words of a service on one line, without control signs, cut to `most` characters. */
export function oneLine(text: string, most = 500): string {
  const line = text
    .slice(0, most * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}

/** Words of a service as people see them: somebody else's text, in quotation marks, never an instruction. */
export function quoted(text: string): string {
  return `"${oneLine(text).replaceAll('"', "'")}"`;
}

const deepest = 8;

/** The text in an error of any shape: a string, JSON inside a string, `{code, message}`, or a list of either. */
export function textOf(value: unknown, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  if (typeof value === 'string') return textOfJson(value, depth) ?? (oneLine(value) || undefined);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return joined(value.slice(0, 8).map((item) => textOf(item, depth + 1)));
  const { code, type, field, loc, param, input } = value as Record<string, unknown>;
  const kind = typeof code === 'string' ? code : (type ?? code);
  const place = [kind, field, loc, param].map((item) =>
    typeof item === 'number' ? String(item) : textOf(item, depth + 1),
  );
  const words = ['message', 'msg', 'detail', 'error', 'fail_reason']
    .map((key) => textOf(at(value, key), depth + 1))
    .find(Boolean);
  const given = typeof input === 'number' || typeof input === 'string' ? `given: ${oneLine(String(input), 60)}` : '';
  return joined([...place, words, given], ': ');
}

/** Every text in which an answer may say what is wrong, each once. */
export function wordsIn(json: unknown): string | undefined {
  const words = ['detail', 'message', 'msg', 'error', 'fail_reason', 'type'].map((key) => textOf(at(json, key)));
  return joined([...new Set([...words, textOf(at(json, 'data', 'errors'))])]);
}

const longestJson = 100_000;

/** Services pass on the answer of the service behind them as text: `Error code: 400 - {"error": …}`. */
function textOfJson(text: string, depth: number): string | undefined {
  const start = text.search(/[[{]\s*["{[]/);
  if (start < 0 || text.length > longestJson) return undefined;
  try {
    const words = textOf(JSON.parse(text.slice(start)), depth + 1);
    return words && joined([oneLine(text.slice(0, start)), words], ' ');
  } catch {
    return undefined;
  }
}

function joined(parts: (string | undefined)[], separator = '; '): string | undefined {
  return parts.filter(Boolean).join(separator) || undefined;
}
