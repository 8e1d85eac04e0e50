import { Command, Option } from 'commander';
import type { Shell } from './shell.ts';

/** An option as the shell spells it: `--port <n>`. */
export type OptionSpec = {
  flags: string;
  description: string;
  default?: string;
  choices?: readonly string[];
  parse?(text: string): unknown;
};

/** What a person typed after the command. */
export type Given<Options> = {
  options: Options;
  /** The words that are no option. */
  words: readonly string[];
};

/** One shell command, a tool's or one for the person who runs this. */
export type CommandSpec<Options = Record<string, unknown>> = {
  command: string;
  summary: string;
  description: string;
  /** A word beside the options, `<task>` where it must be given and `[task]` where it may. */
  argument?: { name: string; description: string; isTask?: true };
  options: readonly OptionSpec[];
  /** Takes unknown words and options, so that `run` can answer them itself. */
  lenient?: true;
  /** Resolves to the exit code. */
  run(given: Given<Options>, shell: Shell): Promise<number>;
};

/** The one rule of output: text on a terminal, JSON in a pipe and with this. */
export const jsonOption: OptionSpec = { flags: '--json', description: 'print JSON on a terminal too' };

export function createCommand(spec: CommandSpec, shell: Shell): Command {
  const command = new Command(spec.command).summary(spec.summary).description(spec.description);
  if (spec.argument) command.argument(spec.argument.name, spec.argument.description);
  if (spec.lenient) command.allowExcessArguments().allowUnknownOption();
  for (const option of spec.options) command.addOption(createOption(option));
  return command.action(async () => {
    const options = command.opts();
    const format = options.json || !shell.terminal.stdout.isTTY ? 'json' : 'text';
    shell.exit(await spec.run({ options, words: command.args }, { ...shell, format }));
  });
}

/** The name under which commander keeps an option's value: `notTaken` for `--not-taken`. */
export function keyOf({ flags }: OptionSpec): string {
  return new Option(flags).attributeName();
}

function createOption({ flags, description, default: value, choices, parse }: OptionSpec): Option {
  const option = new Option(flags, description).default(value);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse);
  return option;
}
