import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundle, slimUndici } from '../scripts/bundle.mjs';
import { interleave, median, ratio } from './measure.mjs';
import { execute, folder, inTemporaryFolder, project } from './workshop.mjs';

const megabytes = 1024;
const rounds = 15;

/** In a process of its own: the download, and how much memory it took above an idle process that has loaded the same. */
const child = `
import { systemClock } from './src/core/clock.ts';
import { download } from './src/media/download.ts';
import { createNetwork } from './src/net/network.ts';
const [, , origin, path] = process.argv;
const send = createNetwork({ trustedOrigins: new Set([origin]) });
let bytes = 0;
for await (const chunk of (await send(origin + '/warm', { method: 'GET' })).body) bytes += chunk.byteLength;
const idle = process.memoryUsage.rss();
const start = performance.now();
const { sha256 } = await download({ url: origin + '/big', path, send, clock: systemClock, largestBytes: 2 ** 31 });
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ sha256, seconds, peakMb: (process.resourceUsage().maxRSS * 1024 - idle) / 1024 ** 2 }));
process.exit();
`;

/** A gigabyte saved with its hash, beside `curl | sha256sum`: throughput and peak memory. */
export async function run() {
  const script = join(folder, 'download-child.mjs');
  await bundle({
    stdin: { contents: child, resolveDir: project, loader: 'ts' },
    outfile: script,
    plugins: [slimUndici],
  });
  const server = new Worker(new URL('file-server.mjs', import.meta.url), { workerData: { megabytes } });
  const [origin] = await once(server, 'message');
  const samples = await inTemporaryFolder((home) => {
    const path = join(home, 'big.part');
    const contenders = [
      { name: 'ours', fetch: () => ours(script, origin, path) },
      { name: 'curl', fetch: () => curl(origin) },
    ];
    return interleave(contenders, rounds, ({ fetch }) => fetch());
  });
  await server.terminate();
  return render(samples.get('ours'), samples.get('curl'));
}

async function ours(script, origin, path) {
  const { stdout } = await execute(process.execPath, [script, origin, path]);
  await rm(path);
  return JSON.parse(stdout);
}

async function curl(origin) {
  const startedAt = performance.now();
  const { stdout } = await execute('bash', ['-c', 'curl -s "$0" | sha256sum', `${origin}/big`]);
  return { sha256: stdout.slice(0, 64), seconds: (performance.now() - startedAt) / 1000 };
}

function render(our, their) {
  if (new Set([...our, ...their].map(({ sha256 }) => sha256)).size !== 1) throw new Error('the hashes differ');
  const throughput = ratio(their, our, ({ seconds }) => seconds);
  const peakMb = median(our.map((one) => one.peakMb));
  const speed = (those) => `${Math.round(megabytes / median(those.map(({ seconds }) => seconds)))} MB/s`;
  return {
    title: 'Download of 1 GB with its hash',
    goals: [
      {
        goal: 'download and hash ≥ 0.9 × curl | sha256sum',
        measured: `${throughput.toFixed(2)} ×`,
        met: throughput >= 0.9,
      },
      { goal: 'download of 1 GB in ≤ 40 MB above idle', measured: `${peakMb.toFixed(1)} MB`, met: peakMb <= 40 },
    ],
    tables: [
      {
        head: ['', 'throughput', 'peak above idle'],
        rows: [
          ['ours, hashed and saved to disk', speed(our), `${peakMb.toFixed(1)} MB`],
          ['curl | sha256sum, not saved', speed(their), ''],
        ],
      },
    ],
    notes: [`Medians of ${rounds} interleaved downloads from loopback.`],
  };
}
