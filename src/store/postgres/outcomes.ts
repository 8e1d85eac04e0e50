import { AppError, toAppError } from '../../core/errors.ts';
import type { RecordEvent } from '../events.ts';
import type { Database } from './database.ts';
import type { Claimer } from './find.ts';
import { record } from './record.ts';
import type { Session } from './session.ts';
import type { Spool } from './spool.ts';

type Parts = {
  database: Pick<Database, 'change'>;
  session: Pick<Session, 'inHand'>;
  spool: Spool;
  claimer(): Claimer;
};

export type Outcomes = {
  /** Throws when the database does not take them; they wait in the spool then. */
  record(...events: RecordEvent[]): Promise<void>;
  /** In the spool when it returns, and on the way to the database. */
  recordLast(...events: RecordEvent[]): void;
  /** What waits, as far as the database takes it. */
  deliver(): Promise<void>;
};

/** Writes what became of tasks; while the database is away, into a file. */
export function createOutcomes(parts: () => Parts): Outcomes {
  /** What not even the disk took. */
  const unwritten = new Set<RecordEvent>();

  async function write(events: readonly RecordEvent[]): Promise<void> {
    const { database, session, claimer } = parts();
    await database.change((query) => record(query, claimer(), events));
    for (const event of events) if ('key' in event && event.type !== 'status') session.inHand.delete(event.key);
  }

  async function deliverAll(): Promise<void> {
    const waiting = [...unwritten];
    if (waiting.length > 0) await write(waiting);
    for (const event of waiting) unwritten.delete(event);
    await parts().spool.deliver(write);
  }

  async function keep(events: RecordEvent[]): Promise<void> {
    try {
      await write(events);
      await deliverAll().catch(() => undefined);
    } catch (error) {
      spool(events);
      const { code, message, nextStep } = toAppError(error);
      throw new AppError(code, `${message} What is to be recorded waits in ${parts().spool.directory}.`, { nextStep });
    }
  }

  function spool(events: readonly RecordEvent[]): void {
    try {
      parts().spool.keep(events);
    } catch {
      for (const event of events) unwritten.add(event);
    }
  }

  return {
    record: async (...events) => (events.length > 0 ? keep(events) : deliverAll()),
    recordLast: (...events) => {
      spool(events);
      void deliverAll().catch(() => undefined);
    },
    deliver: () => deliverAll().catch(() => undefined),
  };
}
