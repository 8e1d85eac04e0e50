import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { isProductionId } from '../core/production-id.ts';
import type { Call } from '../tools/tool.ts';
import type { OptionSpec } from './command-spec.ts';
import { isUnfinished, readOutcome } from './outcome.ts';
import type { Output, ToolCommand } from './tool-command.ts';

const timeoutOption: OptionSpec = {
  flags: '--timeout <seconds>',
  description: 'how long to wait',
  default: '600',
  parse: (text) => parseSeconds('--timeout', text),
};

/** For a command that is to end with the file: longer than any task takes. */
export const patientOption: OptionSpec = { ...timeoutOption, default: '7200' };

export const pollOptions: readonly OptionSpec[] = [
  {
    flags: '--interval <seconds>',
    description:
      "accepted for old scripts; the model's own rhythm decides how often the service is asked, which may be slower",
    default: '5',
    parse: (text) => parseSeconds('--interval', text),
  },
  timeoutOption,
];

/** One patient call may wait this long. */
const longestCallSeconds = 900;
const pauseMs = 1_000;
/** The last files of a production, and its join, come soon after its last task. */
const mostJoinLooks = 10;

/** Waits for a task in calls of at most 15 minutes, until it has ended or the time is up. */
export async function pollTask(
  { call: ask }: ToolCommand,
  { timeout, interval: _, ...input }: Output,
  app: App,
  call: Call,
): Promise<Output> {
  const deadline = app.now() + Number(timeout) * 1000;
  let joinLooks = mostJoinLooks;
  for (;;) {
    const leftMs = Math.max(0, deadline - app.now());
    const waited = { ...input, wait_seconds: Math.min(longestCallSeconds, leftMs / 1000) };
    const output = await ask(waited, app, call, { options: {}, words: [] });
    const outcome = readOutcome(output);
    const joins = outcome.saving && isProductionId(outcome.task_id ?? '') && joinLooks-- > 0;
    if ((!isUnfinished(outcome) && !joins) || app.now() >= deadline) return output;
    // A call may come back early.
    await app.clock.sleep(Math.min(pauseMs, Math.max(0, deadline - app.now())), call.signal);
  }
}

function parseSeconds(flag: string, text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new AppError('invalid_input', `${flag} takes a number of seconds, not "${text}".`);
}
