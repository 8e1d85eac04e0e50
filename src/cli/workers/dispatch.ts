import type { App } from '../../app.ts';
import { parseConcurrency } from '../../jobs/productions/places.ts';
import { stepsToDrive } from '../../jobs/productions/steps-to-drive.ts';
import { accountOf } from '../../jobs/spending.ts';
import { nameOfAccount } from '../../store/claim-rules.ts';
import type { Account } from '../../store/events.ts';
import type { Production } from '../../store/productions/production.ts';
import type { OpenQueue, StepQueue } from './queue.ts';

/** Puts the steps that the record shows unfinished into the queues of their services. */
export type Dispatch = {
  /** Opens the queues of the services that there is a key for now. */
  open(): Promise<void>;
  enqueue(production: Production): Promise<void>;
  close(): Promise<void>;
};

export type Step = { key: string; number: number };

type Options = {
  openQueue: OpenQueue;
  /** Of the database. */
  url: string;
  hands: number;
  signal: AbortSignal;
  drive(step: Step): Promise<void>;
};

/** A step that is begun, before all that is not. */
const first = 1;
const last = 2 ** 20;

export function createDispatch(app: App, { openQueue, url, hands, signal, drive }: Options): Dispatch {
  const queues = new Map<string, StepQueue>();
  /** Tasks whose outcome is not known are looked for once by every worker. */
  const sought = new Set<string>();

  function listSteps({ plan, ...production }: Production): { id: string; priority: number; queue: string }[] {
    // The fewer clips somebody waits for, the sooner they come: a chat's before a batch.
    const later = Math.min(first + plan.steps.length, last);
    return stepsToDrive({ plan, ...production }, app.now()).flatMap(({ number, is }) => {
      const id = createStepId({ key: plan.key, number });
      const { account } = plan.offers[plan.steps[number]?.offer ?? -1] ?? {};
      if (!account || (is === 'uncertain' && sought.has(id))) return [];
      if (is === 'uncertain') sought.add(id);
      return [{ id, priority: is === 'unsent' ? later : first, queue: queueOf(account) }];
    });
  }

  return {
    open: async () => {
      const places = parseConcurrency(app.parts.config.concurrency);
      for (const service of app.parts.services.all.filter(({ hasKey }) => hasKey())) {
        const name = queueOf(accountOf(service));
        const options = { name, url, hands, places, clock: app.clock, signal };
        if (!queues.has(name)) queues.set(name, await openQueue({ ...options, drive: (id) => drive(parseStepId(id)) }));
      }
    },
    enqueue: async (production) => {
      const steps = listSteps(production);
      for (const [name, queue] of queues) {
        const wanted = steps.filter((step) => step.queue === name);
        if (wanted.length > 0) await queue.add(wanted);
      }
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/** A worker takes steps of the services that it has a key for, at the addresses that it uses. */
function queueOf(account: Account): string {
  return nameOfAccount(account).replaceAll(':', '.');
}

function createStepId({ key, number }: Step): string {
  return `${key.replace(':', ' ')} ${number}`;
}

function parseStepId(id: string): Step {
  const [prefix, random, number] = id.split(' ');
  return { key: `${prefix}:${random}`, number: Number(number) };
}
