// Download of 1 GB with its hash, beside `curl | sha256sum`: throughput and peak memory. Usage: node bench/download.mjs [megabytes] [rounds]
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);
const megabytes = Number(process.argv[2] ?? 1024);
const rounds = Number(process.argv[3] ?? 5);

const child = `
import { systemClock } from './src/clock.ts';
import { download } from './src/media/download.ts';
import { createNetwork } from './src/network.ts';
const [, , origin, path] = process.argv;
const send = createNetwork({ trustedOrigins: new Set([origin]) });
let bytes = 0;
for await (const chunk of (await send(origin + '/warm', { method: 'GET' })).body) bytes += chunk.byteLength;
const idle = process.memoryUsage.rss();
const start = performance.now();
const { sha256 } = await download({ url: origin + '/big', path, send, clock: systemClock });
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ sha256, seconds, peakAboveIdle: process.resourceUsage().maxRSS * 1024 - idle }));
process.exit();
`;

const block = randomBytes(1024 * 1024);
const server = createServer((request, response) => {
  let left = request.url === '/warm' ? 1 : megabytes;
  response.writeHead(200, { 'content-length': left * block.byteLength });
  const pour = () => {
    while (left > 0) {
      left -= 1;
      if (!response.write(block)) return;
    }
    response.end();
  };
  response.on('drain', pour);
  pour();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const directory = await mkdtemp(join(tmpdir(), 'seedance-bench-'));
const script = join(directory, 'child.mjs');
const path = join(directory, 'big.part');
await build({
  stdin: { contents: child, resolveDir: process.cwd(), loader: 'ts' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: script,
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});

const ours = [];
const theirs = [];
for (let round = 0; round < rounds; round++) {
  ours.push(JSON.parse((await run(process.execPath, [script, origin, path])).stdout));
  await rm(path);
  const start = performance.now();
  const { stdout } = await run('bash', ['-c', 'curl -s "$0" | sha256sum', `${origin}/big`]);
  theirs.push({ sha256: stdout.slice(0, 64), seconds: (performance.now() - start) / 1000 });
}
await rm(directory, { recursive: true });
server.close();

if (new Set([...ours, ...theirs].map(({ sha256 }) => sha256)).size !== 1) throw new Error('the hashes differ');
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const our = median(ours.map(({ seconds }) => seconds));
const their = median(theirs.map(({ seconds }) => seconds));
const peak = median(ours.map(({ peakAboveIdle }) => peakAboveIdle));
console.log(`download of ${megabytes} MB, median of ${rounds} interleaved runs`);
console.log(`ratio                    ${(their / our).toFixed(2)} × curl | sha256sum`);
console.log(
  `ours, saved to disk      ${Math.round(megabytes / our)} MB/s, peak ${(peak / 1024 ** 2).toFixed(1)} MB above idle`,
);
console.log(`curl | sha256sum         ${Math.round(megabytes / their)} MB/s`);
