import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { tools } from '../tools/index.ts';
import { type Call, runTool, type Tool } from '../tools/tool.ts';
import { exitCodes } from './exit-codes.ts';
import { goesOn, readOutcome } from './outcome.ts';

type Output = Record<string, unknown>;
type Input = Record<string, unknown>;

/** An option that the shell adds to a tool's own fields. */
type OwnOption = { flags: string; description: string; default?: string };

/** A tool as the shell wears it: which fields it shows, and what it does when the task goes on. */
export type CommandSpec = {
  command: string;
  summary: string;
  description: string;
  tool: Tool;
  fields: readonly string[];
  required: readonly string[];
  own: readonly OwnOption[];
  exitWhenRunning: number;
  run(input: Input, app: App, call: Call, own: Record<string, string>): Promise<Output>;
};

/** Most tools are one command. get_task is three: the seed's script asks, waits and lists by different names. */
export function costumesOf(tool: Tool): CommandSpec[] {
  const usual: CommandSpec = {
    command: tool.command,
    summary: tool.title,
    description: inShellWords(tool),
    tool,
    fields: Object.keys(tool.input.shape),
    required: Object.entries(tool.input.shape).flatMap(([field, schema]) =>
      schema.safeParse(undefined).success ? [] : [field],
    ),
    own: [],
    exitWhenRunning: exitCodes.done.code,
    run: (input, app, call) => runTool(tool, input, app, call),
  };
  return tool.name === 'get_task' ? taskCostumes(usual) : [usual];
}

function taskCostumes(usual: CommandSpec): CommandSpec[] {
  const one = { ...usual, required: ['task_id'], fields: ['task_id', 'save_dir', 'save'] };
  return [
    {
      ...one,
      summary: 'Ask once how a task stands',
      description: 'Ask once how a task stands. A finished one is saved and checked against the request. Free.',
    },
    {
      ...one,
      command: 'poll',
      summary: 'Wait for a task',
      description:
        'Wait until a task has ended, save its files and check them against the request. Stopping it leaves the task as it is. Free.',
      own: [
        {
          flags: '--interval <seconds>',
          description:
            "accepted for old scripts; the model's own rhythm decides how often the service is asked, which may be slower",
          default: '5',
        },
        { flags: '--timeout <seconds>', description: 'how long to wait', default: '600' },
      ],
      exitWhenRunning: exitCodes.running.code,
      run: (input, app, call, { interval = '5', timeout = '600' }) => {
        parseSeconds('--interval', interval);
        return pollTask(usual, input, app, call, parseSeconds('--timeout', timeout));
      },
    },
    {
      ...usual,
      command: 'list',
      summary: 'List recent tasks',
      description:
        'Recent tasks with their prompts, newest first; unfinished ones are asked about, finished ones are saved. Free.',
      fields: ['search', 'status', 'limit', 'save_dir', 'save'],
    },
  ];
}

/** `--model` for `model_id`, `--dry-run` for `dry_run`. */
export function flagOf({ flags }: Tool, field: string): string {
  return `--${flags?.[field]?.name ?? field.replaceAll('_', '-')}`;
}

/** A description speaks of tools and fields; a person at a shell has commands and flags. */
function inShellWords(tool: Tool): string {
  const commands = new Map(tools.map(({ name, command }) => [name, name === 'get_task' ? 'poll' : command]));
  return tool.description.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (word) =>
    word in tool.input.shape ? flagOf(tool, word) : (commands.get(word) ?? word),
  );
}

/** One patient call may wait this long. Seconds. */
const longestCallSeconds = 900;
const pauseMs = 1_000;

async function pollTask(
  costume: CommandSpec,
  input: Input,
  app: App,
  call: Call,
  timeoutSeconds: number,
): Promise<Output> {
  const deadline = app.now() + timeoutSeconds * 1000;
  for (;;) {
    const leftMs = Math.max(0, deadline - app.now());
    const waited = { ...input, wait_seconds: Math.min(longestCallSeconds, leftMs / 1000) };
    const output = await costume.run(waited, app, call, {});
    if (!goesOn(readOutcome(output)) || app.now() >= deadline) return output;
    // A task that another process has just now in hand is answered at once, not waited for.
    await app.clock.sleep(Math.min(pauseMs, Math.max(0, deadline - app.now())), call.signal);
  }
}

function parseSeconds(flag: string, text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new AppError('invalid_input', `${flag} takes a number of seconds, not "${text}".`);
}
