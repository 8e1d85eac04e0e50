/**
 * Each makes the tables of its number, its place in the list, from those of the number before. What was released stays as it is.
 * Times are milliseconds since 1970; `json` keeps a text as it was written.
 */
export const migrations: readonly string[] = [
  [
    `create sequence seedance.place;`,
    // One a service, address and mode: the transaction that holds its row decides about its money.
    `create table seedance.purses (name text primary key, blocked_by text, busy_at float8);

create table seedance.sessions (
  id int generated always as identity primary key, owner text not null, host text not null, process int not null,
  daily_cap text, began_at timestamptz not null default clock_timestamp(), gone_at timestamptz
);

create table seedance.tasks (
  key text primary key, place bigint not null default nextval('seedance.place'), owner text not null, session int,
  at float8 not null, account text not null, backend text not null, rehearsal boolean not null,
  fingerprint text not null, production text, step int, salt text, key_hash text,
  intent json not null, events json not null,
  state text not null, status text not null, cost numeric not null, at_work boolean not null,
  ended_at float8, used_at float8, remote_id text, paths text[] not null
);
create index on seedance.tasks (fingerprint, place);
create index on seedance.tasks (backend, remote_id);
create index on seedance.tasks (rehearsal, at desc, place desc);
create index on seedance.tasks (status, at desc) where status in ('pending', 'processing', 'uncertain');
create index on seedance.tasks (account, at) include (cost) where production is null;
create index on seedance.tasks (account) where at_work and production is not null;
create index on seedance.tasks (production, place) where production is not null;
create index on seedance.tasks (session) where state = 'open';
create index on seedance.tasks (place) where salt is not null;
create index on seedance.tasks (used_at) where used_at is not null;
create index on seedance.tasks using gin (paths);`,
    // What forget takes, and beside it what a search looks into: the prompt and the names of saved files.
    `create table seedance.words (key text primary key, found_by text not null, words json);

create table seedance.productions (
  key text primary key, place bigint not null default nextval('seedance.place'), version int not null default 0,
  owner text not null, at float8 not null, last_at float8 not null, fingerprint text not null, rehearsal boolean not null,
  accounts text[] not null, plan json not null, events json not null, forgiven int[] not null,
  is_over boolean not null default false
);
create index on seedance.productions (fingerprint);
create index on seedance.productions (at desc);
create index on seedance.productions (last_at);
create index on seedance.productions (key) where not is_over;

create table seedance.plans (key text primary key, requests json not null, film json);

create table seedance.links (
  production text, task text, place bigint not null default nextval('seedance.place'), clip int not null, step int,
  primary key (production, task)
);
create index on seedance.links (task);

create table seedance.payers (
  salt text, key_hash text, id text not null, place bigint not null default nextval('seedance.place'),
  primary key (salt, key_hash)
);

create table seedance.uploads (sha256 text, base_url text, url text not null, at float8 not null, event json not null, primary key (sha256, base_url));
create index on seedance.uploads (url);`,
    // Who works now, for people to see.
    `create sequence seedance.workers_id;
create table seedance.workers (
  id int primary key, owner text not null, host text not null, doing text not null,
  began_at timestamptz not null default clock_timestamp(), seen_at timestamptz not null default clock_timestamp()
);`,
    // When the next request may leave, of a service at an address.
    `create table seedance.rates (name text primary key, next_at timestamptz not null);

create table seedance.drafts (id text primary key, used_at float8 not null, prompts text[] not null, draft json not null);
create index on seedance.drafts (used_at);`,
    // Tasks and productions of others that somebody was given as a duplicate.
    `create table seedance.given (owner text, key text, primary key (owner, key));`,
  ].join('\n'),
  [
    // The arguments of each clip for itself: a batch of 10,000 is not read whole to send one. Null where they were forgotten.
    `create table seedance.requests (key text, clip int, request json, primary key (key, clip));
insert into seedance.requests select p.key, r.clip, case when json_typeof(r.request) <> 'null' then r.request end
  from seedance.plans p, json_array_elements(p.requests) with ordinality as r (request, clip);
alter table seedance.plans drop column requests;
delete from seedance.plans where film is null;`,
  ].join('\n'),
];

/** Makes the search of words fast. Left out where the database does not have it or this user may not add it. */
export const searchIndex = `
create extension if not exists pg_trgm;
create index if not exists words_found_by on seedance.words using gin (found_by gin_trgm_ops);
`;
