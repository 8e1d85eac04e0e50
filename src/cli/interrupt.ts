import type { Clock } from '../core/clock.ts';
import type { Ending } from '../core/ending.ts';
import { installation } from '../core/installation.ts';
import { createLifetime } from '../core/lifetime.ts';
import type { Tool } from '../tools/tool.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { printError } from './terminal.ts';

/** What Ctrl-C, a closed window or `kill` do to a command. */
export type Interrupt = {
  /** Fires where the command may simply stop. */
  signal: AbortSignal;
  /** Set where a request may have left that is paid for. */
  ending?: Ending;
  /** The command has shown how it went. */
  finish(code: number): void;
};

export function listenToInterrupt({ effect }: Tool, clock: Clock, shell: Shell): Interrupt {
  return effect === 'spends' ? lingerOnInterrupt(clock, shell) : stopOnInterrupt(shell);
}

/** A second Ctrl-C ends at once. */
function stopOnInterrupt({ terminal, quit }: Shell): Interrupt {
  const interrupted = new AbortController();
  const finish = terminal.onInterrupt(() => {
    if (interrupted.signal.aborted) quit(exitCodes.interrupted.code);
    interrupted.abort();
  });
  return { signal: interrupted.signal, finish };
}

/** The answer of a request that may have left is what was paid for: it is waited for, or recorded as lost. */
function lingerOnInterrupt(clock: Clock, { terminal, quit }: Shell): Interrupt {
  let code: number | undefined;
  let show = (): void => undefined;
  const shown = new Promise<void>((resolve) => (show = resolve));
  const lifetime = createLifetime({
    clock,
    flush: async () => {
      await shown;
      await terminal.written();
    },
    exit: () => {
      if (code === undefined) printError(terminal, `Stopped. What had left is on record: ${installation.command} list`);
      quit(code ?? exitCodes.interrupted.code);
    },
  });
  let isStopping = false;
  const stopListening = terminal.onInterrupt(() => {
    if (!isStopping)
      printError(
        terminal,
        'A request that may have left is waiting for its answer, so that it is not lost: at most 20 s. Ctrl-C again stops at once.',
      );
    isStopping = true;
    lifetime.stop();
  });
  const finish = (given: number): void => {
    code = given;
    stopListening();
    if (!isStopping) lifetime.cutShort();
    show();
  };
  return { signal: new AbortController().signal, ending: lifetime.ending, finish };
}
