import type * as z from 'zod';
import type { Diagnostic } from '../core/diagnostic.ts';

type Parsed<T> = { success: true; data: T } | { success: false; error: z.ZodError<T> };
type Coerced<T> = { value: Record<string, unknown>; parsed: Parsed<T>; problems: Diagnostic[] };

/** Parses, and reads top-level values that can mean only one thing as that: agents send `"5"` for 5 and a lone URL for a list of one. */
export function coerce<T>(schema: z.ZodType<T>, given: Record<string, unknown>): Coerced<T> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { value: given, parsed, problems: [] };
  const value = { ...given };
  const problems: Diagnostic[] = [];
  for (const issue of parsed.error.issues) {
    const [key] = issue.path;
    if (issue.path.length !== 1 || typeof key !== 'string' || problems.some(({ path }) => path === `parameters.${key}`))
      continue;
    const meant = meaning(issue, given[key]);
    if (meant === undefined) continue;
    value[key] = meant;
    problems.push({
      rule: 'parameter-mended',
      severity: 'warn',
      path: `parameters.${key}`,
      message: `${JSON.stringify(given[key]).slice(0, 80)} was read as ${JSON.stringify(meant).slice(0, 80)}.`,
    });
  }
  return problems.length === 0 ? { value, parsed, problems } : { value, parsed: schema.safeParse(value), problems };
}

function meaning(issue: z.core.$ZodIssue, value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (issue.code === 'invalid_value') {
    const same = issue.values.filter((one) => String(one).toLowerCase() === text.toLowerCase());
    return same.length === 1 ? same[0] : undefined;
  }
  return issue.code === 'invalid_type' ? readAs[issue.expected]?.(text) : undefined;
}

const readAs: Readonly<Record<string, (text: string) => unknown>> = {
  int: readNumber,
  number: readNumber,
  boolean: (text) => ({ true: true, false: false })[text.toLowerCase()],
  array: (text) => (text.startsWith('[') ? readList(text) : text === '' ? undefined : [text]),
};

function readNumber(text: string): number | undefined {
  return /^-?\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

function readList(text: string): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
