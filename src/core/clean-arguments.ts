import type * as z from 'zod';
import { splitAddresses } from './addresses-in-text.ts';
import { AppError } from './errors.ts';
import { findJson } from './find-json.ts';
import { shorten } from './quote.ts';

/** A value that was sent in another form than the schema's, and what it can only mean: `"5"` for 5. */
export type Reading = { path: readonly PropertyKey[]; given: unknown; meant: unknown };

/** Arguments as their sender meant them. `value` is what was parsed. */
export type Cleaned<T> = { value: unknown; parsed: z.ZodSafeParseResult<T>; readings: readonly Reading[] };

/** A list in JSON text may hold numbers as text in its turn. */
const mostRounds = 3;
const deepestLevel = 100;

/**
 * Parses arguments as clients and agents send them, at every depth: null, empty text and empty lists are left out;
 * numbers, switches, lists and objects may come as text, a name as a number, seconds with their unit, choices in any case, a list without its brackets.
 * `words` says what zod says otherwise.
 */
export function cleanArguments<T>(schema: z.ZodType<T>, given: unknown, words?: z.core.$ZodErrorMap): Cleaned<T> {
  let value = withoutNothing(given);
  let parsed = schema.safeParse(value, { error: words });
  const readings: Reading[] = [];
  for (let round = 0; round < mostRounds && !parsed.success; round++) {
    const fresh = parsed.error.issues.flatMap((issue) => readIssue(issue, value));
    if (fresh.length === 0) break;
    for (const { path, meant } of fresh) value = setAt(value, path, meant);
    readings.push(...fresh);
    parsed = schema.safeParse(value, { error: words });
  }
  return { value, parsed, readings };
}

/** The value at a path below arguments that may be anything. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** `shots[0].visual` */
export function renderPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? shorten(String(key)) : `${text}.${shorten(String(key))}`;
  }, '');
}

function withoutNothing(value: unknown, level = 0): unknown {
  if (level > deepestLevel)
    throw new AppError('invalid_input', `The arguments are nested deeper than ${deepestLevel} levels.`);
  if (Array.isArray(value)) return withoutEmptyEnd(value.map((item) => withoutNothing(item, level + 1)));
  if (typeof value !== 'object' || value === null) return value;
  const cleaned = Object.entries(value).map(([key, inner]) => [key, withoutNothing(inner, level + 1)] as const);
  return Object.fromEntries(cleaned.filter(([, inner]) => !isNothing(inner)));
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return value === null || value === undefined || (Array.isArray(value) && withoutEmptyEnd(value).length === 0);
}

/** A list without the empty entries at its end; one before others keeps their numbers. */
function withoutEmptyEnd(list: readonly unknown[]): unknown[] {
  return list.slice(0, list.findLastIndex((item) => !isNothing(item) && !isEmptyObject(item)) + 1);
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(isNothing);
}

function readIssue(issue: z.core.$ZodIssue, value: unknown): Reading[] {
  const given = valueAt(value, issue.path);
  const meant = typeof given === 'string' ? meaningOf(issue, given.trim()) : textOf(issue, given);
  return meant === undefined ? [] : [{ path: issue.path, given, meant }];
}

/** A number where text is asked for, as the name of a scene. */
function textOf(issue: z.core.$ZodIssue, given: unknown): string | undefined {
  const isAsked = issue.code === 'invalid_type' && issue.expected === 'string';
  return isAsked && typeof given === 'number' ? String(given) : undefined;
}

function meaningOf(issue: z.core.$ZodIssue, text: string): unknown {
  if (issue.code === 'invalid_value') {
    const same = issue.values.filter((one) => String(one).toLowerCase() === plainLetters(text).toLowerCase());
    return same.length === 1 ? same[0] : undefined;
  }
  if (issue.code !== 'invalid_type') return undefined;
  return readAs[issue.expected]?.(isTime(issue.path) ? plainLetters(text).replace(secondsUnit, '') : text);
}

const secondsUnit = /(?<=\d) ?(?:s|secs?|seconds?|秒钟?)\.?$/i;

/** `９：１６` of a Chinese keyboard is 9:16. */
function plainLetters(text: string): string {
  return text.normalize('NFKC');
}

/** Whether the name of the field says that it holds seconds. */
function isTime(path: readonly PropertyKey[]): boolean {
  return /duration|seconds/i.test(String(path.findLast((key) => typeof key === 'string')));
}

const readAs: Partial<Record<z.core.$ZodIssueInvalidType['expected'], (text: string) => unknown>> = {
  int: readNumber,
  number: readNumber,
  boolean: (text) => (/^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined),
  array: (text) => (text.startsWith('[') ? readJson(text) : splitAddresses(text)),
  object: readObject,
  record: readObject,
};

function readNumber(written: string): number | undefined {
  const text = plainLetters(written);
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

function readObject(text: string): unknown {
  return text.startsWith('{') ? readJson(text) : undefined;
}

function readJson(text: string): unknown {
  return withoutNothing(findJson(text));
}

function setAt(value: unknown, [key, ...rest]: readonly PropertyKey[], meant: unknown): unknown {
  if (key === undefined) return meant;
  const inner = setAt(valueAt(value, [key]), rest, meant);
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? inner : item));
  return typeof value === 'object' ? { ...value, [key]: inner } : value;
}
