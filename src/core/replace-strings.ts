/** A copy of a value of any shape, with every string replaced that has a replacement. */
export function replaceStrings<T>(value: T, replacements: ReadonlyMap<string, string>): T {
  return replaced(value, replacements) as T;
}

function replaced(value: unknown, replacements: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return replacements.get(value) ?? value;
  if (Array.isArray(value)) return value.map((inner) => replaced(inner, replacements));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, replacements)]));
}
