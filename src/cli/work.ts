import type { App } from '../app.ts';
import type { Ending } from '../core/ending.ts';
import { AppError, toAppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { createLifetime } from '../core/lifetime.ts';
import { parseConcurrency } from '../jobs/productions/places.ts';
import { isUnfinished, statusOfProduction } from '../store/productions/progress.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { toShellWords } from './shell-words.ts';
import { printError } from './terminal.ts';

/** New productions of other processes are looked for this often. */
const lookEveryMs = 5_000;
const pauseMs = 60_000;

/** Drives every unfinished production of the record until the process is ended: closing a chat window stops nothing. */
export async function runWork(
  { concurrency }: { concurrency?: string },
  { terminal, loadApp, quit }: Shell,
): Promise<number> {
  const app = await loadApp();
  const { config, database } = app.parts;
  const hands = parseConcurrency(concurrency ?? config.concurrency, concurrency && '--concurrency');
  if (concurrency !== undefined && !database)
    throw new AppError('invalid_input', '--concurrency is for a record in PostgreSQL, which SEEDANCE_STORE names.', {
      nextStep: 'For a record in files, set SEEDANCE_CONCURRENCY: all its processes share the places.',
    });
  const say = (line: string): void => printError(terminal, line);
  const tell: Tell = (about, what) => say(`${about}: ${toShellWords(what, { task_id: about })}`);
  const lifetime = createLifetime({
    clock: app.clock,
    flush: () => terminal.written(),
    exit: () => quit(exitCodes.done.code),
  });
  const stopListening = terminal.onInterrupt(() => {
    say(`Stopping: what has left is on record. To go on: ${installation.command} work`);
    lifetime.stop();
  });
  say('Working on every unfinished production of this record. Ctrl-C stops; what was sent goes on at the services.');
  const { ending } = lifetime;
  try {
    if (database) {
      const { workTogether } = await import('./workers/work-together.ts');
      await ending.hold(workTogether(app, database, { hands, ending, tell }));
    } else await drive(app, { ending, tell });
  } finally {
    stopListening();
  }
  return exitCodes.done.code;
}

/** Says something of a production. */
type Tell = (about: string, what: string) => void;
type Work = { ending: Ending; tell: Tell };

async function drive(app: App, { ending, tell }: Work): Promise<void> {
  const working = new Map<string, Promise<void>>();
  while (!ending.draining.aborted) {
    for (const { plan } of await app.productions.unfinished()) {
      if (working.has(plan.key)) continue;
      const work = finish(app, plan.key, { ending, tell }).finally(() => working.delete(plan.key));
      working.set(plan.key, work);
    }
    await app.clock.sleep(lookEveryMs, ending.draining).catch(() => undefined);
  }
  await Promise.all(working.values());
}

/** One patient look after another, until it has ended. What is in the way is told, and tried again with the next look. */
async function finish(app: App, key: string, { ending, tell }: Work): Promise<void> {
  try {
    const found = await app.productions.get({ key, waitSeconds: 900, save: true, drive: 'leaves' }, { ending });
    if (ending.draining.aborted) return;
    for (const warning of found.warnings) tell(key, warning);
    tell(key, statusOfProduction(found.production));
    // What cannot be sent from here, or joined, is not asked about without a pause.
    if (isUnfinished(found.production)) await app.clock.sleep(pauseMs, ending.draining);
  } catch (thrown) {
    if (ending.draining.aborted) return;
    tell(key, toAppError(thrown).message);
    await app.clock.sleep(pauseMs, ending.draining).catch(() => undefined);
  }
}
