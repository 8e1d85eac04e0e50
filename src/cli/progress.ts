import { printable } from '../core/printable.ts';
import type { Terminal } from './terminal.ts';
import { columnsOf, cut } from './text/view.ts';

type Update = { progress: number; total?: number; message: string };

/** Shows how a task stands while it is being waited for. */
export type Progress = { show(update: Update): void; clear(): void };

type Options = { plain: boolean; now(): number };

/** A bar on a terminal; elsewhere a line when the state changes and every half minute. */
export function createProgress(terminal: Terminal, { plain, now }: Options): Progress {
  return terminal.stderr.isTTY && !plain ? createBar(terminal) : createLines(terminal, now);
}

/** For --quiet. */
export const noProgress: Progress = { show: () => undefined, clear: () => undefined };

const barWidth = 20;
const eraseLine = '\r\u001b[2K';

function createBar({ stderr }: Terminal): Progress {
  let drawn = false;
  return {
    show: ({ progress, total = 100, message }) => {
      const part = Math.min(1, Math.max(0, progress / total));
      const filled = Math.round(part * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      const percent = `${Math.floor(part * 100)}%`.padStart(4);
      // A line that wraps could not be erased.
      stderr.write(eraseLine + cut(`${bar}${percent}  ${printable(message)}`, columnsOf(stderr) - 1));
      drawn = true;
    },
    clear: () => {
      if (drawn) stderr.write(eraseLine);
      drawn = false;
    },
  };
}

const lineEveryMs = 30_000;

function createLines({ stderr }: Terminal, now: () => number): Progress {
  let shownState: string | undefined;
  let shownAt = 0;
  return {
    show: ({ message }) => {
      const [state] = message.split(' ');
      if (state === shownState && now() - shownAt < lineEveryMs) return;
      shownState = state;
      shownAt = now();
      stderr.write(`${printable(message)}\n`);
    },
    clear: () => undefined,
  };
}
