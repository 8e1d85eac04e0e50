/** A copy of a value of any shape, with every string replaced that has a replacement. */
export function replaceStrings<T>(value: T, replacements: ReadonlyMap<string, string>): T {
  return mapStrings(value, (text) => replacements.get(text) ?? text);
}

/** A copy of a value of any shape, with every string changed. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  return mapped(value, change) as T;
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => mapped(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, change)]));
}
