import { hostname, userInfo } from 'node:os';
import { lazy } from '../../core/lazy.ts';
import type { Intent } from '../events.ts';
import { parseAddress } from './address.ts';
import { goByDatabaseClock } from './clock.ts';
import { createDatabase, type Query } from './database.ts';
import type { Claimer } from './find.ts';
import { migrate } from './migrate.ts';
import { createOutcomes, type Outcomes } from './outcomes.ts';
import { createSession, takeOver } from './session.ts';
import { createSpool } from './spool.ts';

export type Options = {
  /** SEEDANCE_STORE as written. */
  address: string;
  home: string;
  /** SEEDANCE_USER; else user@host. */
  owner?: string;
  /** SEEDANCE_DAILY_CAP as written, for others to see. */
  dailyCap?: string;
  now(): number;
  /** Between the tries to reach the database. */
  pausesMs?: readonly number[];
};

/** The ways to the database that every method of the store goes. */
export type Access = {
  /** Throws `invalid_input` where the address cannot be read. */
  parts(): Parts;
  outcomes: Outcomes;
  /** Looks at the record as it is, with what waits to be written and without owners that are lost. */
  look<Result>(work: (query: Query, claimer: Claimer) => Promise<Result>): Promise<Result>;
  /** The same, in one transaction that may be repeated. */
  change<Result>(work: (query: Query, claimer: Claimer, isRepeat: boolean) => Promise<Result>): Promise<Result>;
  /** Within the session of this process, so that others see whether it lives. What broke off may be on record all the same: nothing was sent for it. */
  own<Claimed extends Claim>(
    intent: Intent,
    work: (query: Query, claimer: Claimer, isRepeat: boolean) => Promise<Claimed>,
  ): Promise<Claimed>;
  /** Somebody else's, given to this owner, is listed for both. */
  given<Found extends { key: string } | undefined>(found: Found): Promise<Found>;
  end(): Promise<void>;
};

type Claim = { outcome: string; task?: { key: string } };

type Parts = ReturnType<typeof createParts>;

function createParts({ address: text, home, owner = defaultOwner(), dailyCap, now, pausesMs }: Options) {
  const address = parseAddress(text);
  const database = createDatabase(address, migrate, pausesMs);
  const writer = { owner, host: hostname() };
  const session = createSession(database, writer, dailyCap);
  const claimer = (): Claimer => ({ ...writer, session: session.id, now });
  return { database, session, claimer, spool: createSpool(home, address.name, now) };
}

export function createAccess(options: Options): Access {
  const { now } = options;
  const parts = lazy(() => createParts(options));
  const outcomes = createOutcomes(parts);

  /** For all looks that begin while it is under way. */
  let refreshing: Promise<void> | undefined;
  let clockSetAt = Number.NEGATIVE_INFINITY;

  async function refresh(): Promise<void> {
    const { database, claimer } = parts();
    if (performance.now() - clockSetAt > setClockEveryMs) {
      await goByDatabaseClock(database.read);
      clockSetAt = performance.now();
    }
    await takeOver(database, claimer(), now);
    await outcomes.deliver();
  }

  async function look<Result>(work: (query: Query, claimer: Claimer) => Promise<Result>): Promise<Result> {
    refreshing ??= refresh().finally(() => (refreshing = undefined));
    await refreshing;
    const { database, claimer } = parts();
    return work(database.read, claimer());
  }

  async function change<Result>(
    work: (query: Query, claimer: Claimer, isRepeat: boolean) => Promise<Result>,
  ): Promise<Result> {
    const { database, claimer } = parts();
    await look(async () => undefined);
    return database.change((query, isRepeat) => work(query, claimer(), isRepeat));
  }

  async function given<Found extends { key: string } | undefined>(found: Found): Promise<Found> {
    const { database, claimer } = parts();
    if (found) await database.read(noteGiven, [claimer().owner, found.key]);
    return found;
  }

  async function own<Claimed extends Claim>(
    { key }: Intent,
    work: (query: Query, claimer: Claimer, isRepeat: boolean) => Promise<Claimed>,
  ): Promise<Claimed> {
    const { database, session, claimer } = parts();
    await look(async () => undefined);
    await session.hold();
    session.inHand.add(key);
    try {
      const claimed = await database.change((query, isRepeat) => work(query, claimer(), isRepeat));
      session.inHand.delete(key);
      if (claimed.outcome === 'owned' && claimed.task) session.inHand.add(claimed.task.key);
      return claimed;
    } catch (error) {
      outcomes.recordLast({ type: 'withdrawn', key, at: now() });
      throw error;
    }
  }

  return {
    parts,
    outcomes,
    look,
    change,
    own,
    given,
    end: async () => {
      const { database, session } = parts();
      await session.end();
      await database.end();
    },
  };
}

const setClockEveryMs = 10 * 60_000;

const noteGiven = `insert into seedance.given (owner, key)
  select $1, k.key from (select key, owner from seedance.tasks union all select key, owner from seedance.productions) k
  where k.key = $2 and k.owner <> $1 on conflict do nothing`;

function defaultOwner(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `${process.getuid?.() ?? 'user'}@${hostname()}`; // a container without a name for its user
  }
}
