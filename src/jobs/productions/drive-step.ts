import { whenAborted } from '../../core/abort.ts';
import type { Ending } from '../../core/ending.ts';
import type { Production } from '../../store/productions/production.ts';
import type { Jobs } from '../jobs.ts';
import type { Watcher } from '../watch.ts';
import { startRun } from './run.ts';

/** What stood in the way, and the production as it was seen last. */
export type DrivenStep = { warnings: string[]; production?: Production };

/** Longer than a video takes. What is not done by then is looked at again. */
const longestMs = 15 * 60_000;

/** Sends one step, waits for it, saves its file, and joins the film that it completes; as far as the record wants that now. */
export async function driveStep(
  parts: { jobs: Jobs; watcher: Watcher },
  { key, number }: { key: string; number: number },
  ending: Ending,
): Promise<DrivenStep> {
  const { jobs, watcher } = parts;
  // Many steps end in one folder: none waits for its gallery.
  const save: Jobs['save'] = (task, options) => jobs.save(task, { ...options, gallery: 'soon' });
  const run = startRun({ jobs: { ...jobs, save }, watcher }, key, { save: true, only: number, ending });
  const patience = new AbortController();
  const timeUp = jobs.clock.sleep(longestMs, patience.signal).catch(() => undefined);
  await Promise.race([run.ended, timeUp, whenAborted(ending.draining, patience.signal)]);
  patience.abort();
  await run.stop();
  return { warnings: [...new Set(run.warnings.values())], production: run.production };
}
