import type { Command } from 'commander';
import type { App } from '../app.ts';
import { toAppError } from '../core/errors.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { renderAppError } from './outcome.ts';
import { createProgram, explainUsage, isUsage } from './program.ts';
import type { Shell } from './shell.ts';
import { printError, systemTerminal, type Terminal } from './terminal.ts';

type Options = {
  version: string;
  argv: readonly string[];
  /** Built when a command needs it: help and --version do not. */
  loadApp(): Promise<App>;
  terminal?: Terminal;
  quit?(code: number): void;
};

/** Runs one shell command. Resolves to the exit code. */
export async function runShell({
  version,
  argv,
  loadApp,
  terminal = systemTerminal(),
  quit = process.exit,
}: Options): Promise<number> {
  let code: number = exitCodes.done.code;
  const told = new Set<string>();
  const shell: Shell = { version, terminal, format: 'json', loadApp, told, quit, exit: (given) => (code = given) };
  try {
    const program = createProgram(shell);
    if (argv[0] === 'complete' || argv.includes('completion'))
      (await import('./completion.ts')).addCompletion(program, shell);
    await program.parseAsync(commandLine(program, argv), { from: 'user' });
    const trouble = await terminal.written();
    if (!trouble) return code;
    printError(terminal, `The result could not be written: ${trouble.message}.`);
    return exitCodes.failed.code;
  } catch (thrown) {
    if (isUsage(thrown)) return explainUsage(thrown, argv, terminal);
    const error = toAppError(thrown);
    printError(terminal, ...renderAppError(error));
    return exitCodeOf(error);
  }
}

/** `help nothing` and `nothing --help` name a command that is not there: an error like `nothing` alone. */
function commandLine({ commands }: Command, argv: readonly string[]): readonly string[] {
  const name = argv[0] === 'help' ? argv[1] : argv[0];
  const isKnown = !name || /^-|^help$/.test(name) || commands.some((command) => command.name() === name);
  return isKnown ? argv : [name];
}
