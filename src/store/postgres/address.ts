import { AppError } from '../../core/errors.ts';

/** Where a database is. `name` may be shown: it holds no password. */
export type Address = {
  /** As the driver takes it. */
  url: string;
  name: string;
  /** A text without the password in it. */
  hide(text: string): string;
};

/** Throws `invalid_input`, without a word of what was written: it may hold a password. */
export function parseAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A password with an unwritten %XX may end in the path.
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !/^\/[^/@:]+$/.test(url.pathname) || url.hash) {
    throw new AppError('invalid_input', 'SEEDANCE_STORE is not the address of a PostgreSQL database.', {
      nextStep:
        'Write it as postgres://user:password@host:5432/database, with every special character of the password as %XX. Without SEEDANCE_STORE the record is in files.',
    });
  }
  const secrets = [url.password, decode(url.password), url.searchParams.get('password') ?? ''].filter(Boolean);
  const host = url.host || (url.searchParams.get('host') ?? '');
  const user = url.username && `${url.username}@`;
  return {
    url: withModesOfPostgres(text, url),
    name: `postgres://${user}${host}${url.pathname}`,
    hide: (shown) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), shown),
  };
}

/** `sslmode=require` and `prefer` encrypt and ask for no certificate, as PostgreSQL's manual says; the driver by itself refuses the one that Debian makes. */
function withModesOfPostgres(text: string, { searchParams }: URL): string {
  const mode = searchParams.get('sslmode') ?? '';
  const isOther = ['require', 'prefer'].includes(mode) || (mode === 'verify-ca' && searchParams.has('sslrootcert'));
  return isOther && !searchParams.has('uselibpqcompat') ? `${text}&uselibpqcompat=true` : text;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
