import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { NetworkError } from './send.ts';

/** Whether a literal address is one that a service out on the internet could reach too. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Names and literal addresses of this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = bareHost(hostname);
  return /^(.+\.)?localhost$/.test(host) || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

/** Whether a URL says by its host alone that it leads inside. What stands behind a name is for the resolver, or the proxy, to tell. */
export function isPrivateHost(hostname: string): boolean {
  const host = bareHost(hostname);
  return isLoopbackHost(host) || (ipaddr.isValid(host) && !isPublicAddress(host));
}

/** A host as it stands in a URL, without brackets and the root's dot. */
export function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** What a proxy on this machine answers in place of every name's address: the defaults of Clash, mihomo, sing-box and Xray (docs/networks.md, Fake addresses). */
const fakeRanges = [ipaddr.parseCIDR('198.18.0.0/15'), ipaddr.parseCIDR('fc00::/18')];
/** An IPv4 address behind the translator of a network that has only IPv6 (RFC 6052, 2.1). */
const translated = ipaddr.parseCIDR('64:ff9b::/96');

/** Whether a resolver's answer may be connected to: public, or a stand-in for what is public. */
export function isPublicAnswer(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (isWithin(parsed, translated))
    return isPublicAddress(ipaddr.fromByteArray(parsed.toByteArray().slice(12)).toString());
  return fakeRanges.some((range) => isWithin(parsed, range)) || isPublicAddress(address);
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: ReturnType<typeof ipaddr.parseCIDR>): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}

/** Resolves a name to the addresses that may be connected to; one without any leads inside and is refused. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first, ...rest] = addresses.filter(({ address }) => isPublicAnswer(address));
    if (!first) return callback(privateAddress(`${hostname} (${addresses[0]?.address})`, hostname), '', 0);
    if (options.all) return callback(null, [first, ...rest]);
    callback(null, first.address, first.family);
  });
};

export function privateAddress(what: string, host: string): NetworkError {
  return new NetworkError(
    `${what} is a private address`,
    'private_address',
    undefined,
    `Give a public link. If this network is meant to answer so, the user can set SEEDANCE_ALLOW_HOSTS=${host} where the client starts the server.`,
  );
}
