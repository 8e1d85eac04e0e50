import fc from 'fast-check';
import { expect } from 'vitest';
import { nextSteps } from '../../../src/jobs/productions/next-steps.ts';
import type { TaskEvent } from '../../../src/store/events.ts';
import type { Plan } from '../../../src/store/productions/plan.ts';
import type { Store } from '../../../src/store/store.ts';
import type { StoreStage } from '../contract.ts';
import { accepted, ended, intentOf, uncertain } from '../intents.ts';
import { account, failed, newPlan, offerOf, planOf, refused, stepOf } from './plans.ts';

const cap = 200;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What was sent, as plainly as it can be told: the truth that the record's sums are held against. */
type Sent = { key: string; at: number; cost: number; refunds: boolean; state: State; step?: string };
type State = 'open' | 'uncertain' | 'running' | 'completed' | 'failed' | 'nothing';

type Model = { sent: Sent[]; plans: Plan[]; nextKey: number };
type Real = { stage: StoreStage; stores: Store[] };
type Command = fc.AsyncCommand<Model, Real>;

/** One thing that happens. `pick` chooses among what there is at that moment. */
const step = fc.record({
  what: fc.constantFrom(
    ...(['single', 'reserve', 'reserve', 'send', 'send', 'send', 'answer', 'answer', 'end', 'end'] as const),
    ...(['settle', 'stop', 'resume', 'wait', 'planAndDie'] as const),
  ),
  process: fc.nat(2),
  pick: fc.nat(9),
  which: fc.nat(5),
  amount: fc.constantFrom(20, 50, 90),
  refunds: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

type Happening = (model: Model, real: Real & { store: Store; nowMs: number }, step: Step) => Promise<void>;

const happenings = {
  single: async (model, { store, nowMs }, { which, amount, pick }) => {
    const key = keyOf(model);
    const fingerprint = which < 4 ? `clip 1 of plan ${which % 2}` : `single ${which}`;
    const price = { amount, unit: 'points', source: 'quoted' as const };
    const again = pick === 0 || undefined;
    const claimed = await store.claim(intentOf(key, { at: nowMs, fingerprint, price, again }), { dailyCap: cap });
    if (claimed.outcome !== 'owned') return;
    model.sent.push({ key, at: nowMs, cost: amount, refunds: true, state: 'open' });
  },
  reserve: async (model, { store, nowMs }, { which, pick, amount, refunds }) => {
    const needs: Record<number, number[]> = which > 3 ? { 2: [1], 3: [1, 2] } : {};
    const shape = { clips: 1 + (pick % 3), takes: 1 + (pick % 2), offer: offerOf(amount, { refunds }), needs };
    const fingerprint = `plan ${which % 4}`;
    const answer = await store.reserve(
      newPlan(planOf(fingerprint, { at: nowMs, again: pick === 9 || undefined, ...shape })),
      caps,
    );
    if (answer.outcome === 'reserved') model.plans.push(answer.production.plan);
  },
  planAndDie: async (_, { stage, nowMs }, { which, amount }) =>
    stage.planAndDie(planOf(`plan ${which % 4}`, { at: nowMs, clips: 2, offer: offerOf(amount) })),
  send: async (model, { store, nowMs }, { pick, which }) => {
    const plan = at(model.plans, pick);
    const production = plan && (await store.findProduction(plan.key));
    if (!plan || !production) return;
    const number = at(nextSteps(production, nowMs).send, which) ?? which % plan.steps.length;
    const key = keyOf(model);
    const claimed = await store.claimStep(intentOf(key, { at: nowMs, ...stepOf(plan, number) }), 3);
    if (claimed.outcome === 'duplicate') {
      const { clip = 0 } = plan.steps[number] ?? {};
      await store.record({ type: 'plan_linked', key: plan.key, at: nowMs, clip, step: number, task: claimed.task.key });
    }
    if (claimed.outcome !== 'owned') return;
    const { held: cost, refunds } = plan.offers[0]!;
    model.sent.push({ key, at: nowMs, cost, refunds, state: 'open', step: `${plan.key} ${number}` });
  },
  answer: async (model, { store, nowMs }, { pick, which, amount }) => {
    const sent = at(
      model.sent.filter(({ state }) => state === 'open' || state === 'uncertain'),
      pick,
    );
    if (!sent) return;
    const price = { amount: Math.min(amount, sent.cost), unit: 'points', source: 'charged' as const };
    if (which < 3 || sent.state === 'uncertain') {
      Object.assign(sent, { state: 'running', cost: price.amount });
      await store.record({ ...accepted(sent.key, `remote of ${sent.key}`, nowMs), price } as TaskEvent);
    } else if (which === 3) {
      sent.state = 'uncertain';
      await store.record(uncertain(sent.key, nowMs));
    } else {
      sent.state = 'nothing';
      const code = (['rate_limited', 'unavailable', 'content_refused'] as const)[pick % 3]!;
      await store.record(refused(sent.key, code, nowMs));
    }
  },
  end: async (model, { store, nowMs }, { pick, which }) => {
    const sent = at(
      model.sent.filter(({ state }) => state === 'running'),
      pick,
    );
    if (!sent) return;
    sent.state = which < 3 ? 'completed' : 'failed';
    const code = which === 3 ? 'content_refused' : 'task_failed';
    await store.record(which < 3 ? ended(sent.key, 'completed', nowMs) : failed(sent.key, code, nowMs));
  },
  settle: async (model, { store, nowMs }, { pick }) => {
    const sent = at(
      model.sent.filter(({ state }) => state === 'uncertain'),
      pick,
    );
    if (!sent) return;
    sent.state = 'nothing';
    await store.record({ type: 'settled', key: sent.key, at: nowMs });
  },
  stop: async (model, { store, nowMs }, { pick }) => {
    const plan = at(model.plans, pick);
    if (plan) await store.record({ type: 'plan_stopped', key: plan.key, at: nowMs });
  },
  resume: async (model, { store }, { pick }) => {
    const plan = at(model.plans, pick);
    if (plan) await store.resume(plan.key, caps);
  },
  wait: async (_, { stage }, { pick, amount }) => {
    stage.clock.nowMs += [1, 11, 25 * 60][(pick + amount) % 3]! * minuteMs;
  },
} satisfies Record<Step['what'], Happening>;

const caps = [{ account, dailyCap: cap }];

/** Histories of three processes: no cap is ever passed by held prices, and no step is paid for twice. */
export async function holdCap(create: () => Promise<StoreStage>, numRuns: number): Promise<void> {
  const commands = fc.commands([step.map(toCommand)], { maxCommands: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(commands, async (history) => {
      const stage = await create();
      const setup = async () => {
        const stores = [await stage.open(), await stage.open(), await stage.open()];
        return { model: { sent: [], plans: [], nextKey: 0 } as Model, real: { stage, stores } };
      };
      await fc.asyncModelRun(setup, history).finally(() => stage.close?.());
    }),
    { numRuns },
  );
}

function toCommand(given: Step): Command {
  return {
    check: () => true,
    toString: () => JSON.stringify(given),
    run: async (model, real) => {
      const store = real.stores[given.process]!;
      const happening: Happening = happenings[given.what];
      await happening(model, { ...real, store, nowMs: real.stage.clock.nowMs }, given);
      await check(model, real.stores[(given.process + 1) % 3]!, real.stage.clock.nowMs);
    },
  };
}

async function check({ sent }: Model, store: Store, nowMs: number): Promise<void> {
  const recent = sent.filter(({ at }) => at >= nowMs - dayMs);
  const spent = recent.reduce((sum, { state, cost, refunds }) => {
    const isFree = state === 'nothing' || (state === 'failed' && refunds);
    return sum + (isFree ? 0 : cost);
  }, 0);
  const counted = await store.spentSince(account, nowMs - dayMs);
  expect(spent).toBeLessThanOrEqual(counted);
  expect(counted).toBeLessThanOrEqual(cap);
  const live = sent.flatMap(({ step, state }) => (step && state !== 'failed' && state !== 'nothing' ? [step] : []));
  expect(new Set(live).size).toBe(live.length);
}

function at<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items[pick % Math.max(1, items.length)];
}

function keyOf(model: Model): string {
  return `local-${model.nextKey++}`;
}
