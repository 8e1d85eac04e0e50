import { canonicalUrl } from '../../core/canonical-url.ts';
import { nameOfAccount } from '../claim-rules.ts';
import type { RecordEvent, SharedEvent, TaskEvent } from '../events.ts';
import type { PlanEvent } from '../productions/plan.ts';
import type { Query } from './database.ts';
import { advanceProduction } from './production-rows.ts';
import { advanceTask, type Writer } from './task-rows.ts';

/** Writes events: those of tasks first and in one order, so that nobody waits in a circle. To write one twice changes nothing. */
export async function record(query: Query, { host }: Writer, events: readonly RecordEvent[]): Promise<void> {
  for (const [key, mine] of byKey(events.filter(isTaskEvent))) await advanceTask(query, key, mine, host);
  for (const [key, mine] of byKey(events.filter(isPlanEvent))) await advanceProduction(query, host, key, mine);
  for (const event of events) if (isShared(event)) await recordShared(query, event);
}

function byKey<Event extends { key: string }>(events: readonly Event[]): [string, Event[]][] {
  const groups = new Map<string, Event[]>();
  for (const event of events) groups.set(event.key, [...(groups.get(event.key) ?? []), event]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function isShared(event: RecordEvent): event is SharedEvent {
  return event.type === 'uploaded' || event.type === 'unblocked' || event.type === 'payer';
}

function isPlanEvent(event: RecordEvent): event is PlanEvent {
  return event.type.startsWith('plan_');
}

function isTaskEvent(event: RecordEvent): event is TaskEvent {
  return !isShared(event) && !isPlanEvent(event);
}

export async function recordShared(query: Query, event: SharedEvent): Promise<void> {
  switch (event.type) {
    case 'unblocked':
      await query('update seedance.purses set blocked_by = null where name = $1', [nameOfAccount(event)]);
      return;
    case 'payer':
      await query(
        'insert into seedance.payers (salt, key_hash, id) values ($1, $2, $3) on conflict (salt, key_hash) do update set id = excluded.id',
        [event.salt, event.key_hash, event.id],
      );
      return;
    case 'uploaded':
      await query(
        `insert into seedance.uploads (sha256, base_url, url, at, event) values ($1, $2, $3, $4, $5)
         on conflict (sha256, base_url) do update set url = excluded.url, at = excluded.at, event = excluded.event
         where excluded.at >= uploads.at`,
        [event.sha256, event.base_url, canonicalUrl(event.url), event.at, JSON.stringify(event)],
      );
  }
}
