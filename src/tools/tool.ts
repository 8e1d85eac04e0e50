import type * as z from 'zod';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';

/** What calling a tool does to the world; the four MCP hints follow from this one word. */
export type Effect = 'pure' | 'reads' | 'spends' | 'uploads';

/** The part of a call that is not its input. */
export type Call = {
  signal?: AbortSignal;
  /** The client's name as it introduced itself, `shell` for the shell. */
  client: string;
  /** Folders that the client has open. */
  roots?(): Promise<string[]>;
  /** Tells a waiting client how things stand; does nothing when it did not ask. */
  progress(update: { progress: number; total?: number; message: string }): void;
};

/** Content shown beside the JSON: saved files as links, a small picture as itself. */
export type Attachment =
  | { type: 'resource_link'; uri: string; name: string; mimeType?: string; description?: string }
  | { type: 'image'; data: string; mimeType: string };

/** How a shell spells a field, `--model` for `model_id`, and its words where the schema has none or others. */
export type Flag = { name?: string; description?: string };

type Shape = z.ZodObject;

/** A tool is one plain object. The MCP surface, the shell commands and the tables of reference.md are all read off it. */
export type Tool<Input extends Shape = Shape, Output extends Shape = Shape> = {
  name: string;
  command: string;
  title: string;
  /** At most 600 characters: what, when, what it costs, what comes next. */
  description: string;
  effect: Effect;
  input: Input;
  output: Output;
  flags?: Record<string, Flag>;
  run(input: z.output<Input>, app: App, call: Call): Promise<z.output<Output>>;
  attach?(output: z.output<Output>, app: App): Promise<Attachment[]>;
};

/** Returns its argument, so that a tool's types follow from its schemas. */
export function defineTool<Input extends Shape, Output extends Shape>(tool: Tool<Input, Output>): Tool<Input, Output> {
  return tool;
}

/** The one path in, for MCP and shell alike: unwrap, parse strictly, run. Handlers throw; the surfaces catch. */
export async function runTool(tool: Tool, args: unknown, app: App, call: Call): Promise<Record<string, unknown>> {
  return tool.run(parseInput(tool, args), app, call);
}

function parseInput(tool: Tool, args: unknown): Record<string, unknown> {
  const parsed = tool.input.safeParse(unwrap(tool, args ?? {}));
  if (parsed.success) return parsed.data;
  const known = Object.keys(tool.input.shape);
  throw new AppError('invalid_input', parsed.error.issues.map((issue) => issueInWords(issue, known)).join('\n'), {
    nextStep: `Correct the input of ${tool.name} and call again. Nothing was sent and nothing was spent.`,
  });
}

/** Some clients send objects, lists and numbers as JSON text. */
function unwrap(tool: Tool, args: unknown): unknown {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return args;
  // Clients in strict mode send null for a field that is left out.
  const given = Object.entries(args).filter(([field, value]) => value !== null || !tool.input.shape[field]);
  return Object.fromEntries(given.map(([field, value]) => [field, unwrapField(field, tool.input.shape[field], value)]));
}

function unwrapField(field: string, schema: unknown, value: unknown): unknown {
  if (typeof value !== 'string' || !schema || (schema as z.ZodType).safeParse(value).success) return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    // A schema that takes no text at all was meant to get JSON.
    const looksLikeJson = /^\s*[[{]/.test(value);
    if (!looksLikeJson) return value;
    throw new AppError('invalid_input', `${field} is not valid JSON: ${(error as Error).message}`);
  }
}

function issueInWords(issue: z.core.$ZodIssue, known: readonly string[]): string {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${key}"`).join(', ');
    return `${[...issue.path, ''].join('.')}${names}: no such field. Known fields: ${known.join(', ')}.`;
  }
  return `${issue.path.join('.') || 'input'}: ${issue.message}`;
}
