import { randomBytes } from 'node:crypto';
import { canonicalUrl } from '../../core/canonical-url.ts';
import { createProductionKey } from '../../core/production-id.ts';
import { comparePayers, isToldBefore, nameOfAccount } from '../claim-rules.ts';
import { Upload } from '../events.ts';
import type { Production } from '../productions/production.ts';
import { isUnfinished } from '../productions/progress.ts';
import type { Store } from '../store.ts';
import { foldTask } from '../task.ts';
import { type Access, createAccess, type Options } from './access.ts';
import { claim } from './claim.ts';
import { claimStep } from './claim-step.ts';
import type { Query } from './database.ts';
import { findDraft, keepDraft } from './drafts.ts';
import { findByKey, findDuplicate, findSimilar, identify } from './find.ts';
import { forget, sweep } from './forget.ts';
import { findSaved, listProductions, listTasks } from './lists.ts';
import { readFilm, readRequests } from './production-rows.ts';
import { findBlocking, spentSince } from './purse.ts';
import { takeSlot } from './rates.ts';
import { findProduction, findSamePlan, reserve, resume } from './reserve.ts';
import { insertTask, readTask, readTasks, selectWhole, storable, type TaskRow } from './task-rows.ts';

export type PostgresStore = Store &
  Pick<Access, 'parts' | 'end'> & {
    /** The next time at which a request to a service may leave, in milliseconds from now. */
    takeSlot(name: string, spacingMs: number): Promise<number>;
    /** A production that somebody has something to do for, with its completed tasks in brief. */
    findUnfinished(key: string): Promise<Production | undefined>;
  };

/** The record in a PostgreSQL database, for any number of machines. docs/design.md says how. */
export function createPostgresStore(options: Options): PostgresStore {
  const { now } = options;
  const { parts, look, change, own, given, outcomes, end } = createAccess(options);
  return {
    parts,
    end,
    takeSlot: (name, spacingMs) => takeSlot(parts().database.read, name, spacingMs),
    claim: async (intent, budget) => {
      const claimed = await own(intent, (query, claimer, isRepeat) => claim(query, claimer, intent, budget, isRepeat));
      if (claimed.outcome === 'duplicate') await given(claimed.task);
      return claimed;
    },
    claimStep: (intent, concurrency) =>
      own(intent, (query, claimer, isRepeat) => claimStep(query, claimer, intent, concurrency, isRepeat)),
    reserve: async (plan, caps) => {
      const key = createProductionKey(now());
      const reserved = await change((query, claimer, isRepeat) =>
        reserve({ query, claimer, isRepeat, caps }, key, plan),
      );
      if (reserved.outcome === 'duplicate') await given(reserved.production.plan);
      return reserved;
    },
    resume: (key, caps) => {
      const ask = randomBytes(8).toString('hex');
      return change((query, claimer, isRepeat) => resume({ query, claimer, isRepeat, caps }, key, ask));
    },
    findProduction: (key, step) => look((query, claimer) => findProduction(query, claimer, key, { only: step })),
    findUnfinished: async (key) => {
      const production = await look((query, claimer) => findProduction(query, claimer, key, { brief: true }));
      return production && isUnfinished(production) ? production : undefined;
    },
    findSamePlan: async (plan) => {
      const same = await look((query, claimer) => findSamePlan(query, claimer, plan));
      await given(same?.plan);
      return same;
    },
    productions: (asked) => look((query, claimer) => listProductions(query, claimer, asked)),
    readPlan: (key, clip) => look((query) => readRequests(query, key, clip)),
    readFilm: (key) => look((query) => readFilm(query, key)),
    stepsAtWork: (account) =>
      look(async (query) => {
        const rows = await query<{ key: string }>(
          'select key from seedance.tasks where account = $1 and at_work and production is not null order by place',
          [nameOfAccount(account)],
        );
        return rows.map(({ key }) => key);
      }),

    adopt: async (intent, events) => {
      const { database, claimer } = parts();
      // What is not recorded is adopted again with the next look.
      await database
        .change((query) => insertTask(query, intent, { ...claimer(), session: undefined }, events))
        .catch(() => undefined);
      return foldTask(intent, events);
    },
    record: outcomes.record,
    tryRecord: (...events) => outcomes.record(...events).catch(() => undefined),
    recordLast: outcomes.recordLast,

    findTask: (key) => look((query, claimer) => findByKey(query, claimer, key)),
    findByRemoteId: (backend, remoteId) =>
      look(async (query, { host }) => {
        const text = `${selectWhole} where t.backend = $1 and t.remote_id = $2 order by t.place desc limit 1`;
        const [row] = await query<TaskRow>(text, [backend, storable(remoteId)]);
        return row && readTask(row, host);
      }),
    findDuplicate: async (fingerprint, payer) =>
      given(await look((query, claimer) => findDuplicate(query, claimer, { fingerprint, payer }))),
    findToldBefore: (fingerprint, payer) =>
      look(async (query, claimer) => {
        const asked = await identify(query, payer);
        const similar = await findSimilar(query, claimer, fingerprint);
        return similar.filter((task) => isToldBefore(task, comparePayers(task.payer, asked), now()));
      }),
    findSame: (fingerprint) =>
      look(async (query, { host }) =>
        readTasks(
          await query<TaskRow>(`${selectWhole} where t.fingerprint = $1 order by t.place`, [fingerprint]),
          host,
        ),
      ),
    list: (asked) => look((query, claimer) => listTasks(query, claimer, asked, true)),
    summaries: (asked) => look((query, claimer) => listTasks(query, claimer, asked, false)),
    spentSince: (account, since) => look((query, claimer) => spentSince(query, claimer, account, since)),
    findBlock: (account) =>
      look(async (query, claimer) => {
        const [purse] = await query<{ blocked_by: string | null }>(
          'select blocked_by from seedance.purses where name = $1',
          [nameOfAccount(account)],
        );
        return purse && findBlocking(query, claimer, purse);
      }),
    findSalt: () =>
      look(async (query) => {
        const [row] = await query<{ salt: string }>(firstSalt);
        return row?.salt;
      }),
    findPayerId: (payer) => look(async (query) => (await identify(query, payer))?.id),

    findUpload: (sha256, baseUrl) =>
      look((query) => findUpload(query, 'sha256 = $1 and base_url = $2', [sha256, baseUrl])),
    findUploadedBytes: (url) =>
      look(
        async (query) => (await findUpload(query, 'url = $1 order by at desc limit 1', [canonicalUrl(url)]))?.sha256,
      ),
    findSavedTask: (path) => look((query, claimer) => findSaved(query, claimer, path)),

    keepDraft: (draft) => look((query) => keepDraft(query, draft, now())),
    findDraft: (id) => look((query) => findDraft(query, id, now())),

    forget: async (meant) => {
      const tasks = await change((query, claimer) => forget(query, claimer, meant));
      await parts()
        .database.read(sweep)
        .catch(() => undefined); // only the owner of the tables may
      return tasks;
    },
  };
}

/** Of the first hash of a key. */
const firstSalt = `select salt from (
  (select place, salt from seedance.tasks where salt is not null order by place limit 1) union all select place, salt from seedance.payers
) s order by place limit 1`;

async function findUpload(query: Query, condition: string, values: readonly unknown[]): Promise<Upload | undefined> {
  const [row] = await query<{ event: unknown }>(`select event from seedance.uploads where ${condition}`, values);
  return Upload.safeParse(row?.event).data;
}
