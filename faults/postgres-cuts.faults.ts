import { expect, it } from 'vitest';
import { createPostgresStore, type PostgresStore } from '../src/store/postgres/postgres-store.ts';
import { withoutPostgres } from '../test/postgres-server.ts';
import { accepted, intentOf } from '../test/store/intents.ts';
import { createLink, type Link } from '../test/store/postgres/link.ts';
import { createStage } from '../test/store/postgres/stage.ts';
import { account, newPlan, planOf, stepOf } from '../test/store/productions/plans.ts';
import { report, times } from './size.ts';

const runs = times(200, 2_000);
const cap = 200;
const price = 50;
const statements = [
  ...['begin', 'commit', 'for update', 'select t.key', 'insert into seedance.tasks', 'insert into seedance.words'],
  ...['insert into seedance.productions', 'insert into seedance.requests', 'update seedance.productions'],
  ...['update seedance.tasks', 'pg_try_advisory_xact_lock_shared', 'pg_advisory_lock', 'seedance.sessions'],
];

type Sent = { key: string; remoteId: string };

/** Two processes, an hour apart, that want more than the cap holds; each connection is cut in the middle of something. */
async function runOnce(): Promise<{ cuts: number; spooled: number }> {
  const { address, home, clock, open, lose } = await createStage();
  const links = [await createLink(address), await createLink(address)];
  const stores = links.map((link, n) => {
    const now = () => clock.nowMs + n * 3_600_000;
    return createPostgresStore({ address: link.address, home, owner: `person ${n}`, now, pausesMs: [1, 2, 4, 8] });
  });
  const sent = new Map<string, Sent[]>();
  let spooled = 0;
  /** What jobs/ do: claim, send where it is owned, record what became of it. */
  const work = async (store: PostgresStore, n: number): Promise<void> => {
    const at = clock.nowMs + n * 3_600_000;
    const plan = newPlan(planOf('a film', { at, clips: 2 }));
    const reserved = await store.reserve(plan, [{ account, dailyCap: cap }]).catch(() => undefined);
    const film =
      reserved?.outcome === 'reserved' || reserved?.outcome === 'duplicate' ? reserved.production.plan : undefined;
    const claims = [
      ...['one', 'two', 'three'].map(
        (print) => () => store.claim(intentOf(`${print}-${n}`, { at, fingerprint: print }), { dailyCap: cap }),
      ),
      ...[0, 1].map(
        (step) => () =>
          film ? store.claimStep(intentOf(`step-${step}-${n}`, { at, ...stepOf(film, step) }), 9) : undefined,
      ),
    ];
    for (const claim of claims) {
      const claimed = await claim()?.catch(() => undefined);
      if (claimed?.outcome !== 'owned') continue;
      const { key, fingerprint } = claimed.task;
      const remoteId = `remote of ${key}`;
      sent.set(fingerprint, [...(sent.get(fingerprint) ?? []), { key, remoteId }]);
      await store.record(accepted(key, remoteId, at)).catch(() => spooled++);
    }
  };
  await Promise.all(stores.map((store, n) => Promise.all([work(store, n), disturb(links[n]!)])));
  for (const store of stores)
    await expect
      .poll(
        () => {
          for (const link of links) link.open(); // a cut that was planned may come only now, and close it
          return store.record().then(
            () => true,
            () => false,
          );
        },
        { timeout: 20_000 },
      )
      .toBe(true);
  for (const store of stores) await store.end();
  await lose();
  await lose();
  const judge = await open();
  const all = [...sent.values()];
  expect(all.filter((those) => those.length > 1)).toEqual([]);
  expect(all.length * price).toBeLessThanOrEqual(cap);
  for (const { key, remoteId } of all.flat())
    expect(await judge.findTask(key)).toMatchObject({ state: 'accepted', remoteId });
  expect(await judge.spentSince(account, 0)).toBeLessThanOrEqual(cap);
  await judge.end();
  return { cuts: links.reduce((sum, { cuts }) => sum + cuts, 0), spooled };
}

/** Cuts at some statements, one after the other, and once takes the network away for a moment. */
async function disturb(link: Link): Promise<void> {
  for (let n = 0; n < 4; n++) {
    const words = statements[Math.floor(Math.random() * statements.length)] ?? 'commit';
    const before = link.cuts;
    link.cutAt(words, Math.random() < 0.5 ? 'asked' : 'answered', Math.random() < 0.25 ? 'close' : undefined);
    await expect
      .poll(() => link.cuts > before, { timeout: 300, interval: 5 })
      .toBe(true)
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    link.open();
  }
}

it.skipIf(withoutPostgres)(
  `connections cut in the middle of claims, reservations and outcomes, ${runs} times: 0 lost, 0 paid twice`,
  async () => {
    const sum = { cuts: 0, spooled: 0 };
    for (let n = 0; n < runs; n++) {
      const { cuts, spooled } = await runOnce();
      sum.cuts += cuts;
      sum.spooled += spooled;
    }
    report(
      `${runs} runs, ${sum.cuts} connections cut, ${sum.spooled} outcomes through the spool: 0 lost, 0 paid twice, cap kept`,
    );
    expect(sum.cuts).toBeGreaterThan(runs);
  },
  3_600_000,
);
