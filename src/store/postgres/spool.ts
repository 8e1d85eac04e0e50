import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { findJson } from '../../core/find-json.ts';
import { type RecordEvent, SharedEvent, TaskEvent } from '../events.ts';
import { createDocuments } from '../files/documents.ts';
import { guarded } from '../files/trouble.ts';
import { PlanEvent } from '../productions/plan.ts';

/** What the database did not take, on this disk until any process with the same home delivers it. */
export type Spool = {
  directory: string;
  /** On the disk when it returns. */
  keep(events: readonly RecordEvent[]): void;
  /** Hands over what waits, the oldest first, and lets go of what was taken. */
  deliver(take: (events: readonly RecordEvent[]) => Promise<void>): Promise<void>;
};

const AnyEvent = z.union([TaskEvent, SharedEvent, PlanEvent]);
/** `store`: which database it is for; the setting may be another by then. */
const Kept = z.object({ store: z.string(), events: z.array(AnyEvent) });

export function createSpool(home: string, store: string, now: () => number): Spool {
  const directory = join(home, 'spool');
  const documents = createDocuments(directory);

  function read(name: string): readonly RecordEvent[] {
    const text = documents.find(name)?.text;
    const kept = text === undefined ? undefined : Kept.safeParse(findJson(text)).data;
    return kept?.store === store ? kept.events : [];
  }

  return {
    directory,
    keep: (events) => {
      const name = `${now()}-${randomBytes(4).toString('hex')}`;
      guarded(directory, 'kept', () => documents.keep(name, JSON.stringify({ store, events }), now()));
    },
    deliver: async (take) => {
      for (const name of documents.names().sort()) {
        const events = read(name);
        if (events.length === 0) continue;
        await take(events);
        documents.erase(name);
      }
    },
  };
}
