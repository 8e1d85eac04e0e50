import { buildConnector, type Dispatcher, EnvHttpProxyAgent, interceptors, Pool } from 'undici';
import { untilAborted } from '../core/abort.ts';
import { isPrivateHost, lookupPublic, privateAddress } from './addresses.ts';
import { decodeBody } from './decode.ts';
import { describeFailure } from './failure.ts';
import { type ProxySettings, parseProxies, renderProxy } from './proxies.ts';
import { NetworkError, type Reply, type Send, type SendInit } from './send.ts';
import type { TrustedOrigins } from './trusted-origins.ts';

type Options = {
  trustedOrigins: TrustedOrigins;
  proxies?: ProxySettings;
  /** `name/version (+URL)`. */
  userAgent?: string;
};

/** For one step of connecting: the resolver, TCP and TLS. */
const connectTimeoutMs = 10_000;
/** For all of them, with what a proxy adds. */
const longestConnectMs = 20_000;

/** The real network, on undici. Throws `invalid_input` when a proxy's setting cannot be read. */
export function createNetwork({ trustedOrigins, proxies = {}, userAgent }: Options): Send {
  const open = createAgent(proxies, buildConnector({ timeout: connectTimeoutMs }));
  const fresh = createAgent(proxies, buildConnector({ timeout: connectTimeoutMs }), 0);
  const guarded = createAgent(proxies, publicOnlyConnector(trustedOrigins));
  const guard = refusePrivateHosts(trustedOrigins);
  const follow = interceptors.redirect({ maxRedirections: 5 });
  const usual = { 'accept-encoding': 'gzip, deflate, br', ...(userAgent && { 'user-agent': userAgent }) };

  return (url, init) => {
    const agent = init.publicOnly ? guarded : init.alone ? fresh : open;
    const around = [...(init.publicOnly ? [guard] : []), ...(init.followRedirects ? [follow] : [])];
    return exchange(agent, around, url, { ...init, headers: { ...usual, ...init.headers } });
  };
}

/** Goes through the proxies that are set. `connect` is for what goes straight to its host. */
function createAgent(proxies: ProxySettings, connect: buildConnector.connector, pipelining = 1): Dispatcher {
  return new EnvHttpProxyAgent({
    ...parseProxies(proxies),
    proxyTunnel: false, // for http only: proxies that forward it often refuse to tunnel to port 80
    pipelining,
    connect,
    factory: (origin, options) => {
      if (!hasConnector(options)) return new Pool(origin, options);
      const { protocol, host } = new URL(origin);
      const setting = protocol === 'https:' ? (proxies.https ?? proxies.http) : proxies.http;
      const proxy = options.connect === connect || !setting ? undefined : renderProxy(setting);
      return new Pool(origin, { ...options, connect: neverSentConnector(options.connect, host, proxy) });
    },
  });
}

function hasConnector(options: object): options is { connect: buildConnector.connector } {
  return 'connect' in options && typeof options.connect === 'function';
}

/**
 * Whatever fails while connecting (the resolver, a proxy, TLS) fails before a byte of the request has left. It also must not
 * keep a code of undici's: with UND_ERR_SOCKET, as when a proxy hangs up, undici would reconnect without end.
 */
function neverSentConnector(connect: buildConnector.connector, host: string, proxy?: string): buildConnector.connector {
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (!error) return callback(null, socket);
      if (error instanceof NetworkError) return callback(error, null);
      const { message, nextStep } = describeFailure(error, host, proxy);
      callback(new NetworkError(message, 'unreachable', error, nextStep), null);
    });
}

/** Checks the address that is really connected to, so that neither a resolver nor a redirect can lead inside. */
function publicOnlyConnector(trustedOrigins: TrustedOrigins): buildConnector.connector {
  const trusting = buildConnector({ timeout: connectTimeoutMs });
  const guarding = buildConnector({ timeout: connectTimeoutMs, lookup: lookupPublic });
  return (options, callback) => {
    const { origin } = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    return trustedOrigins.has(origin) ? trusting(options, callback) : guarding(options, callback);
  };
}

/** Literal addresses are refused also where a proxy would connect to them; a proxied name is the proxy's business. */
function refusePrivateHosts(trustedOrigins: TrustedOrigins): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const { origin, host, hostname } = new URL(options.origin ?? '');
    if (isPrivateHost(hostname) && !trustedOrigins.has(origin)) throw privateAddress(host, hostname);
    return dispatch(options, handler);
  };
}

async function exchange(
  agent: Dispatcher,
  around: Dispatcher.DispatcherComposeInterceptor[],
  url: string,
  { method, headers, body, signal }: SendInit,
): Promise<Reply> {
  const { origin, host, pathname, search } = new URL(url);
  let begun = false;
  const late = new AbortController();
  const timer = setTimeout(() => {
    const seconds = longestConnectMs / 1000;
    if (!begun) late.abort(new NetworkError(`no connection to ${host} within ${seconds} s`, 'unreachable'));
  }, longestConnectMs);
  const tellBegin = onBegin(() => {
    begun = true;
  });
  try {
    const request = agent.compose(tellBegin, ...around).request({
      origin,
      path: pathname + search,
      method: method as Dispatcher.HttpMethod,
      headers,
      body,
      signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      headersTimeout: 0, // deadlines are http.ts's, on the injected clock
      bodyTimeout: 0,
    });
    const reply = await untilAborted(request, late.signal);
    return {
      status: reply.statusCode,
      headers: { get: (name) => headerText(reply.headers[name.toLowerCase()]) },
      body: decodeBody(reply.body, headerText(reply.headers['content-encoding'])),
    };
  } catch (thrown) {
    if (thrown instanceof NetworkError || signal?.aborted) throw thrown;
    const { message, nextStep } = describeFailure(thrown, host);
    throw new NetworkError(message, begun ? 'broken' : 'unreachable', thrown, nextStep);
  } finally {
    clearTimeout(timer);
  }
}

/** Tells when undici begins to write a request: until then no byte of it has left, whatever it was to go through. */
function onBegin(begin: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (...given) => {
        begin();
        handler.onRequestStart?.(...given);
      },
      onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
      onResponseStart: (...given) => handler.onResponseStart?.(...given),
      onResponseData: (...given) => handler.onResponseData?.(...given),
      onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
      onResponseError: (...given) => handler.onResponseError?.(...given),
    });
}

function headerText(value: string | string[] | undefined): string | null {
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
