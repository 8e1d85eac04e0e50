import { AppError } from '../core/errors.ts';

/** A proxy as the environment has it, and the variable it stands in. */
export type ProxySetting = { text: string; variable: string };

/** Through what requests go, by the scheme of their URL, and for which hosts they do not (NO_PROXY as written). */
export type ProxySettings = { http?: ProxySetting; https?: ProxySetting; noProxy?: string };

/** The same in undici's terms; an empty text is no proxy. */
export type Proxies = { httpProxy: string; httpsProxy: string; noProxy: string };

const schemes = ['http:', 'https:', 'socks5:', 'socks:'];
/** This machine is never asked through a proxy, as in Go and in Chromium. */
const never = ['localhost', '127.0.0.1', '[::1]'];

/** Throws `invalid_input` for what is no proxy that we can go through. */
export function parseProxies({ http, https, noProxy = '' }: ProxySettings): Proxies {
  const except = noProxy.split(/[,\s]+/).filter(Boolean);
  return {
    httpProxy: http ? parseProxy(http).href : '',
    httpsProxy: https ? parseProxy(https).href : '',
    noProxy: except.includes('*') ? '*' : [...never, ...except].join(','),
  };
}

/** Where a proxy is, without the password and the user that it is asked with. */
export function renderProxy(setting: ProxySetting): string {
  const { protocol, host } = parseProxy(setting);
  return `${protocol}//${host} (${setting.variable})`;
}

/** As curl reads it: `host:port` alone is an http proxy, and socks5h is socks5, which here always lets the proxy resolve names. */
function parseProxy({ text, variable }: ProxySetting): URL {
  const full = withDomain(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`).replace(
    /^socks5h:/i,
    'socks5:',
  );
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url && schemes.includes(url.protocol) && isPlain(url) && canDecode(url.username + url.password)) return url;
  const scheme = url && !schemes.includes(url.protocol) ? `a ${url.protocol.slice(0, -1)} proxy` : 'no proxy address';
  throw new AppError('invalid_input', `${variable} holds ${scheme}; http, https and socks5 proxies can be used.`, {
    nextStep: `Ask the user to write ${variable} as http://user:password@host:port, with special characters of the password percent-encoded (@ is %40), where the client starts the server.`,
  });
}

/** `DOMAIN\user` of Windows: in an address, a bare backslash would end the host. */
function withDomain(text: string): string {
  return text.replace(/^[^/]*:\/\/[^/@]*@/, (start) => start.replaceAll('\\', '%5C'));
}

function isPlain({ hostname, pathname, search, hash }: URL): boolean {
  return /^[\w.:[\]-]+$/.test(hostname) && ['', '/'].includes(pathname) && search + hash === '';
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
