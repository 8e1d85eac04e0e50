import { type Database, type Query, queryOf } from './database.ts';

/** What a person wants to know of a database. */
export type Look = {
  /** Of PostgreSQL. */
  version: string;
  /** Of the tables. */
  number: number;
  tasks: number;
  /** What may lose an outcome, or show a process that lives as gone. */
  problems: string[];
  /** The daily caps that processes of the last 24 hours set, with an owner of each. */
  caps: { owner: string; cap: string | null }[];
};

export async function lookCloser({ read, connect }: Database): Promise<Look> {
  const [server] = await read<{
    version: string;
    fsync: string;
    commits: string;
    number: number;
    tasks: number;
  }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commits, (select max(number) from seedance.migrations) as number,
       (select count(*)::int from seedance.tasks) as tasks`,
  );
  const caps = await read<{ owner: string; cap: string | null }>(
    `select min(owner) as owner, daily_cap as cap from seedance.sessions
     where began_at > clock_timestamp() - interval '1 day' group by daily_cap order by 1`,
  );
  const { version = '', fsync, commits, number = 0, tasks = 0 } = server ?? {};
  const problems = [
    ...(fsync === 'off' ? ['fsync is off: a crash may lose what was paid for'] : []),
    ...(commits === 'off' ? ['synchronous_commit is off: a crash may lose what was paid for'] : []),
    ...((await isPooled(connect))
      ? ['a pooler hands its connections to others after each transaction: it must keep them for a session']
      : []),
  ];
  return { version, number, tasks, problems, caps };
}

/** Whether a connection changes the process behind it while another one is at work. */
async function isPooled(connect: Database['connect']): Promise<boolean> {
  const [one, two] = [await connect(), await connect()];
  const backendOf = async (query: Query): Promise<number | undefined> =>
    (await query<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid;
  try {
    const before = await backendOf(queryOf(one));
    await queryOf(two)('begin');
    await backendOf(queryOf(two));
    return (await backendOf(queryOf(one))) !== before;
  } finally {
    await Promise.all([one.end(), two.end()]);
  }
}
