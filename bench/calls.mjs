import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { interleave, median, percentile, ratio } from './measure.mjs';
import { processorMs, startServer } from './stdio.mjs';
import { inTemporaryFolder, program } from './workshop.mjs';

const rounds = 15;
const callsARound = 200;
const video = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A cat walks on the beach', duration: 4 } };

/** Our own part of a call: the same loopback server, asked by us and by the least that could ask it. */
export async function run() {
  return inTemporaryFolder(async (home) => {
    const service = spawn(process.execPath, [join(import.meta.dirname, 'loopback.mjs')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = await once(service.stdout, 'data');
    const env = { HOME: home, SEEDANCE_HOME: home, XSKILL_BASE_URL: String(url).trim(), XSKILL_API_KEY: 'sk-bench' };
    const ours = startServer([program], { env });
    const raw = startServer([join(import.meta.dirname, 'raw.mjs')], { env });
    await ours.initialize();
    const { structuredContent: task } = await ours.call('submit_task', video);
    const { task_id } = task;
    const contenders = [
      { name: 'raw undici request', server: raw, call: () => raw.call('get_task') },
      { name: 'get_task', server: ours, call: () => ours.call('get_task', { task_id, wait_seconds: 0 }) },
      { name: 'get_balance', server: ours, call: () => ours.call('get_balance') },
      { name: 'submit_task', server: ours, call: () => ours.call('submit_task', { ...video, allow_duplicate: true }) },
    ];
    const measured = [];
    for (const inFlight of [1, 20, 200]) {
      const samples = await interleave(contenders, rounds, (one) => burst(one, inFlight));
      measured.push(...contenders.map(({ name }) => ({ name, inFlight, ...summary(name, samples) })));
    }
    await Promise.all([ours.stop(), raw.stop()]);
    service.kill();
    return render(measured);
  });
}

/** So many calls with so many under way; how long each took, and what the process spent on one. */
async function burst({ server, call }, inFlight) {
  const calls = Math.max(callsARound, inFlight);
  const times = [];
  const before = processorMs(server.pid);
  let left = calls;
  const worker = async () => {
    while (left-- > 0) {
      const startedAt = performance.now();
      const { isError, content } = await call();
      times.push(performance.now() - startedAt);
      if (isError) throw new Error(content[0].text);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { p50: median(times), p99: percentile(times, 0.99), cpuMs: (processorMs(server.pid) - before) / calls };
}

function summary(name, samples) {
  const those = samples.get(name);
  const raw = samples.get('raw undici request');
  return {
    toRaw: ratio(those, raw, ({ p50 }) => p50),
    p50: median(those.map(({ p50 }) => p50)),
    p99: median(those.map(({ p99 }) => p99)),
    cpuMs: median(those.map(({ cpuMs }) => cpuMs)),
    ownCpuMs: median(those.map(({ cpuMs }, round) => cpuMs - raw[round].cpuMs)),
    over: median(those.map(({ p50 }, round) => p50 - raw[round].p50)),
  };
}

function render(measured) {
  const query = (inFlight) => measured.find((row) => row.name === 'get_task' && row.inFlight === inFlight);
  const own = [1, 20, 200].map((inFlight) => query(inFlight).ownCpuMs);
  const { over } = query(1);
  return {
    title: 'A call: our own time beside a raw undici request to the same server',
    goals: [
      {
        goal: "our processor time per get_task, less the raw request's, ≤ 1 ms at 1, 20 and 200 in flight",
        measured: own.map((ms) => `${ms.toFixed(2)} ms`).join(', '),
        met: own.every((ms) => ms <= 1),
      },
      {
        goal: 'p50 of get_task within 2 ms of the raw request at 1',
        measured: `+${over.toFixed(2)} ms`,
        met: over <= 2,
      },
    ],
    tables: [
      {
        head: ['', 'in flight', 'p50 to raw', 'p50', 'p99', 'processor a call', 'less the raw one'],
        rows: measured.map((row) => [
          row.name,
          row.inFlight,
          `${row.toRaw.toFixed(1)} ×`,
          ...[row.p50, row.p99, row.cpuMs, row.ownCpuMs].map((ms) => `${ms.toFixed(2)} ms`),
        ]),
      },
    ],
    notes: [
      `${rounds} interleaved rounds of ${callsARound} calls over stdio. submit_task syncs the record to disk twice, before and after its POST, and takes a connection of its own.`,
    ],
  };
}
