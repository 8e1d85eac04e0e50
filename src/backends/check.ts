import * as z from 'zod';
import { cleanArguments, type Reading, valueAt } from '../core/clean-arguments.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { describeIssue } from '../core/issue-words.ts';
import { findNearest } from '../core/nearest.ts';
import type { Model } from './backend.ts';
import { findOurNames } from './parameter-names.ts';
import { bareReferences } from './reference-files.ts';
import { type Lifted, liftTextFlags } from './text-flags.ts';

/** What may be sent, and everything there is to say about it. `input` is left out while an error stands; `parameters` are those that were read. */
export type Checked<Input> = { input?: Input; parameters: Record<string, unknown>; problems: Diagnostic[] };

/**
 * Checks parameters against a model: schema, then what only the model knows. All problems at once.
 * A value that can mean only one thing (`"5"` where a number is asked) is read as that, with a warning.
 */
export function checkParameters<Input>(model: Model<Input>, given: unknown): Checked<Input> {
  const { parameters: meant, problems: flags } = isRecord(given)
    ? liftFlags(model, given)
    : { parameters: given, problems: [] };
  const { value, parsed, readings } = cleanArguments(model.input, meant);
  if (!isRecord(value)) return { parameters: {}, problems: [notAnObject] };
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => diagnoseIssue(model, issue, value));
  const told = [...flags, ...readings.map(tellReading)];
  const problems = [...told, ...issues, ...checkUnpublished(model, value), ...model.check(value)];
  const refused = problems.some(({ severity }) => severity === 'error');
  return { ...(parsed.success && !refused && { input: parsed.data }), parameters: value, problems };
}

/** A model that nothing here describes gets its text as it is. */
function liftFlags<Input>(model: Model<Input>, given: Record<string, unknown>): Lifted {
  const parameters = bareReferences(given);
  const keys = knownKeys(model);
  if (keys.length === 0) return { parameters, problems: [] };
  const takes = (name: string) => keys.includes(name) || (isLoose(model.input) && hintFor(model, name) === undefined);
  return liftTextFlags(parameters, { id: model.id, takes, hint: (name) => hintFor(model, name) });
}

function tellReading({ path, given, meant }: Reading): Diagnostic {
  const message = `${show(given)} was read as ${show(meant)}.`;
  return { rule: 'parameter-read-as', severity: 'warn', path: pathOf(path), message };
}

/** The parameters that a model knows; none where it takes anything. */
function knownKeys(model: { input: z.ZodType }): string[] {
  return model.input instanceof z.ZodObject ? Object.keys(model.input.shape) : [];
}

/** A loose schema takes options that no document lists; a slip of the finger is none. */
function checkUnpublished(model: Described, value: Record<string, unknown>): Diagnostic[] {
  const keys = knownKeys(model);
  if (keys.length === 0 || !isLoose(model.input)) return [];
  return Object.keys(value)
    .filter((key) => !keys.includes(key))
    .map((key) => {
      if (hintFor(model, key) !== undefined || findNearest(key, keys)) return unknownKey(model, key, []);
      const message = `No document lists ${show(key)} for ${model.id}: it is sent as it is, and may be refused.`;
      return { rule: 'parameter-unpublished', severity: 'warn', path: pathOf([key]), message };
    });
}

function isLoose(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && schema.def.catchall?._zod.def.type === 'unknown';
}

const notAnObject: Diagnostic = {
  rule: 'parameter-type',
  severity: 'error',
  path: 'parameters',
  message: 'The parameters must be an object, for example {"prompt": "…", "duration": 5}.',
};

type Issue = z.core.$ZodIssue;
type Described = { id: string; input: z.ZodType; parameterHints?: Readonly<Record<string, string>> };

function diagnoseIssue(model: Described, issue: Issue, value: Record<string, unknown>): Diagnostic[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(model, key, issue.path));
  const got = valueAt(value, issue.path);
  const problem = { severity: 'error', path: pathOf(issue.path), fix: wordsFor(model, issue.path) } as const;
  if (got === undefined) return [{ ...problem, rule: 'parameter-missing', message: `${last(issue.path)} is missing.` }];
  if (issue.code === 'invalid_value') {
    const near = findNearest(String(got), issue.values.map(String));
    const message = `${show(got)} is not possible here; choose one of ${issue.values.join(', ')}.`;
    return [{ ...problem, rule: 'parameter-value', message, fix: near ? `Did you mean ${near}?` : undefined }];
  }
  const rule = issue.code === 'invalid_type' ? 'parameter-type' : 'parameter-value';
  return [{ ...problem, rule, message: `${show(got)} is not possible here: ${describeIssue(issue)}.` }];
}

/** What the model says of a parameter: `duration: Seconds, 4–15; 5 when left out.` */
function wordsFor({ input }: Described, [key]: PropertyKey[]): string | undefined {
  const field =
    input instanceof z.ZodObject && typeof key === 'string' ? (input.shape[key] as z.ZodType | undefined) : undefined;
  return field?.description && `${String(key)}: ${field.description}`;
}

function unknownKey(model: Described, key: string, path: PropertyKey[]): Diagnostic {
  const problem = { rule: 'parameter-unknown', severity: 'error', path: pathOf([...path, key]) } as const;
  if (path.length > 0) return { ...problem, message: `${show(key)} is unknown.`, fix: 'Leave it out.' };
  const keys = knownKeys(model);
  const near = findNearest(key, keys);
  const instead = hintFor(model, key);
  const message = `${model.id} has no parameter ${show(key)}.`;
  return { ...problem, message, fix: instead ?? (near ? `Did you mean ${near}?` : `It takes ${keys.join(', ')}.`) };
}

/** What to do instead of a parameter that the model has not: in its own words, or by the name that it has here. */
function hintFor(model: Described, key: string): string | undefined {
  const own = (name: string) =>
    Object.hasOwn(model.parameterHints ?? {}, name) ? model.parameterHints?.[name] : undefined;
  const ours = findOurNames(key) ?? [];
  const here = ours.filter((name) => knownKeys(model).includes(name));
  return own(key) ?? (here.length > 0 ? `It is called ${here.join(' or ')}.` : ours.map(own).find(Boolean));
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key).slice(0, 60)}`),
    'parameters',
  );
}

function last(path: readonly PropertyKey[]): string {
  return String(path.at(-1) ?? 'The parameters');
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
