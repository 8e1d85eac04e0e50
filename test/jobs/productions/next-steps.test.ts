import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../src/jobs/productions/next-steps.ts';
import type { Intent, TaskEvent } from '../../../src/store/events.ts';
import { imagineResumed, type Production, unreserved } from '../../../src/store/productions/production.ts';
import { statusOfProduction } from '../../../src/store/productions/progress.ts';
import { standOf, standsOf } from '../../../src/store/productions/stand.ts';
import { askedBy } from '../../../src/store/productions/step-rules.ts';
import { advanceSummary, summarize, type TaskSummary } from '../../../src/store/task.ts';
import { accepted, ended, intentOf, uncertain } from '../../store/intents.ts';
import { account, failed, planOf, refused, stepOf } from '../../store/productions/plans.ts';

const minuteMs = 60_000;

/** What the service may do with a task that was sent, as events of the record. */
const fates = {
  completed: (key: string, at: number): TaskEvent[] => [accepted(key), ended(key, 'completed', at)],
  'failed by chance': (key: string, at: number) => [accepted(key), failed(key, 'task_failed', at)],
  'failed for its content': (key: string, at: number) => [accepted(key), failed(key, 'content_refused', at)],
  busy: (key: string, at: number) => [refused(key, 'rate_limited', at)],
  'not reached': (key: string, at: number) => [refused(key, 'unavailable', at)],
  'out of credit': (key: string, at: number) => [refused(key, 'no_credit', at)],
  'in doubt': (key: string, at: number) => [uncertain(key, at)],
  'in doubt, then found': (key: string, at: number) => [uncertain(key, at), accepted(key), ended(key, 'completed', at)],
  'in doubt, then not taken': (key: string, at: number) => [uncertain(key, at), { type: 'settled' as const, key, at }],
} satisfies Record<string, (key: string, at: number) => TaskEvent[]>;

type World = { production: Production; sent: TaskSummary[][]; nowMs: number };

function createWorld(clips: number, takes: number, needs: Record<number, number[]> = {}): World {
  const plan = planOf('a film', { clips, takes, needs });
  const sent: TaskSummary[][] = plan.steps.map(() => []);
  const steps = sent.map((tasks) => ({ tasks, forgiven: 0 }));
  return { production: { ...unreserved, state: 'active', plan, steps, extras: [] }, sent, nowMs: 0 };
}

function sendStep({ production, sent, nowMs }: World, number: number, fate: keyof typeof fates): void {
  const key = `local-${number}-${sent[number]?.length}`;
  const intent: Intent = intentOf(key, { at: nowMs, ...stepOf(production.plan, number) });
  const task = summarize(intent);
  for (const event of fates[fate](key, nowMs)) advanceSummary(task, event);
  sent[number]?.push(task);
}

/** Does what is next until nothing is, whatever the service answers. */
function play(world: World, answers: (keyof typeof fates)[], order: (numbers: number[]) => number[]): number {
  let sends = 0;
  for (;;) {
    const { send, wakeAt } = nextSteps(world.production, world.nowMs);
    expect(nextSteps(world.production, world.nowMs)).toEqual({ send, wakeAt });
    const [number] = order(send);
    if (number !== undefined) sendStep(world, number, answers[sends++ % answers.length] ?? 'completed');
    else if (wakeAt !== undefined) world.nowMs = wakeAt;
    else return sends;
  }
}

const anyFate = fc.constantFrom(...(Object.keys(fates) as (keyof typeof fates)[]));

/** What a service is asked again for, as long as it takes nothing. */
const notNow = new Set<string>(['rate_limited', 'unavailable']);

describe('what is next', () => {
  it('comes to an end, and sends nothing that is done, under way, in doubt or hopeless', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc
          .array(anyFate, { minLength: 1, maxLength: 30 })
          .filter((all) => all.some((fate) => fate !== 'in doubt, then not taken')),
        fc.boolean(),
        (clips, takes, answers, backwards) => {
          const world = createWorld(clips, takes);
          play(world, answers, (numbers) => (backwards ? numbers.toReversed() : numbers));
          for (const tasks of world.sent) {
            const [last, ...before] = tasks.toReversed();
            for (const task of before) expect(['refused', 'settled', 'accepted']).toContain(task.state);
            expect(before.filter(({ remoteStatus }) => remoteStatus === 'completed')).toEqual([]);
            const failures = tasks.filter(({ remoteError }) => remoteError);
            const notTaken = failures.filter(
              ({ state, remoteError = '' }) => state === 'refused' && notNow.has(remoteError),
            );
            expect(failures.length - notTaken.length).toBeLessThanOrEqual(2);
            expect(notTaken.length).toBeLessThanOrEqual(10);
            expect(last).toBeDefined();
          }
          const status = statusOfProduction(world.production);
          const stands = world.production.steps.map((step) => standOf(step).is);
          expect(status).toBe(
            stands.includes('uncertain')
              ? 'uncertain'
              : stands.every((is) => is === 'completed') || everyClip(world)
                ? 'completed'
                : 'failed',
          );
        },
      ),
    );
  });

  it('is nothing for a production that is stopped or not reserved yet', () => {
    for (const state of ['asking', 'stopped', 'withdrawn'] as const) {
      const { production } = createWorld(2, 2);
      expect(nextSteps({ ...production, state }, 0)).toEqual({ send: [] });
    }
  });

  it.each(['busy', 'not reached'] as const)(
    'waits for a service that is %s, twice as long each time, and at most ten minutes',
    (fate) => {
      const world = createWorld(1, 1);
      const pauses: number[] = [];
      for (let n = 0; n < 9; n++) {
        const before = world.nowMs;
        sendStep(world, 0, fate);
        world.nowMs = nextSteps(world.production, before).wakeAt ?? Number.NaN;
        expect(nextSteps(world.production, world.nowMs - 1).send).toEqual([]);
        expect(nextSteps(world.production, world.nowMs).send).toEqual([0]);
        pauses.push((world.nowMs - before) / minuteMs);
      }
      expect(pauses).toEqual([1, 2, 4, 8, 10, 10, 10, 10, 10]);
      sendStep(world, 0, fate);
      expect(nextSteps(world.production, world.nowMs)).toEqual({ send: [] });
      expect(statusOfProduction(world.production)).toBe('failed');
    },
  );

  it('repeats at once, and once, what the service failed at', () => {
    const world = createWorld(1, 1);
    sendStep(world, 0, 'failed by chance');
    expect(nextSteps(world.production, 0)).toEqual({ send: [0] });
    sendStep(world, 0, 'failed by chance');
    expect(nextSteps(world.production, 2 * minuteMs)).toEqual({ send: [] });
  });
});

/** Every clip may be made from earlier ones. */
const anyNeeds = fc
  .array(fc.uniqueArray(fc.nat(4), { maxLength: 2 }), { minLength: 5, maxLength: 5 })
  .map((earlier) =>
    Object.fromEntries(
      earlier.map((picks, n) => [n + 1, picks.map((pick) => 1 + (pick % Math.max(1, n))).filter((one) => one <= n)]),
    ),
  );

describe('what is made from other clips', () => {
  it('is sent once they are there, and given up with them; everything else is finished', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 2 }),
        anyNeeds,
        fc
          .array(anyFate, { minLength: 1, maxLength: 30 })
          .filter((all) => !all.every((one) => one.includes('not taken'))),
        (clips, takes, needs, answers) => {
          const world = createWorld(clips, takes, needs);
          const { plan } = world.production;
          const isHere = (clip: number): boolean =>
            plan.steps.some(
              (step, n) => step.clip === clip && world.sent[n]?.some((task) => task.remoteStatus === 'completed'),
            );
          play(world, answers, (numbers) => {
            for (const number of numbers) {
              const made = plan.steps[number]?.needs?.map(({ clip }) => isHere(clip)) ?? [];
              expect(made).not.toContain(false);
            }
            return numbers;
          });
          const stands = standsOf(world.production);
          for (const [n, { needs: own = [] }] of plan.steps.entries()) {
            const wasSent = (world.sent[n] ?? []).length > 0;
            expect(wasSent).toBe(own.every(({ clip }) => isHere(clip)));
            if (!wasSent) expect(['waiting', 'given_up']).toContain(stands[n]?.is);
          }
          const isUncertain = stands.some(({ is }) => is === 'uncertain');
          if (!isUncertain) expect(stands.map(({ is }) => is)).not.toContain('waiting');
          const everyClipIsHere = plan.steps.every(({ clip }) => isHere(clip));
          expect(statusOfProduction(world.production)).toBe(
            isUncertain ? 'uncertain' : everyClipIsHere ? 'completed' : 'failed',
          );
        },
      ),
    );
  });

  it('holds no money once it is given up, until somebody goes on', () => {
    const world = createWorld(2, 1, { 2: [1] });
    expect(askedBy(world.production, account, 0)).toBe(100);
    sendStep(world, 0, 'failed for its content');
    expect(standsOf(world.production).map(({ is }) => is)).toEqual(['failed', 'given_up']);
    expect(askedBy(world.production, account, 0)).toBe(0);
    const resumed = { ...imagineResumed(world.production), state: 'active' as const };
    expect(standsOf(resumed).map(({ is }) => is)).toEqual(['unsent', 'waiting']);
    expect(askedBy(resumed, account, 0)).toBe(100);
  });
});

function everyClip({ production }: World): boolean {
  const done = production.plan.steps.filter((_, n) => standOf(production.steps[n]!).is === 'completed');
  return new Set(done.map(({ clip }) => clip)).size === new Set(production.plan.steps.map(({ clip }) => clip)).size;
}
