import { describe, expect, it } from 'vitest';
import { stepsToDrive } from '../../../src/jobs/productions/steps-to-drive.ts';
import { standsOf } from '../../../src/store/productions/stand.ts';
import { heldByStep, sumSteps } from '../../../src/store/productions/step-rules.ts';
import { withoutPostgres } from '../../postgres-server.ts';
import { describeStore } from '../contract.ts';
import { accepted, ended, intentOf, uncertain } from '../intents.ts';
import { holdCap } from '../productions/cap.ts';
import { describeProductions } from '../productions/contract.ts';
import { account, failed, newPlan, planOf, refused, stepOf } from '../productions/plans.ts';
import { createStage } from './stage.ts';

if (withoutPostgres) console.warn(withoutPostgres);

describe.skipIf(withoutPostgres)('PostgreSQL', () => {
  describeStore('PostgreSQL', createStage, 5);
  describeProductions('PostgreSQL', createStage);

  it('a look for work finds what a whole look finds, in a batch with every kind of step', async () => {
    const stage = await createStage();
    const store = await stage.open();
    const at = stage.clock.nowMs;
    const made = await store.reserve(newPlan(planOf('a batch', { clips: 8, at })), [{ account }]);
    if (made.outcome !== 'reserved') throw new Error(made.outcome);
    const { plan } = made.production;
    const endings = [
      [accepted('local-0'), ended('local-0', 'completed', at)],
      [accepted('local-1'), failed('local-1', 'task_failed', at)],
      [accepted('local-2'), failed('local-2', 'content_refused', at)],
      [refused('local-3', 'rate_limited', at)],
      [uncertain('local-4', at)],
      [accepted('local-5')],
    ];
    for (const [number, events] of endings.entries()) {
      await store.claimStep(intentOf(`local-${number}`, { at, ...stepOf(plan, number) }), 99);
      await store.record(...events);
    }
    await store.claim(intentOf('local-6', { at }), {});
    await store.record(accepted('local-6'), ended('local-6', 'completed', at));
    await store.record({ type: 'plan_linked', key: plan.key, at, clip: 7, step: 6, task: 'local-6' });
    const [whole, brief] = [await store.findProduction(plan.key), await store.findUnfinished(plan.key)];
    const stands = standsOf(whole!).map(({ is }) => is);
    expect(stands).toEqual(['completed', 'unsent', 'failed', 'unsent', 'uncertain', 'running', 'completed', 'unsent']);
    expect(standsOf(brief!).map(({ is }) => is)).toEqual(stands);
    expect(stepsToDrive(brief!, at)).toEqual(stepsToDrive(whole!, at));
    const held = sumSteps(whole!, account, (paid) => heldByStep(paid, whole!, 0));
    expect(sumSteps(brief!, account, (paid) => heldByStep(paid, brief!, 0))).toBe(held);
    expect(await store.spentSince(account, 0)).toBe(held + 50);
    await store.record({ type: 'plan_stopped', key: plan.key, at });
    await store.record(ended('local-5', 'completed', at), { type: 'settled', key: 'local-4', at });
    expect(await store.findUnfinished(plan.key)).toBeUndefined();
    await stage.close?.();
  });

  it('a cap is never passed by held prices, in 5 histories; `npm run faults` tries more', async () => {
    await holdCap(createStage, 5);
  });
});
