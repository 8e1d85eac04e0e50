import { join } from 'node:path';
import { bundle } from '../scripts/bundle.mjs';
import { interleave, median, ratio } from './measure.mjs';
import { processorMs, residentMb, startServer } from './stdio.mjs';
import { folder, installPeers, inTemporaryFolder, program } from './workshop.mjs';

const rounds = 15;

/** Spawn to the answer of `tools/list`, and memory then. */
export async function run() {
  const { installed: peers, notes } = await installPeers();
  const hello = join(folder, 'hello.mjs');
  await bundle({ entryPoints: [join(import.meta.dirname, 'hello.mjs')], outfile: hello });
  const contenders = [
    { name: 'seedance-mcp', command: [program] },
    { name: 'bare node', command: [join(import.meta.dirname, 'bare.mjs')] },
    { name: 'hello-world, bundled', command: [hello] },
    { name: 'hello-world, unbundled', command: [join(import.meta.dirname, 'hello.mjs')] },
    ...peers,
  ];
  const samples = await inTemporaryFolder((home) => interleave(contenders, rounds, (one) => start(one, home)));
  const [ours, , helloWorld] = contenders.map(({ name }) => samples.get(name));
  const toHello = ratio(ours, helloWorld, listedMs);
  const peersByTime = peers
    .map(({ name }) => ({ name, times: ratio(ours, samples.get(name), listedMs) }))
    .sort((a, b) => b.times - a.times);
  const [fastest] = peersByTime;
  const moreMb = median(ours.map((one, round) => one.mb - helloWorld[round].mb));
  return {
    title: 'Starting: spawn → initialize → tools/list, and memory then',
    goals: [
      goal('start ≤ 1.0 × hello-world, bundled the same way', `${toHello.toFixed(2)} ×`, toHello <= 1),
      ...(fastest
        ? [
            goal(
              'start ≤ 0.65 × the fastest peer',
              `${fastest.times.toFixed(2)} × ${fastest.name}`,
              fastest.times <= 0.65,
            ),
          ]
        : []),
      goal('memory ≤ hello-world + 6 MB', `${signed(moreMb)} MB`, moreMb <= 6),
    ],
    tables: [
      {
        head: ['', 'ours takes', 'initialize', 'tools/list', 'processor', 'memory'],
        rows: contenders.map(({ name }) => {
          const those = samples.get(name);
          const say = (read, unit) => `${median(those.map(read)).toFixed(0)} ${unit}`;
          return [
            name,
            `${ratio(ours, those, listedMs).toFixed(2)} ×`,
            say((one) => one.initializedMs, 'ms'),
            say(listedMs, 'ms'),
            say((one) => one.cpuMs, 'ms'),
            say((one) => one.mb, 'MB'),
          ];
        }),
      },
    ],
    notes: [`Medians of ${rounds} interleaved starts; peers with a key that opens nothing.`, ...notes],
  };
}

async function start({ command, env }, home) {
  const startedAt = performance.now();
  const server = startServer(command, { env: { ...env, HOME: home } });
  await server.initialize();
  const initializedMs = performance.now() - startedAt;
  await server.request('tools/list');
  const listedMs = performance.now() - startedAt;
  const sample = { initializedMs, listedMs, mb: residentMb(server.pid), cpuMs: processorMs(server.pid) };
  await server.stop('SIGINT');
  return sample;
}

function listedMs(sample) {
  return sample.listedMs;
}

function goal(text, measured, met) {
  return { goal: text, measured, met };
}

function signed(number) {
  return (number < 0 ? '−' : '+') + Math.abs(number).toFixed(1);
}
