/** Why no connection came about, in words, and what a person can do where asking again is no use. */
export type Failure = { message: string; nextStep?: string };

const untrusted: readonly (string | undefined)[] = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
];

/** `proxy`: what the connection was to go through, without its password. */
export function describeFailure(thrown: unknown, host: string, proxy?: string): Failure {
  const { message, code } = partsOf(thrown);
  if (untrusted.includes(code)) {
    return {
      message: `the certificate that ${host} shows is signed by nobody whom Node.js knows (${code}), as behind a company's proxy or a virus scanner`,
      nextStep:
        "Ask the user to set NODE_EXTRA_CA_CERTS to the file of the company's root certificate (PEM) where the client starts the server, then restart it. Nothing was sent.",
    };
  }
  const refused = proxyStatus(message);
  if (refused === 407) {
    return {
      message: `the proxy ${proxy ?? ''} wants a user name and a password (407)`,
      nextStep: `Ask the user to write them into the proxy's variable, as http://user:password@host:port, where the client starts the server. Nothing was sent.`,
    };
  }
  if (refused !== undefined)
    return { message: `the proxy ${proxy ?? ''} did not connect to ${host} (HTTP ${refused})` };
  if (code?.startsWith('UND_ERR_SOCKS5')) return { message: `the SOCKS proxy did not connect to ${host}: ${message}` };
  if (proxy && (code === 'ECONNREFUSED' || code === 'ENOTFOUND')) {
    return {
      message: `the proxy ${proxy} cannot be reached (${code})`,
      nextStep: `Ask the user to start the proxy, correct its variable, or write ${host} into NO_PROXY, where the client starts the server. Nothing was sent.`,
    };
  }
  const through = proxy ? `through the proxy ${proxy}: ` : '';
  return { message: through + (message || code || 'no connection') };
}

/** What undici's proxy agents say when the proxy itself answers. */
function proxyStatus(message: string): number | undefined {
  const [, tunnel, forward] = /^Proxy response \((\d+)\)|^Proxy Authentication Required \((\d+)\)/.exec(message) ?? [];
  const status = tunnel ?? forward;
  return status === undefined ? undefined : Number(status);
}

function partsOf(thrown: unknown): { message: string; code?: string } {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  return { message: thrown.message, code };
}
