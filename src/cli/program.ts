import { Command, CommanderError } from 'commander';
import { installation } from '../core/installation.ts';
import { tools } from '../tools/index.ts';
import { createCommand } from './command-spec.ts';
import { exitCodes, renderExitCodes } from './exit-codes.ts';
import { make } from './make-command.ts';
import { operatorCommands } from './operator-commands.ts';
import { renderError } from './outcome.ts';
import type { Shell } from './shell.ts';
import { printError, type Terminal } from './terminal.ts';
import { toCommandSpec } from './tool-command.ts';
import { toolCommands } from './tool-commands.ts';

/** Every command: the tools', and those for the person who runs this. */
export function createProgram(shell: Shell): Command {
  const { terminal, version } = shell;
  const program = new Command('seedance-mcp')
    .description(
      'Seedance 2.0 video and Seedream pictures: compose, check, submit once, wait, save. Without a command it is an MCP server on stdio.',
    )
    .version(version, '-v, --version')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `\n${renderExitCodes()}\n\nOn a terminal results are text. In a pipe, and with --json, they are JSON on stdout, and messages go to stderr. Set SEEDANCE_REHEARSAL=1 to try everything without a key and without money.\nCompletion: source <(${installation.command} completion zsh), or bash, fish, powershell.`,
    );
  const commands = [make, ...tools.flatMap(toolCommands).map(toCommandSpec), ...operatorCommands];
  for (const spec of commands) program.addCommand(createCommand(spec, shell));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => 100,
    });
  }
  return program;
}

export function isUsage(thrown: unknown): thrown is CommanderError {
  return thrown instanceof CommanderError;
}

/** Help and --version end a parse as well; everything else that commander throws is a mistake in the command line. */
export function explainUsage({ code, message }: CommanderError, argv: readonly string[], terminal: Terminal): number {
  if (code === 'commander.helpDisplayed' || code === 'commander.help' || code === 'commander.version')
    return exitCodes.done.code;
  const command = code === 'commander.unknownCommand' ? 'help' : `help ${argv[0] ?? ''}`.trim();
  printError(
    terminal,
    ...renderError('invalid_input', message.replace(/^error: /, ''), `${installation.command} ${command}`),
  );
  return exitCodes.usage.code;
}
