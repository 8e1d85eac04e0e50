import { importOurs, playOurs, playVideo, trafficOf } from './conversation.mjs';
import { createFastClock } from './fast-clock.mjs';
import { inTemporaryFolder } from './workshop.mjs';

/** A ten-minute video takes about twenty seconds: what we need of our own counts thirty times. */
const timeScale = 30;
const [clips, concurrency] = [6, 4];

/** A film of 45 s in three clips, as a host that waits ten minutes makes it; and one of six clips with four at work at once. */
export async function run() {
  const source = await importOurs();
  const clock = createFastClock(timeScale);
  const spans = [];
  const served = await source.serveSimulators({
    simulators: [(options) => timing(source.createSimulator(options), clock, spans)],
    port: 0,
    now: clock.now,
    balance: 1e9,
  });
  const play = (script) =>
    inTemporaryFolder((home) => playOurs(source, { home, clock, url: served.url, client: 'claude-code', script }));
  const calls = await play((tools) => playVideo(tools, filmOf(3), { wait_seconds: 900 }));
  let wallSeconds = 0;
  spans.length = 0;
  await play(async (tools) => {
    const { submit } = await tools.call('compose_storyboard', filmOf(clips));
    const startedAt = clock.now();
    await tools.wait(await tools.call('submit_task', submit), { wait_seconds: 900 });
    wallSeconds = (clock.now() - startedAt) / 1000;
  });
  await served.close();
  return render({ calls, wallSeconds, slowestSeconds: slowestOf(spans) });
}

/** Notes when each task was taken, and when the service first called it done. */
function timing(simulate, clock, spans) {
  return async (request) => {
    const asked =
      request.method === 'POST'
        ? await request
            .clone()
            .json()
            .catch(() => undefined)
        : undefined;
    const reply = await simulate(request);
    const { data } =
      (await reply
        .clone()
        .json()
        .catch(() => undefined)) ?? {};
    if (request.url.endsWith('/tasks/create')) spans.push({ id: data?.task_id, from: clock.now() });
    const span = spans.find(({ id }) => id !== undefined && id === asked?.task_id);
    if (span && data?.status === 'completed') span.to ??= clock.now();
    return reply;
  };
}

function slowestOf(spans) {
  return Math.max(...spans.map(({ from, to = from }) => (to - from) / 1000));
}

function filmOf(clipCount) {
  const shots = Array.from({ length: clipCount * 3 }, (_, n) => ({
    seconds: 5,
    camera: 'wide shot, slow push-in',
    visual: `a red fox crosses the snow, hour ${n + 1} of its night`,
    sound: 'soft wind',
  }));
  return { shots, style: 'live-action', ratio: '16:9' };
}

function render({ calls, wallSeconds, slowestSeconds }) {
  const shots = Buffer.byteLength(JSON.stringify(filmOf(3).shots));
  const tokens = Math.round((trafficOf(calls) - shots) / 4);
  const most = 1.1 * Math.ceil(clips / concurrency) * slowestSeconds;
  return {
    title: 'A film: its conversation, and how long it takes',
    goals: [
      { goal: 'a 45 s film in ≤ 5 calls', measured: `${calls.length} calls`, met: calls.length <= 5 },
      { goal: '≤ 1,800 tokens besides the shots', measured: `${tokens} tokens`, met: tokens <= 1800 },
      {
        goal: `${clips} clips, ${concurrency} at once: ≤ 1.1 × ${Math.ceil(clips / concurrency)} × the slowest clip, join and all`,
        measured: `${Math.round(wallSeconds)} s of the services' time, the slowest clip ${Math.round(slowestSeconds)} s`,
        met: wallSeconds <= most,
      },
    ],
    tables: [
      {
        head: ['tokens', ...calls.map(({ name }) => name)],
        rows: [
          ['in + out', ...calls.map(({ written, read }) => `${Math.round(written / 4)} + ${Math.round(read / 4)}`)],
        ],
      },
    ],
    notes: [
      'The slowest clip lasts from its submit until the service first tells that it is done: nobody can know it earlier.',
      'A host that gives up at 45 s needs one more call for every wait.',
    ],
  };
}
