import type { App } from '../../app.ts';
import { accountOf, parseDailyCaps } from '../../jobs/spending.ts';
import { dayMs } from '../../store/claim-rules.ts';
import { lookCloser } from '../../store/postgres/look-closer.ts';
import type { PostgresStore } from '../../store/postgres/postgres-store.ts';
import { type Check, failedCheck } from './check.ts';

/** The database that keeps the record, where one does. */
export async function checkStore(app: App): Promise<Check[]> {
  const { database: store } = app.parts;
  if (!store) return [];
  try {
    const { database } = store.parts();
    const { version, number, tasks, problems, caps } = await lookCloser(database);
    const message = `${database.address.name}, PostgreSQL ${version}, tables ${number}, ${tasks} tasks`;
    const state = problems.length > 0 ? 'warn' : 'ok';
    return [
      { name: 'store', state, message: [message, ...problems].join('; '), nextStep: 'Ask who runs the database.' },
      ...(await checkBudget(app, store, caps).catch((error) => [failedCheck('budget', error)])),
    ];
  } catch (error) {
    return [failedCheck('store', error)];
  }
}

type Caps = { owner: string; cap: string | null }[];

async function checkBudget(
  { now, parts: { config, services } }: App,
  store: PostgresStore,
  caps: Caps,
): Promise<Check[]> {
  const limits = parseDailyCaps(
    config.dailyCap,
    services.all.map(({ backend }) => backend.id),
  );
  const left: string[] = [];
  for (const service of services.all) {
    const cap = limits.get(service.backend.id);
    if (cap === undefined) continue;
    const spent = await store.spentSince(accountOf(service), now() - dayMs);
    left.push(`${service.backend.id} ${Math.max(0, cap - spent)} of ${cap} ${service.backend.unit} left`);
  }
  const differ =
    caps.length > 1
      ? `machines set different caps: ${caps.map(({ owner, cap }) => `${owner} ${cap ?? 'none'}`).join(', ')}`
      : [];
  const message = [left, differ].flat().join('; ');
  const state = caps.length > 1 ? 'warn' : 'ok';
  return message ? [{ name: 'budget', state, message, nextStep: 'Set the same SEEDANCE_DAILY_CAP everywhere.' }] : [];
}
