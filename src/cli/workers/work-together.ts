import { setMaxListeners } from 'node:events';
import type { App } from '../../app.ts';
import type { Ending } from '../../core/ending.ts';
import { toAppError } from '../../core/errors.ts';
import { parseConcurrency } from '../../jobs/productions/places.ts';
import { stepsToDrive } from '../../jobs/productions/steps-to-drive.ts';
import { accountOf } from '../../jobs/spending.ts';
import { nameOfAccount } from '../../store/claim-rules.ts';
import type { Account } from '../../store/events.ts';
import type { PostgresStore } from '../../store/postgres/postgres-store.ts';
import {
  callWorkers,
  createUnfinished,
  createWorkerRow,
  listenForCalls,
  readClockAheadMs,
} from '../../store/postgres/workers.ts';
import type { Production } from '../../store/productions/production.ts';
import { moveClock } from './clock.ts';
import { loadQueue, type StepQueue } from './queue.ts';

type Work = { hands: number; ending: Ending; say(line: string): void };

const beatMs = 5_000;
/** The record is looked through this often, whatever was called out. */
const beatsPerLook = 6;
/** A step that is begun, before all that is not. */
const first = 1;
const last = 2 ** 20;

/** Shares the steps of every unfinished production with the workers of other machines, until it is to end. */
export async function workTogether(app: App, store: PostgresStore, { hands, ending, say }: Work): Promise<void> {
  setMaxListeners(0, ending.draining, ending.cutOff); // a step listens to each
  const openQueue = await loadQueue();
  const { database } = store.parts();
  const queues = new Map<string, StepQueue>();
  const inHand = new Set<string>();
  /** Tasks whose outcome is not known are looked for once by every worker. */
  const sought = new Set<string>();
  const row = createWorkerRow(store);
  const unfinished = createUnfinished(store, app.rehearsal);
  const told = new Map<string, string>();
  let stopListening: (() => Promise<void>) | undefined;

  /** Once, until it is another. */
  function tell(about: string, line: string): void {
    if (told.get(about) !== line) say(line);
    told.set(about, line);
  }

  /** Whether it went well. */
  const trying = (about: string, work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      (thrown) => {
        if (!ending.draining.aborted) tell(about, `${about}: ${toAppError(thrown).message}`);
        return false;
      },
    );

  async function drive(id: string): Promise<void> {
    const step = parseStepId(id);
    inHand.add(id);
    try {
      const { warnings, production } = await app.productions.driveStep(step, ending);
      for (const warning of warnings) tell(step.key, `${step.key}: ${warning}`);
      if (production && hasFollowers(production) && !ending.draining.aborted) await lookAt(step.key);
    } catch (thrown) {
      tell(step.key, `${step.key}: ${toAppError(thrown).message}`);
    } finally {
      inHand.delete(id);
    }
  }

  async function lookAt(key: string): Promise<void> {
    const production = await store.findProduction(key);
    if (production?.plan.rehearsal === app.rehearsal) await enqueue(production);
  }

  async function enqueue(production: Production): Promise<void> {
    const { plan } = production;
    const steps = stepsToDrive(production, app.now()).map((step) => ({
      ...step,
      id: createStepId(plan.key, step.number),
      account: plan.offers[plan.steps[step.number]?.offer ?? -1]?.account,
    }));
    for (const [name, queue] of queues) {
      const wanted = steps.filter(
        ({ id, is, account }) => account && queueOf(account) === name && !(is === 'uncertain' && sought.has(id)),
      );
      for (const { id, is } of wanted) if (is === 'uncertain') sought.add(id);
      // The fewer clips somebody waits for, the sooner they come: a chat's before a batch.
      const later = Math.min(first + plan.steps.length, last);
      if (wanted.length > 0)
        await queue.add(wanted.map(({ id, is }) => ({ id, priority: is === 'unsent' ? later : first })));
    }
  }

  /** Those of the services that there is a key for now. */
  async function openQueues(): Promise<void> {
    const places = parseConcurrency(app.parts.config.concurrency);
    const { url } = database.address;
    for (const service of app.parts.services.all.filter(({ hasKey }) => hasKey())) {
      const name = queueOf(accountOf(service));
      if (queues.has(name)) continue;
      queues.set(name, await openQueue({ name, url, hands, places, clock: app.clock, signal: ending.draining, drive }));
    }
  }

  async function look(): Promise<void> {
    if (moveClock(await readClockAheadMs(database)))
      say('The clock of this machine is not that of the database, which counts here. Set it.');
    await openQueues();
    stopListening ??= await listenForCalls(
      database,
      (key) => void trying('record', lookAt(key)),
      () => (stopListening = undefined),
    );
    for (const production of await unfinished()) await enqueue(production);
    told.delete('record');
  }

  let hasLooked = false;
  for (let beats = 0; !ending.draining.aborted; beats++) {
    if (!hasLooked || beats % beatsPerLook === 0) hasLooked = await trying('record', look());
    await trying('record', row.beat(describe(inHand, hands)));
    await app.clock.sleep(beatMs, ending.draining).catch(() => undefined);
  }
  const left = new Set([...inHand].map((id) => parseStepId(id).key));
  await stopListening?.().catch(() => undefined);
  await Promise.all([...queues.values()].map(({ close }) => close()));
  // The others go on with what is at work.
  for (const key of left) await callWorkers(database.read, key).catch(() => undefined);
  await row.leave().catch(() => undefined);
}

/** Whether something else can be done once a step is. */
function hasFollowers({ plan }: Production): boolean {
  return plan.film_clips !== undefined || plan.steps.some(({ needs }) => needs);
}

/** A worker takes steps of the services that it has a key for. */
function queueOf(account: Account): string {
  return nameOfAccount(account).replaceAll(':', '.');
}

function createStepId(key: string, number: number): string {
  return `${key.replace(':', ' ')} ${number}`;
}

function parseStepId(id: string): { key: string; number: number } {
  const [prefix, random, number] = id.split(' ');
  return { key: `${prefix}:${random}`, number: Number(number) };
}

const mostShown = 3;

function describe(inHand: ReadonlySet<string>, hands: number): string {
  const shown = [...inHand].slice(0, mostShown).map((id) => {
    const { key, number } = parseStepId(id);
    return `${key} step ${number + 1}`;
  });
  const more = inHand.size > mostShown ? ` and ${inHand.size - mostShown} more` : '';
  return inHand.size === 0 ? `waits, up to ${hands} at once` : `${shown.join(', ')}${more}, up to ${hands} at once`;
}
