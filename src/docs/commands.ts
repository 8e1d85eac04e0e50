import type { Command } from 'commander';
import { exitCodes } from '../cli/exit-codes.ts';
import { createProgram } from '../cli/program.ts';
import { systemTerminal } from '../cli/terminal.ts';
import { code, renderTable } from './table.ts';

/** Every shell command with its arguments and flags. */
export function renderCommands(): string {
  return renderTable(['Command', 'What it does', 'Options'], describeProgram().map(row));
}

export function renderExitCodes(): string {
  return renderTable(
    ['Code', 'Meaning'],
    Object.values(exitCodes).map(({ code: number, meaning }) => [String(number), meaning]),
  );
}

/** The commands as the shell has them; nothing is run. */
export function describeProgram(): readonly Command[] {
  const never = () => Promise.reject(new Error('No command is run here.'));
  const nowhere = () => undefined;
  const terminal = systemTerminal();
  const shell = { version: '', terminal, loadApp: never, told: new Set<string>(), quit: nowhere, exit: nowhere };
  return createProgram({ ...shell, format: 'json' }).commands;
}

function row(command: Command): string[] {
  const given = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  const options = command.options.map(({ flags }) => code(flags)).join(' ');
  return [code([command.name(), ...given].join(' ')), command.summary(), options];
}
