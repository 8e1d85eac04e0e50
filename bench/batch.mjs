import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../scripts/bundle.mjs';
import { execute, folder, inTemporaryFolder, program, project } from './workshop.mjs';

const lines = 10_000;

/** In a process of its own: a plan of so many tasks, each claimed, accepted and completed in the record, as a batch does. */
const child = `
import { createFileStore } from './src/store/files/file-store.ts';
const [, , home, count] = process.argv;
const lines = Number(count);
const store = createFileStore(home, Date.now);
const account = { backend: 'xskill', base_url: 'https://bench.invalid', rehearsal: false };
const price = { amount: 50, unit: 'points', source: 'listed' };
const idle = process.memoryUsage.rss();
const plannedAt = performance.now();
const requests = Array.from({ length: lines }, (_, n) => ({
  model_id: 'st-ai/super-seed2', kind: 'video', fingerprint: 'f' + n, prompt: 'shot ' + n, parameters: { prompt: 'shot ' + n, duration: 5 },
}));
const plan = {
  type: 'planned', key: '', at: Date.now(), fingerprint: 'whole', kind: 'batch', rehearsal: false,
  offers: [{ account, model_id: 'st-ai/super-seed2', price, held: 50, refunds: true }],
  steps: requests.map((_, n) => ({ clip: n + 1, offer: 0 })),
};
const { production } = await store.reserve({ plan, requests, links: [] }, [{ account, dailyCap: 50 * lines }]);
const planSeconds = (performance.now() - plannedAt) / 1000;
const { key } = production.plan;
const startedAt = performance.now();
for (const [number, request] of requests.entries()) {
  const task = 'local-' + number;
  const at = Date.now();
  const intent = {
    ...account, ...request, key: task, at, price, step: { production: key, number }, asked: { prompt: request.prompt, references: [] },
  };
  const claimed = await store.claimStep(intent, 4);
  if (claimed.outcome !== 'owned') throw new Error(number + ': ' + claimed.outcome);
  await store.record({ type: 'accepted', key: task, at, backend: 'xskill', remote_id: 'r' + number });
  await store.record({ type: 'status', key: task, at, remote: { status: 'completed', upstreamStatus: 'completed', outputUrls: [] } });
}
const seconds = (performance.now() - startedAt) / 1000;
console.log(JSON.stringify({ planSeconds, seconds, peakMb: (process.resourceUsage().maxRSS * 1024 - idle) / 1024 ** 2 }));
`;

const tellPeak = `data:text/javascript,process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS))`;

/** The same through the command, in rehearsal: every line is read, checked, quoted, and planned unless it is a dry run. */
async function runCommand(home, ...more) {
  const path = join(home, 'batch.jsonl');
  const lineOf = (n) =>
    JSON.stringify({ model_id: 'st-ai/super-seed2', parameters: { prompt: `shot ${n}`, duration: 5 } });
  await writeFile(path, Array.from({ length: lines }, (_, n) => lineOf(n)).join('\n'));
  const env = { ...process.env, HOME: home, SEEDANCE_HOME: join(home, 'data'), SEEDANCE_REHEARSAL: '1' };
  const startedAt = performance.now();
  const { stderr } = await execute(process.execPath, ['--import', tellPeak, program, 'batch', path, ...more], { env });
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, peakMb: Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024 };
}

/** A batch of 10,000 lines in the record of files, each operation on the disk before the next begins. */
export async function run() {
  const script = join(folder, 'batch-child.mjs');
  await bundle({ stdin: { contents: child, resolveDir: project, loader: 'ts' }, outfile: script });
  const measured = await inTemporaryFolder(async (home) => {
    const { stdout } = await execute(process.execPath, [script, home, String(lines)]);
    return JSON.parse(stdout);
  });
  const dry = await inTemporaryFolder((home) => runCommand(home, '--dry-run'));
  const planned = await inTemporaryFolder((home) => runCommand(home, '--no-wait'));
  const { planSeconds, seconds, peakMb } = measured;
  const perSecond = Math.round((3 * lines) / seconds);
  return {
    title: `A batch of ${lines.toLocaleString('en')} lines in the record`,
    goals: [
      {
        goal: '≥ 100 operations a second',
        measured: `${perSecond.toLocaleString('en')} a second`,
        met: perSecond >= 100,
      },
      { goal: '≤ 200 MB above an idle process', measured: `${Math.round(peakMb)} MB`, met: peakMb <= 200 },
    ],
    tables: [
      {
        head: ['planned and reserved', 'claimed, accepted, completed', 'operations'],
        rows: [[`${planSeconds.toFixed(2)} s`, `${Math.round(seconds)} s`, (3 * lines).toLocaleString('en')]],
      },
      {
        head: ['the command', 'time', 'memory at most'],
        rows: [
          ['`seedance-mcp batch FILE --dry-run`', `${dry.seconds.toFixed(1)} s`, `${Math.round(dry.peakMb)} MB`],
          [
            '`seedance-mcp batch FILE --no-wait`',
            `${planned.seconds.toFixed(1)} s`,
            `${Math.round(planned.peakMb)} MB`,
          ],
        ],
      },
    ],
    notes: [
      'An operation is a claim, or an event that a service told. Services take a batch at their own pace, a few tasks a minute.',
    ],
  };
}
