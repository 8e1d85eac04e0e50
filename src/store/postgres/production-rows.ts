import { FilmOutline } from '../../core/film-plan.ts';
import { nameOfAccount } from '../claim-rules.ts';
import { type Plan, type PlanEvent, PlannedRequest } from '../productions/plan.ts';
import { countInVain } from '../productions/production.ts';
import type { NewPlan } from '../store.ts';
import type { Query } from './database.ts';
import { readProductions } from './read-productions.ts';
import { insert } from './task-rows.ts';

/** False where it is there already. */
export function insertProduction(
  query: Query,
  { key, at, ...plan }: Plan,
  owner: string,
  events: readonly object[] = [{ type: 'plan_reserved', key, at }],
): Promise<boolean> {
  return insert(query, 'productions', {
    key,
    owner,
    at,
    last_at: at,
    fingerprint: plan.fingerprint,
    rehearsal: plan.rehearsal,
    accounts: [...new Set(plan.offers.map(({ account }) => nameOfAccount(account)))],
    plan: JSON.stringify({ ...plan, key, at }),
    events: JSON.stringify(events),
    forgiven: plan.steps.map(() => 0),
  });
}

/** The arguments of its clips, which `forget` takes. */
export async function insertPlan(
  query: Query,
  key: string,
  { requests, film }: Pick<NewPlan, 'requests' | 'film'>,
): Promise<void> {
  await query(
    `insert into seedance.requests select $1, clip, case when json_typeof(request) <> 'null' then request end
     from json_array_elements($2) with ordinality as r (request, clip) on conflict do nothing`,
    [key, JSON.stringify(requests.map((request) => request ?? null))],
  );
  if (film) await insert(query, 'plans', { key, film: JSON.stringify(film) });
}

/** Of all clips, or of one; what was forgotten is undefined. */
export async function readRequests(query: Query, key: string, clip?: number): Promise<(PlannedRequest | undefined)[]> {
  const rows = await query<{ clip: number; request: unknown }>(
    'select clip, request from seedance.requests where key = $1 and ($2::int is null or clip = $2) order by clip',
    [key, clip ?? null],
  );
  const requests = new Map(rows.map((row) => [row.clip, PlannedRequest.safeParse(row.request).data]));
  return Array.from({ length: rows.at(-1)?.clip ?? 0 }, (_, n) => requests.get(n + 1));
}

export async function readFilm(query: Query, key: string): Promise<FilmOutline | undefined> {
  const [row] = await query<{ film: unknown }>('select film from seedance.plans where key = $1', [key]);
  return FilmOutline.safeParse(row?.film).data;
}

/** Adds events to a production. An event that is there already was delivered twice. */
export async function advanceProduction(
  query: Query,
  host: string,
  key: string,
  events: readonly PlanEvent[],
): Promise<void> {
  const [row] = await query<{ events: readonly object[] }>(
    'select events from seedance.productions where key = $1 for update',
    [key],
  );
  if (!row) return;
  const known = new Set(row.events.map((event) => JSON.stringify(event)));
  const isFresh = (event: PlanEvent): boolean => !known.has(JSON.stringify(event));
  const isResumed = events.some((event) => event.type === 'plan_resumed' && isFresh(event));
  if (isResumed) await forgive(query, host, key);
  for (const event of events) if (event.type === 'plan_linked') await link(query, event);
  // What is reserved again may look as it did the first time.
  const fresh = events
    .filter(({ type }) => type !== 'plan_linked')
    .filter((event) => isFresh(event) || (isResumed && event.type === 'plan_reserved'));
  await query('update seedance.productions set events = $2, version = version + 1, is_over = false where key = $1', [
    key,
    JSON.stringify([...row.events, ...fresh]),
  ]);
}

/** A task does one step only. */
async function link(
  query: Query,
  { key, clip, step, task }: Extract<PlanEvent, { type: 'plan_linked' }>,
): Promise<void> {
  await query(
    `insert into seedance.links (production, task, clip, step) select $1, t.key, $3, $4 from seedance.tasks t
     where t.key = $2 and t.production is distinct from $1 on conflict do nothing`,
    [key, task, clip, step ?? null],
  );
}

async function forgive(query: Query, host: string, key: string): Promise<void> {
  const [production] = await readProductions(query, host, 'where p.key = $1', [key]);
  const forgiven = production?.steps.map(countInVain);
  await query('update seedance.productions set forgiven = $2 where key = $1', [key, forgiven]);
}
