import type * as z from 'zod';
import type { App } from '../app.ts';
import type { Ending } from '../core/ending.ts';
import { AppError } from '../core/errors.ts';
import type { Attachment } from './attachments.ts';
import { hearArguments, translateAnswer, translateError, translateProgress } from './language.ts';
import { parseFields } from './parse-fields.ts';
import { withoutHostFields } from './unknown-fields.ts';

/** What calling a tool does to the world; the four MCP hints follow from this one word. */
export type Effect = 'pure' | 'reads' | 'spends' | 'uploads';

/** The part of a call that is not its input. */
export type Call = {
  signal?: AbortSignal;
  /** The client's name as it introduced itself, `shell` for the shell. */
  client: string;
  /** Folders that the client has open. */
  roots?(): Promise<string[]>;
  /** How the process may end under this call; a shell command ends with its process. */
  ending?: Ending;
  /** Tells a waiting client how things stand; does nothing when it did not ask. */
  progress(update: { progress: number; total?: number; message: string }): void;
};

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
  /** Its answers can be shown by the viewer, in hosts with MCP Apps. */
  hasViewer?: true;
  run(input: z.output<Input>, app: App, call: Call): Promise<z.output<Output>>;
  attach?(output: z.output<Output>, app: App): Promise<Attachment[]>;
};

/** Returns its argument, so that a tool's types follow from its schemas. */
export function defineTool<Input extends Shape, Output extends Shape>(tool: Tool<Input, Output>): Tool<Input, Output> {
  return tool;
}

/** The one path in, for MCP and shell alike: clean, parse strictly, run, in the language of the caller. Handlers throw; the surfaces catch. */
export async function runTool(tool: Tool, args: unknown, app: App, call: Call): Promise<Record<string, unknown>> {
  await hearArguments(app, tool, args);
  try {
    const input = parseInput(tool, args);
    app.refuseKeys(input);
    const progress = await translateProgress(app, call.progress);
    return await translateAnswer(app, await tool.run(input, app, { ...call, progress }));
  } catch (thrown) {
    throw await translateError(app, thrown);
  }
}

function parseInput(tool: Tool, args: unknown): Record<string, unknown> {
  const read = parseFields(tool.input, withoutHostFields(args ?? {}, tool.input));
  if ('fields' in read) return read.fields;
  throw new AppError('invalid_input', read.problems.join('\n'), {
    nextStep: `Correct the input of ${tool.name} and call again. Nothing was sent and nothing was spent.`,
  });
}
