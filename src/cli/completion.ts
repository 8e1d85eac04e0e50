import type { Command, Option } from 'commander';
import { completionScripts, isShellName } from './completion-scripts.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { suggestValues } from './suggestions.ts';

/** Adds `completion SHELL`, which prints a script, and `complete -- WORDS`, which that script asks at every press of the key. */
export function addCompletion(program: Command, shell: Shell): void {
  const { stdout } = shell.terminal;
  program
    .command('completion')
    .description('Print a completion script')
    .addArgument(program.createArgument('<shell>', 'the shell').choices(Object.keys(completionScripts)))
    .action((name: string) => {
      if (isShellName(name)) stdout.write(completionScripts[name]);
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const found = await complete(program, words, shell).catch(() => []);
      stdout.write(found.map(([value, help]) => `${value}\t${help}\n`).join(''));
      shell.exit(exitCodes.done.code);
    });
}

/** A word that may stand there, and what it means. */
type Candidate = [value: string, help: string];

/** What may stand for the last of these words. */
async function complete(program: Command, words: readonly string[], shell: Shell): Promise<Candidate[]> {
  const typed = words.at(-1) ?? '';
  const command = words.length > 1 ? program.commands.find((one) => one.name() === words[0]) : undefined;
  const candidates = command
    ? await completeWithin(command, words.slice(1), shell)
    : program
        .createHelp()
        .visibleCommands(program)
        .map((one): Candidate => [one.name(), one.summary() || one.description()]);
  return candidates.filter(([value]) => value.startsWith(typed));
}

async function completeWithin(command: Command, words: readonly string[], shell: Shell): Promise<Candidate[]> {
  const typed = words.at(-1) ?? '';
  const [, joined] = /^(--[\w-]+)=/.exec(typed) ?? [];
  const option = findOption(command, joined ?? words.at(-2));
  if (option && (joined || option.required)) {
    const values = option.argChoices ?? (await suggestValues(option.attributeName(), command.name(), shell));
    return values.map((value) => [joined ? `${joined}=${value}` : value, '']);
  }
  if (typed.startsWith('-'))
    return command
      .createHelp()
      .visibleOptions(command)
      .map(({ long, description }) => [long ?? '', description]);
  const argument = command.registeredArguments[0];
  if (!argument) return [];
  const values = argument.argChoices ?? (await suggestValues(argument.name(), command.name(), shell));
  return values.map((value) => [value, '']);
}

function findOption(command: Command, flag: string | undefined): Option | undefined {
  return command.options.find(({ long, short }) => flag !== undefined && (flag === long || flag === short));
}
