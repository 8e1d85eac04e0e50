import type pg from 'pg';
import { lazy } from '../../core/lazy.ts';
import { abandonedAt } from '../abandoned.ts';
import { type Database, type Query, queryOf } from './database.ts';
import { advanceTask, type Writer } from './task-rows.ts';

/** Of all advisory locks in the database: the first of two numbers, beside that of a session. */
const sessionLocks = 7_331;
/** An owner whose lock is gone for so long, by the clock of the database, is lost. */
const lostAfter = '5 seconds';
const beatMs = 1_000;
/** A session that has nothing in hand for so long lets its connection go. */
const idleBeats = 10;

/** The life of this process, as others see it: a lock that goes with its connection. */
export type Session = {
  /** Its number, once the lock is held. */
  hold(): Promise<number>;
  /** Its number, where it has one. */
  readonly id: number | undefined;
  /** So long as there is something in hand, the lock is kept and taken again. */
  inHand: Set<string>;
  end(): Promise<void>;
};

export function createSession(database: Database, { owner, host }: Writer, dailyCap: string | undefined): Session {
  const inHand = new Set<string>();
  let id: number | undefined;
  let client: pg.Client | undefined;
  let isHeld = false;
  let timer: NodeJS.Timeout | undefined;
  let idle = 0;

  async function lock(): Promise<number> {
    if (id === undefined) {
      const [row] = await database.read<{ id: number }>(
        'insert into seedance.sessions (owner, host, process, daily_cap) values ($1, $2, $3, $4) returning id',
        [owner, host, process.pid, dailyCap ?? null],
      );
      id = row?.id ?? 0;
    }
    const fresh = await database.connect();
    client = fresh;
    fresh.on('end', () => {
      if (client === fresh) void lose();
    });
    const query = queryOf(fresh);
    // A partition must not keep the lock alive for the hours that TCP would wait.
    await query('set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3');
    await query('select pg_advisory_lock($1, $2)', [sessionLocks, id]);
    isHeld = true;
    if ('unref' in fresh && typeof fresh.unref === 'function') fresh.unref(); // its types do not know it
    return id;
  }
  let lockOnce = lazy(lock);

  /** Takes the lock again at once: a database that was restarted dropped everybody's. */
  async function lose(): Promise<void> {
    const lost = client;
    client = undefined;
    isHeld = false;
    lockOnce = lazy(lock);
    void lost?.end().catch(() => undefined);
    if (inHand.size > 0) await lockOnce().catch(() => undefined);
  }

  /** A connection that is used shows whether it still stands. */
  async function beat(): Promise<void> {
    idle = inHand.size > 0 ? 0 : idle + 1;
    if (idle > idleBeats) return end();
    if (!isHeld) return void (await lockOnce().catch(() => undefined));
    if (client) await within(queryOf(client)('select 1')).catch(lose);
  }

  async function end(): Promise<void> {
    clearInterval(timer);
    timer = undefined;
    inHand.clear();
    await lose();
  }

  return {
    inHand,
    get id() {
      return id;
    },
    hold: async () => {
      idle = 0;
      timer ??= setInterval(() => void beat(), beatMs).unref();
      return lockOnce();
    },
    end,
  };
}

async function within(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), 2 * beatMs).unref();
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

type Seen = { id: number; is_gone: boolean; was_gone: boolean; is_lost: boolean };

/** The open intents of owners that are lost become uncertain. A late outcome settles them all the same. */
export async function takeOver(database: Database, { host, session }: Writer, now: () => number): Promise<void> {
  const seen = await database.read<Seen>(
    `select s.id, pg_try_advisory_xact_lock_shared($1, s.id) as is_gone, s.gone_at is not null as was_gone,
       coalesce(s.gone_at < clock_timestamp() - $2::interval, false) as is_lost
     from seedance.sessions s where s.id in (select t.session from seedance.tasks t where t.state = 'open' and t.session is distinct from $3)`,
    [sessionLocks, lostAfter, session ?? null],
  );
  for (const { id, is_gone: isGone, was_gone: wasGone, is_lost: isLost } of seen) {
    if (isGone && isLost) await database.change((query) => abandon(query, id, host, now()));
    else if (isGone !== wasGone)
      await database.read(
        `update seedance.sessions set gone_at = ${isGone ? 'clock_timestamp()' : 'null'} where id = $1`,
        [id],
      );
  }
}

async function abandon(query: Query, session: number, host: string, nowMs: number): Promise<void> {
  const rows = await query<{ key: string }>(
    `select key from seedance.tasks where session = $1 and state = 'open' order by key for update`,
    [session],
  );
  for (const { key } of rows) await advanceTask(query, key, [abandonedAt(key, nowMs)], host);
}
