import type { Query } from './database.ts';

/** Takes the next slot of a service over all machines, by the clock of the database; resolves to how many milliseconds it is until then. */
export async function takeSlot(query: Query, name: string, spacingMs: number): Promise<number> {
  const [row] = await query<{ wait: number }>(
    `insert into seedance.rates as r (name, next_at) values ($1, clock_timestamp() + $2 * interval '1 ms')
     on conflict (name) do update set next_at = greatest(r.next_at, clock_timestamp()) + $2 * interval '1 ms'
     returning extract(epoch from next_at - clock_timestamp())::float8 * 1000 - $2 as wait`,
    [name, spacingMs],
  );
  return row?.wait ?? 0;
}
