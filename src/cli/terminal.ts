import type { Readable, Writable } from 'node:stream';
import { endSignals } from '../core/lifetime.ts';
import { printable } from '../core/printable.ts';
import type { Shell } from './shell.ts';
import { toUser } from './shell-words.ts';
import { columnsOf, fold } from './text/view.ts';

/** Streams and signals of a shell. Tests give their own. */
export type Terminal = {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Listens to Ctrl-C, `kill` and a closed window until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Fires when the reader of our output has gone. */
  abandoned: AbortSignal;
  /** Waits until stdout has taken everything. Resolves to what kept it from that, but for a reader who had enough. */
  written(): Promise<Error | undefined>;
};

export function systemTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const abandoned = new AbortController();
  let trouble: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `| head` closes early: that is no error of ours, and no reason for a stack trace.
    if (error.code !== 'EPIPE') trouble ??= error;
    abandoned.abort();
  });
  stderr.on('error', () => undefined);
  return {
    stdin,
    stdout,
    stderr,
    onInterrupt: (listener) => {
      for (const signal of endSignals) process.on(signal, listener);
      return () => {
        for (const signal of endSignals) process.off(signal, listener);
      };
    },
    abandoned: abandoned.signal,
    written: async () => {
      await new Promise((resolve) => stdout.write('', resolve));
      await new Promise(setImmediate);
      return trouble;
    },
  };
}

/** One line in a pipe, so that a line is a document; readable on a terminal. */
export function printJson({ stdout }: Terminal, value: unknown): void {
  stdout.write(`${printable(JSON.stringify(value, null, stdout.isTTY ? 2 : undefined))}\n`);
}

/** A result: its text for a person, or its JSON for a program with the text on stderr. */
export function printResult(
  { terminal, format }: Pick<Shell, 'terminal' | 'format'>,
  value: unknown,
  lines: string[],
): void {
  if (format === 'text')
    printText(
      terminal,
      lines.map(printable).flatMap((line) => fold(line, { columns: columnsOf(terminal.stdout) })),
    );
  else {
    printJson(terminal, value);
    printError(terminal, ...lines);
  }
}

/** Lines that are laid out already: their colours must get through. */
export function printText({ stdout }: Terminal, lines: readonly string[]): void {
  for (const line of lines) stdout.write(`${line}\n`);
}

/** The end of a long wait is heard. */
export function ringBell({ stderr }: Terminal): void {
  if (stderr.isTTY) stderr.write('\u0007');
}

/** Human-readable messages never mix with what scripts read. */
export function printError({ stderr }: Terminal, ...lines: string[]): void {
  const { columns } = stderr;
  const said = stderr.isTTY ? lines.map(toUser) : lines;
  for (const line of said
    .map(printable)
    .flatMap((line) => (stderr.isTTY && columns ? fold(line, { columns }) : [line])))
    stderr.write(`${line}\n`);
}
