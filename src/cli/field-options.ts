import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import { type Given, keyOf, type OptionSpec } from './command-spec.ts';
import { flagOf } from './flag-of.ts';
import { parseJsonArgument, parseJsonFile } from './json-argument.ts';
import { parseNumber } from './parse-number.ts';
import { toHelpWords } from './shell-words.ts';
import type { Terminal } from './terminal.ts';
import type { Input, ToolCommand } from './tool-command.ts';

type Kind = 'switch' | 'number' | 'text' | 'json';

/** A tool's field as an option: its flag, type and words are read off the schema. */
export type FieldOption = OptionSpec & { field: string; flag: string; kind: Kind };

export function fieldOptions({ tool, fields, required }: ToolCommand): FieldOption[] {
  const { properties = {} } = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' });
  return fields.map((field) => {
    const schema = properties[field];
    const described: z.core.JSONSchema.BaseSchema = typeof schema === 'object' ? schema : {};
    const kind = kindOf(described);
    const flag = flagOf(tool, field);
    const words = tool.flags?.[field]?.description ?? described.description;
    return {
      field,
      flag,
      kind,
      flags: kind === 'switch' ? flag : `${flag} <${placeholders[kind]}>`,
      description: [required.includes(field) ? '(required)' : '', toHelpWords(words ?? '')].filter(Boolean).join(' '),
      choices: described.enum?.map(String),
      parse: kind === 'number' ? (text) => parseNumber(flag, text) : undefined,
    };
  });
}

export const fileOption: OptionSpec = {
  flags: '--file <path>',
  description: 'read all fields from a JSON file (- for stdin); flags override it',
};

/** The tool's input: what `--file` holds, with the flags given beside it. Throws `invalid_input` for what is missing. */
export async function readInput(
  { command, required, argument }: ToolCommand,
  fields: readonly FieldOption[],
  { options: values, words: [word] }: Given<Input>,
  terminal: Terminal,
): Promise<Input> {
  const input: Input = {};
  if (typeof values.file === 'string') Object.assign(input, await readWhole(values.file, command, terminal));
  for (const option of fields) {
    const value = values[keyOf(option)];
    // commander says true for a `--no-` switch that was not given.
    if (value === undefined || (option.flag.startsWith('--no-') && value === true)) continue;
    input[option.field] =
      option.kind === 'json' ? await parseJsonArgument(String(value), option.flag, terminal) : value;
  }
  const [first] = fields;
  if (first && word !== undefined && argument?.name.startsWith('[')) input[first.field] = word;
  const missing = fields.filter(({ field }) => required.includes(field) && input[field] === undefined);
  if (missing.length > 0) {
    const flags = missing.map(({ flag }) => flag).join(' and ');
    const message = argument ? `A task must be given: ${argument.description}.` : `${flags} must be given.`;
    throw new AppError('invalid_input', message, {
      nextStep: 'Add --help to see every option.',
    });
  }
  return input;
}

/** `submit` takes what `compose` printed as it is. */
async function readWhole(path: string, command: string, terminal: Terminal): Promise<object> {
  const whole = await parseJsonFile(path, '--file', terminal);
  const composed = command === 'submit' && isObject(whole) && 'submit' in whole;
  if (composed && whole.submit === null) {
    throw new AppError('invalid_input', `The storyboard in ${path} still has errors: see "problems" in it.`);
  }
  if (composed && isObject(whole.submit)) return whole.submit;
  if (isObject(whole)) return whole;
  throw new AppError('invalid_input', `--file (${path}) must hold one JSON object.`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const placeholders = { number: 'n', text: 'text', json: 'json|@file|-' } as const;

function kindOf({ type }: z.core.JSONSchema.BaseSchema): Kind {
  if (type === 'boolean') return 'switch';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'string' ? 'text' : 'json';
}
