import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, type Dispatcher, interceptors } from 'undici';
import { NetworkError, type Reply, type Send, type SendInit } from './send.ts';

type Options = {
  /** Origins that may be private addresses: the configured base URLs' own. */
  trustedOrigins: ReadonlySet<string>;
};

const connectTimeoutMs = 10_000;

/** The real network, on undici. */
export function createNetwork({ trustedOrigins }: Options): Send {
  const open = new Agent({ connect: neverSentConnector(buildConnector({ timeout: connectTimeoutMs })) });
  const fresh = new Agent({
    connect: neverSentConnector(buildConnector({ timeout: connectTimeoutMs })),
    pipelining: 0,
  });
  const guarded = new Agent({ connect: neverSentConnector(publicOnlyConnector(trustedOrigins)) });
  const follow = interceptors.redirect({ maxRedirections: 5 });
  const following = { open: open.compose(follow), guarded: guarded.compose(follow) };

  return async (url, init) => {
    const agent = init.publicOnly ? 'guarded' : 'open';
    const direct = init.publicOnly ? guarded : init.alone ? fresh : open;
    return exchange(init.followRedirects ? following[agent] : direct, url, init);
  };
}

async function exchange(dispatcher: Dispatcher, url: string, init: SendInit): Promise<Reply> {
  try {
    const { method, headers, body, signal } = init;
    const { origin, pathname, search } = new URL(url);
    const reply = await dispatcher.request({
      origin,
      path: pathname + search,
      method: method as Dispatcher.HttpMethod,
      headers,
      body,
      signal,
      headersTimeout: 0, // deadlines are http.ts's, on the injected clock
      bodyTimeout: 0,
    });
    return {
      status: reply.statusCode,
      headers: { get: (name) => headerText(reply.headers[name.toLowerCase()]) },
      body: reply.body,
    };
  } catch (thrown) {
    if (thrown instanceof NetworkError || init.signal?.aborted) throw thrown;
    throw new NetworkError(describeNetworkError(thrown), 'broken', thrown);
  }
}

/** Whatever fails while connecting (DNS, refusal, time-out, TLS) fails before a byte of the request has left. */
function neverSentConnector(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (!error) return callback(null, socket);
      const known =
        error instanceof NetworkError ? error : new NetworkError(describeNetworkError(error), 'unreachable', error);
      callback(known, null);
    });
}

/** Checks the address that is really connected to, so that neither DNS nor a redirect can lead inside. */
function publicOnlyConnector(trustedOrigins: ReadonlySet<string>): buildConnector.connector {
  const trusting = buildConnector({ timeout: connectTimeoutMs });
  const guarding = buildConnector({ timeout: connectTimeoutMs, lookup: publicLookup });
  return (options, callback) => {
    const origin = new URL(`${options.protocol}//${options.host ?? options.hostname}`).origin;
    if (trustedOrigins.has(origin)) return trusting(options, callback);
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !isPublicAddress(literal)) return callback(privateAddress(literal), null);
    guarding(options, callback);
  };
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const inside = addresses.find(({ address }) => !isPublicAddress(address));
    if (inside) return callback(privateAddress(`${hostname} (${inside.address})`), '', 0);
    if (options.all) return callback(null, addresses);
    const first = addresses[0];
    callback(null, first?.address ?? '', first?.family);
  });
};

/** Whether an address is one that a service out on the internet could reach too. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function privateAddress(what: string): NetworkError {
  return new NetworkError(`${what} is a private address`, 'private_address');
}

function describeNetworkError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const code = (thrown as NodeJS.ErrnoException).code;
  return thrown.message || code || thrown.name;
}

function headerText(value: string | string[] | undefined): string | null {
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
