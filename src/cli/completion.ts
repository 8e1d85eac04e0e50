import addCompletions from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Adds `completion zsh|bash|fish|powershell`; commands, flags and choices are read off the program. */
export function addCompletion(program: Command): void {
  for (const command of program.commands) command.description(command.summary() || command.description());
  addCompletions(program, { completionCommandName: 'completion' });
}
