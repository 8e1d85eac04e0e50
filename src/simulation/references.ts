import { BlockList, isIP } from 'node:net';
import type { FieldError } from './validate.ts';

/** The references that the service could not fetch, by the field they came in. */
export function referenceErrors(references: Record<string, string[]>, ownOrigin: string): FieldError[] {
  return Object.entries(references).flatMap(([field, urls]) =>
    urls.flatMap((url, n) => {
      const message = findReferenceProblem(url, ownOrigin);
      return message ? [{ field: `${field}.${n}`, message }] : [];
    }),
  );
}

/** Why a service could not fetch this reference; undefined when it could. Its own origin always can be fetched. */
function findReferenceProblem(reference: string, ownOrigin: string): string | undefined {
  if (/^asset:\/\/[\w-]+$/i.test(reference)) return undefined; // docs/wire.md, Reference files
  if (!URL.canParse(reference)) return 'must be an http(s) URL';
  const url = new URL(reference);
  if (url.origin === ownOrigin) return undefined;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must be an http(s) URL';
  return isPrivate(url.hostname.replace(/^\[|\]$/g, '')) ? 'cannot be fetched: the address is not public' : undefined;
}

function isPrivate(host: string): boolean {
  const version = isIP(host);
  if (version) return privateAddresses.check(host, version === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || /(^|\.)(localhost|local|internal|lan)$/i.test(host);
}

const privateAddresses = new BlockList();
for (const [network, bits, family] of [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
] as const) {
  privateAddresses.addSubnet(network, bits, family);
}
