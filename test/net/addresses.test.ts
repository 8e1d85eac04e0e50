import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isLoopbackHost,
  isPrivateHost,
  isPublicAddress,
  isPublicAnswer,
  lookupPublic,
} from '../../src/net/addresses.ts';
import { createTrustedOrigins } from '../../src/net/trusted-origins.ts';

describe('an address', () => {
  // as it stands in a URL · as the answer of a resolver
  it.each<[string, boolean, boolean]>([
    ['8.8.8.8', true, true],
    ['127.0.0.1', false, false],
    ['10.1.2.3', false, false],
    ['172.16.0.1', false, false],
    ['192.168.1.1', false, false],
    ['169.254.169.254', false, false],
    ['100.64.0.1', false, false],
    ['0.0.0.0', false, false],
    ['::1', false, false],
    ['fe80::1', false, false],
    ['fd00::1', false, false],
    ['::ffff:127.0.0.1', false, false],
    ['2606:4700::1111', true, true],
    // Stand-ins of a proxy on this machine: Clash, mihomo, sing-box, Xray.
    ['198.18.0.7', false, true],
    ['198.19.255.254', false, true],
    ['198.17.255.255', true, true],
    ['::ffff:198.18.0.7', false, true],
    ['fc00::5', false, true],
    ['fc00:4000::5', false, false],
    // A network that has only IPv6, and what must not hide behind its translator.
    ['64:ff9b::808:808', false, true],
    ['64:ff9b::7f00:1', false, false],
    ['64:ff9b::a00:8', false, false],
    ['64:ff9b::a9fe:a9fe', false, false],
    ['64:ff9b:1::808:808', false, false],
    ['not an address', false, false],
  ])('%s is public in a URL: %s, as an answer: %s', (address, literal, answer) => {
    expect([isPublicAddress(address), isPublicAnswer(address)]).toEqual([literal, answer]);
  });

  it('that a translator leads to is judged as the IPv4 address that it is', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const hex = [(a << 8) | b, (c << 8) | d].map((part) => part.toString(16)).join(':');
        expect(isPublicAnswer(`64:ff9b::${hex}`)).toBe(isPublicAddress(address));
      }),
    );
  });
});

describe('a host', () => {
  it.each([
    ['localhost', true, true],
    ['a.localhost.', true, true],
    ['LOCALHOST', true, true],
    ['127.8.8.8', true, true],
    ['[::1]', true, true],
    ['10.0.0.1', false, true],
    ['[fd00::1]', false, true],
    ['198.18.0.7', false, true],
    ['[64:ff9b::808:808]', false, true],
    ['8.8.8.8', false, false],
    ['localhost.example.com', false, false],
    ['example.com', false, false],
  ])('%s is this machine: %s, says that it is inside: %s', (host, loopback, inside) => {
    expect([isLoopbackHost(host), isPrivateHost(host)]).toEqual([loopback, inside]);
  });

  it('that resolves inside is refused, with the setting that lets it through', async () => {
    const [error] = await new Promise<unknown[]>((resolve) =>
      lookupPublic('localhost', {}, (...told) => resolve(told)),
    );
    expect(error).toMatchObject({
      reason: 'private_address',
      message: expect.stringMatching(/^localhost \((127\.0\.0\.1|::1)\) is a private address$/),
      nextStep: expect.stringContaining('SEEDANCE_ALLOW_HOSTS=localhost'),
    });
  });

  it('is trusted as a configured address, by name, and below a name', () => {
    const trusted = createTrustedOrigins(['https://api.example.com/v1/'], ['cdn.corp', '*.files.corp', '10.0.0.8']);
    const asked = [
      'https://api.example.com',
      'http://api.example.com',
      'https://cdn.corp',
      'http://cdn.corp:8080',
      'https://a.cdn.corp',
      'https://a.files.corp',
      'https://files.corp',
      'https://evilfiles.corp',
      'http://10.0.0.8',
    ];
    expect(asked.filter(trusted.has)).toEqual([asked[0], asked[2], asked[3], asked[5], asked[8]]);
  });
});
