import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/folder.ts';

/** What a resolver answers, and whether a file may be fetched from there. */
const world: [name: string, addresses: string[], outcome: 'fetched' | 'private_address'][] = [
  ['clash.test', ['198.18.0.7'], 'fetched'],
  ['sing-box.test', ['fc00::5'], 'fetched'],
  ['both.test', ['fd00::9', '198.18.0.7'], 'fetched'],
  ['nat64.test', ['64:ff9b::808:808'], 'fetched'],
  ['hidden.test', ['64:ff9b::a00:8'], 'private_address'],
  ['inside.test', ['10.0.0.8'], 'private_address'],
  ['198.18.0.7', [], 'private_address'],
  ['[64:ff9b::808:808]', [], 'private_address'],
];

const child = `
import { createServer } from 'node:http';
import { createNetwork } from './src/net/network.ts';
const network = createNetwork({ trustedOrigins: new Set() });
const server = createServer((_, response) => response.end('a file'));
await new Promise((resolve) => server.listen(80, '::', resolve));
const outcomes = {};
for (const host of process.argv.slice(2)) {
  outcomes[host] = await network('http://' + host + '/', { method: 'GET', publicOnly: true }).then(
    ({ status }) => (status === 200 ? 'fetched' : status),
    ({ reason, message }) => reason ?? message,
  );
}
console.log(JSON.stringify(outcomes));
process.exit();
`;

/** Root may give a process a network and a hosts file of its own. */
const canUnshare = process.platform === 'linux' && process.getuid?.() === 0;

it.runIf(canUnshare)(
  'a real resolver’s stand-in addresses are connected to, typed ones and those inside are not',
  async () => {
    const folder = temporaryFolder();
    const root = join(import.meta.dirname, '..');
    const { bundle, slimUndici } = await import(join(root, 'scripts/bundle.mjs'));
    const script = join(folder, 'child.mjs');
    await bundle({
      stdin: { contents: child, resolveDir: root, loader: 'ts' },
      outfile: script,
      plugins: [slimUndici],
    });
    const hosts = join(folder, 'hosts');
    writeFileSync(
      hosts,
      world.flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name}\n`)).join(''),
    );
    const own = world.flatMap(([, addresses]) => addresses).filter((address) => !address.startsWith('fd'));
    const commands = [
      'ip link set lo up',
      ...[...new Set(own)].map((address) => `ip addr add ${address} dev lo ${address.includes(':') ? 'nodad' : ''}`),
      `mount --bind ${hosts} /etc/hosts`,
      `${process.execPath} ${script} ${world.map(([name]) => `'${name}'`).join(' ')}`,
    ];
    const told = execFileSync('unshare', ['-n', '-m', 'sh', '-ec', commands.join('\n')], { encoding: 'utf8' });
    expect(JSON.parse(told)).toEqual(Object.fromEntries(world.map(([name, , outcome]) => [name, outcome])));
  },
);
