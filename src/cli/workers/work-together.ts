import { setMaxListeners } from 'node:events';
import type { App } from '../../app.ts';
import type { Ending } from '../../core/ending.ts';
import { toAppError } from '../../core/errors.ts';
import { goByDatabaseClock } from '../../store/postgres/clock.ts';
import type { PostgresStore } from '../../store/postgres/postgres-store.ts';
import { callWorkers, createUnfinished, createWorkerRow, listenForCalls } from '../../store/postgres/workers.ts';
import type { Production } from '../../store/productions/production.ts';
import { createDispatch, type Step } from './dispatch.ts';
import { loadQueue } from './queue.ts';

type Work = { hands: number; ending: Ending; tell(about: string, what: string): void };

const beatMs = 5_000;
/** The record is looked through this often, whatever was called out. */
const beatsPerLook = 6;

/** Shares the steps of every unfinished production with the workers of other machines, until it is to end. */
export async function workTogether(app: App, store: PostgresStore, given: Work): Promise<void> {
  const { hands, ending } = given;
  const { draining } = ending;
  setMaxListeners(0, draining, ending.cutOff); // a step listens to each
  const openQueue = await loadQueue();
  const { database } = store.parts();
  const inHand = new Set<Step>();
  /** Productions whose steps this worker lets go of. */
  const left = new Set<string>();
  let hasDriven = false;
  const tell = onceEach(given.tell);
  const row = createWorkerRow(store);
  const unfinished = createUnfinished(store, app.rehearsal);
  const dispatch = createDispatch(app, { openQueue, url: database.address.url, hands, signal: draining, drive });
  let stopListening: (() => Promise<void>) | undefined;

  /** Whether it went well. */
  async function trying(about: string, work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (thrown) {
      if (!draining.aborted) tell(about, toAppError(thrown).message);
      return false;
    }
  }

  async function drive(step: Step): Promise<void> {
    inHand.add(step);
    hasDriven = true;
    await trying(step.key, driveStep(step));
    inHand.delete(step);
    if (draining.aborted) left.add(step.key);
  }

  async function driveStep(step: Step): Promise<void> {
    const { warnings, production } = await app.productions.driveStep(step, ending);
    for (const warning of warnings) tell(step.key, warning);
    if (production && hasFollowers(production) && !draining.aborted) await lookAt(step.key);
  }

  async function lookAt(key: string): Promise<void> {
    const production = await store.findUnfinished(key);
    if (production?.plan.rehearsal === app.rehearsal) await dispatch.enqueue(production);
  }

  async function look(): Promise<void> {
    if (await goByDatabaseClock(database.read))
      tell('record', 'The clock of this machine is not that of the database, which counts here. Set it.');
    await dispatch.open();
    const onCall = (key: string): void => void trying('record', lookAt(key));
    stopListening ??= await listenForCalls(database, onCall, () => (stopListening = undefined));
    // The smallest first: work begins with what is there, and a batch of 10,000 takes a while to enqueue.
    const found = (await unfinished()).toSorted((a, b) => a.plan.steps.length - b.plan.steps.length);
    for (const production of found) await dispatch.enqueue(production);
  }

  let hasLooked = false;
  for (let beats = 0; !draining.aborted; beats++) {
    if (!hasLooked || beats % beatsPerLook === 0) hasLooked = await trying('record', look());
    await trying('record', row.beat(describe(inHand, hands)));
    await app.clock.sleep(beatMs, draining).catch(() => undefined);
  }
  await stopListening?.().catch(() => undefined);
  await dispatch.close();
  // The others go on with what is at work.
  for (const key of left) await callWorkers(database.read, key).catch(() => undefined);
  if (hasDriven) await app.writeGallery();
  await row.leave().catch(() => undefined);
}

/** Says a thing once, until it is another. */
function onceEach(tell: Work['tell']): Work['tell'] {
  const told = new Map<string, string>();
  return (about, what) => {
    if (told.get(about) !== what) tell(about, what);
    told.set(about, what);
  };
}

/** Whether something else can be done once a step is. */
function hasFollowers({ plan }: Production): boolean {
  return plan.film_clips !== undefined || plan.steps.some(({ needs }) => needs);
}

const mostShown = 3;

function describe(inHand: ReadonlySet<Step>, hands: number): string {
  const shown = [...inHand].slice(0, mostShown).map(({ key, number }) => `${key} step ${number + 1}`);
  const more = inHand.size > mostShown ? ` and ${inHand.size - mostShown} more` : '';
  return inHand.size === 0 ? `waits, up to ${hands} at once` : `${shown.join(', ')}${more}, up to ${hands} at once`;
}
