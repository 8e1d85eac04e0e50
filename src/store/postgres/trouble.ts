import { AppError } from '../../core/errors.ts';
import { installation } from '../../core/installation.ts';
import type { Address } from './address.ts';

/** The database did not answer, or no longer: whether it did what it was asked is unknown. */
export class ConnectionLost extends Error {}

/** What PostgreSQL says when it goes, comes or is full (Appendix A of its manual). */
const away = ['57P01', '57P02', '57P03', '53300', '25P03', '25P04'];
const conflicts = ['40001', '40P01', '55P03'];

function sqlState(error: unknown): string {
  return error instanceof Error && 'severity' in error && 'code' in error ? String(error.code) : '';
}

/** Whether another try may help: at once, or once the database is there. */
export function kindOf(error: unknown): 'conflict' | 'lost' | 'other' {
  const state = sqlState(error);
  if (conflicts.includes(state)) return 'conflict';
  return error instanceof ConnectionLost || away.includes(state) || state.startsWith('08') ? 'lost' : 'other';
}

/** As it comes from the driver: PostgreSQL's own errors have an SQLSTATE, every other one is the connection's. */
export function fromDriver(error: unknown): unknown {
  if (error instanceof AppError || sqlState(error) || !(error instanceof Error)) return error;
  return new ConnectionLost(error.message || ('code' in error ? String(error.code) : error.name), { cause: error });
}

const remedies: Readonly<Record<string, string>> = {
  '28P01': 'Correct the name and the password in SEEDANCE_STORE.',
  '28000': 'Let this user in (pg_hba.conf), or correct SEEDANCE_STORE.',
  '3D000': 'Make the database (createdb), or correct SEEDANCE_STORE.',
  '42501': 'Give this user the right to create in the database: GRANT CREATE ON DATABASE … TO …;',
  '53100': 'Make room on the disk of the database, then call again.',
};

/** Why an encrypted connection did not come to be, or one without encryption is refused. */
const tlsRemedies: readonly [RegExp, string][] = [
  [
    /no encryption/,
    'Add sslmode=require to SEEDANCE_STORE (…/database?sslmode=require), or let this user in without TLS (pg_hba.conf).',
  ],
  [/does not support SSL/, 'Set ssl = on in its postgresql.conf, or take sslmode out of SEEDANCE_STORE.'],
  [
    /self-signed|unable to (?:verify|get)|certificate has expired|altnames/i,
    'Name the file of its authority in SEEDANCE_STORE (sslmode=verify-full&sslrootcert=/path/root.crt). sslmode=require encrypts without looking at the certificate.',
  ],
];

function remedyFor(state: string, message: string): string {
  const [, ofTls] = tlsRemedies.find(([words]) => words.test(message)) ?? [];
  const usual = `Start it, or correct SEEDANCE_STORE. To look closer: ${installation.command} store check`;
  return ofTls ?? remedies[state] ?? usual;
}

/** In a user's words, without the password. */
export function explain(error: unknown, { name, hide }: Address): unknown {
  const state = sqlState(error);
  if (!(error instanceof Error) || !(state || error instanceof ConnectionLost)) return error;
  // Without the cause: the driver's errors may hold the address.
  return new AppError('internal', `The record in ${name} cannot be used: ${hide(error.message)}.`, {
    nextStep: `Without a record nothing is sent. ${remedyFor(state, error.message)}`,
  });
}

/** The packages that only this kind of record needs do not come with the program. */
export function packageMissing(name: 'pg' | 'bullmq', command?: 'work'): AppError {
  const needed = command ? ['pg', 'bullmq@6'] : ['pg'];
  const what = command ? `${command} with SEEDANCE_STORE` : 'SEEDANCE_STORE';
  const start = ['npx -y -p seedance-mcp', ...needed.map((one) => `-p ${one}`), 'seedance-mcp', command ?? ''];
  return new AppError('internal', `${what} needs the package ${name}, which is not installed here.`, {
    nextStep: `Run: npm install -g ${needed.join(' ')}. Where npx starts the program, start it as: ${start.join(' ').trim()}`,
  });
}
