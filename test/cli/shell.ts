import { PassThrough } from 'node:stream';
import type { App } from '../../src/app.ts';
import { runShell } from '../../src/cli/run-shell.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export type Ran = { code: number; stdout: string; stderr: string; json: any };

export type Session = {
  /** Resolves when the command has ended. */
  ran: Promise<Ran>;
  /** What stands on stderr so far. */
  stderr(): string;
  interrupt(): void;
  quits: number[];
};

type Options = { stdin?: string | PassThrough; tty?: boolean; columns?: number };

/** Starts a shell command in this process, with streams of its own. */
export function startShell(app: App, argv: string[], { stdin = '', tty = false, columns = 80 }: Options = {}): Session {
  const listeners = new Set<() => void>();
  const [stdout, stderr] = [capture(tty, columns), capture(tty, columns)];
  const quits: number[] = [];
  const terminal: Terminal = {
    stdin: Object.assign(typeof stdin === 'string' ? pipe(stdin) : stdin, { isTTY: tty }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    abandoned: new AbortController().signal,
    written: async () => undefined,
  };
  const run = async (): Promise<Ran> => {
    const code = await runShell({
      version: '1.2.3',
      argv,
      loadApp: async () => app,
      terminal,
      quit: (given) => quits.push(given),
    });
    return { code, stdout: stdout.text(), stderr: stderr.text(), json: readJson(stdout.text()) };
  };
  return {
    ran: run(),
    stderr: stderr.text,
    interrupt: () => {
      for (const listener of [...listeners]) listener();
    },
    quits,
  };
}

export function shell(app: App, argv: string[], options?: Options): Promise<Ran> {
  return startShell(app, argv, options).ran;
}

function pipe(text: string): PassThrough {
  const stream = new PassThrough();
  stream.end(text);
  return stream;
}

function capture(
  tty: boolean,
  columns: number,
): { stream: PassThrough & { isTTY?: boolean; columns?: number }; text(): string } {
  const chunks: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY: tty, columns });
  stream.on('data', (chunk) => chunks.push(String(chunk)));
  return { stream, text: () => chunks.join('') };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
