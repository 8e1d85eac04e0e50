import type { App } from '../app.ts';
import type { Terminal } from './terminal.ts';

/** What every command works with. */
export type Shell = {
  version: string;
  terminal: Terminal;
  /** Text for a person at a terminal; JSON in a pipe, and with --json. */
  format: 'text' | 'json';
  loadApp(): Promise<App>;
  /** Warnings that this command has told. */
  told: Set<string>;
  /** Sets the code that the shell will return. */
  exit(code: number): void;
  /** Ends the process at once. */
  quit(code: number): void;
};
