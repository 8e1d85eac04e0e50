import { join } from 'node:path';
import { comparePayers, isToldBefore } from '../claim-rules.ts';
import type { Store } from '../store.ts';
import { foldTask, type Task } from '../task.ts';
import { claim, findDuplicate, spentSince } from './claim.ts';
import { claimStep } from './claim-step.ts';
import { createDrafts } from './drafts.ts';
import { forget } from './forget.ts';
import { linesOf } from './line.ts';
import { createPlans } from './plans.ts';
import { createRecord } from './record.ts';
import type { TaskRow } from './record-index.ts';
import { findSamePlan, reserve, resume } from './reserve.ts';
import { search, select } from './select.ts';

/** The record in files of one machine. docs/design.md says how. */
export function createFileStore(home: string, now: () => number): Store {
  const record = createRecord(join(home, 'ledger'), now);
  const drafts = createDrafts(home, now);
  const plans = createPlans(home, now);
  const taskOf = (row: TaskRow | undefined): Task | undefined => row && record.readTask(row);

  return {
    claim: async (intent, budget) => claim(record, intent, budget, now),
    reserve: async (plan, caps) => reserve({ record, plans, now }, plan, caps),
    resume: async (key, caps) => resume({ record, plans, now }, key, caps),
    claimStep: async (intent, concurrency) => claimStep(record, intent, concurrency, now),
    findProduction: async (key) => record.look().productions.find(key),
    findSamePlan: async (plan) => findSamePlan(record.look(), plan, now()),
    productions: async ({ limit, rehearsal, since = 0, until = Number.POSITIVE_INFINITY }) =>
      record
        .look()
        .productions.all.filter(({ plan, state }) => state !== 'withdrawn' && plan.at >= since && plan.at < until)
        .filter(({ plan }) => rehearsal === undefined || plan.rehearsal === rehearsal)
        .toSorted((a, b) => b.plan.at - a.plan.at)
        .slice(0, limit),
    readPlan: async (key) => plans.read(key),
    readFilm: async (key) => plans.readFilm(key),
    stepsAtWork: async (account) =>
      record
        .look()
        .productions.atWork(account)
        .map(({ key }) => key),
    adopt: async (intent, events) => {
      try {
        record.append(...linesOf(intent, record.self), ...events);
      } catch {
        // The next look adopts it again.
      }
      return foldTask(intent, events);
    },
    record: async (...events) => record.keep(...events),
    tryRecord: async (...events) => record.tryKeep(...events),
    recordLast: record.tryKeep,

    findTask: async (key) => taskOf(record.look().find(key)),
    findByRemoteId: async (backend, remoteId) => taskOf(record.look().findByRemoteId(backend, remoteId)),
    findDuplicate: async (fingerprint, payer) =>
      findDuplicate(record, record.look(), { fingerprint, payer }, { nowMs: now() }),
    findToldBefore: async (fingerprint, payer) => {
      const index = record.look();
      const asked = index.identify(payer);
      return index
        .withFingerprint(fingerprint)
        .filter(({ summary }) => isToldBefore(summary, comparePayers(index.identify(summary.payer), asked), now()))
        .flatMap((row) => taskOf(row) ?? []);
    },
    findSame: async (fingerprint) =>
      record
        .look()
        .withFingerprint(fingerprint)
        .flatMap((row) => taskOf(row) ?? []),
    list: async (query) => {
      const rows = query.search ? await search(record, query, query.search) : select(record.look(), query);
      return rows.flatMap((row) => taskOf(row) ?? []);
    },
    summaries: async (query) => select(record.look(), query).map(({ summary }) => ({ ...summary })),
    spentSince: async (account, since) => spentSince(record.look(), account, since),
    findBlock: async (account) => taskOf(record.look().findBlock(account)),
    findSalt: async () => record.look().salt,
    findPayerId: async (payer) => record.look().identify(payer)?.id,

    findUpload: async (sha256, baseUrl) => record.look().findUpload(sha256, baseUrl),
    findUploadedBytes: async (url) => record.look().findUploadByUrl(url)?.sha256,
    findSavedTask: async (path) => taskOf(record.look().findBySavedPath(path)),

    keepDraft: async (draft) => drafts.keep(draft),
    findDraft: async (id) => drafts.find(id),

    forget: async (tasks) => forget({ record, drafts, plans, now }, tasks),
  };
}
