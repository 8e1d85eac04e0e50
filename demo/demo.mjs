// One idea, five tools, no key: a real MCP client drives the built server over real stdio, in rehearsal.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const startedAt = Date.now();
const folder = await mkdtemp(join(tmpdir(), 'seedance-demo-'));
const client = new Client({ name: 'seedance-demo', version: '1.0.0' });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [fileURLToPath(new URL('../dist/main.js', import.meta.url))],
    env: {
      ...process.env,
      SEEDANCE_REHEARSAL: '1',
      SEEDANCE_HOME: join(folder, 'record'),
      SEEDANCE_OUTPUT_DIR: folder,
      SEEDANCE_MEDIA_ROOTS: folder,
    },
  }),
);

const say = (text) => console.log(text);
const indent = (text) => text.replace(/^/gm, '    ');
const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`.padStart(6);

/** Calls a tool and shows what a person would want to see of it. */
async function call(name, args, show) {
  const asked = JSON.stringify(args);
  say(`\n${seconds()}  → ${name} ${asked.length > 160 ? `${asked.slice(0, 157)}…` : asked}`);
  const onprogress = ({ progress, total, message }) =>
    say(`${seconds()}    ${Math.round((100 * progress) / total)}% ${message}`);
  const result = await client.callTool({ name, arguments: args }, undefined, { onprogress, timeout: 120_000 });
  if (result.isError) throw new Error(result.content[0].text);
  say(`${seconds()}  ← ${show(result.structuredContent)}`);
  return result.structuredContent;
}

const money = ({ amount, unit, source }) => (amount === undefined ? 'price unknown' : `${amount} ${unit} (${source})`);
const textToImage = 'fal-ai/bytedance/seedream/v4.5/text-to-image';
const picture = async (prompt) => {
  const task = await call(
    'submit_task',
    { model_id: textToImage, parameters: { prompt, image_size: 'landscape_16_9' } },
    (told) => `${told.task_id}, ${money(told.price)}`,
  );
  return call('get_task', { task_id: task.task_id }, (told) => `${told.status}: ${told.files[0]?.path}`);
};

say('The idea: "An old fisherman steers home through a storm, and the harbour lights come into view."');

await call('get_balance', {}, ({ balances }) =>
  balances
    .map(({ backend, balance, unit, note }) => `${backend}: ${balance ?? note} ${balance === undefined ? '' : unit}`)
    .join('; '),
);
const fisherman = await picture(
  'Weathered old fisherman in a yellow oilskin, painted illustration, storm light, plain background',
);
const harbour = await picture(
  'Small northern harbour at dusk, warm lamps on the quay, painted illustration, heavy clouds',
);

const uploaded = await call(
  'upload_image',
  { image_path: fisherman.files[0].path },
  ({ url, width, height }) => `${url} (${width}×${height})`,
);

const storyboard = await call(
  'compose_storyboard',
  {
    style: 'painted cinematic realism',
    mood: 'tense, then relieved',
    ratio: '16:9',
    music: 'low strings, rising',
    references: [
      { name: 'fisherman', url: uploaded.url, role: 'character', ignore: 'background' },
      { name: 'harbour', url: harbour.output_urls[0], role: 'scene' },
    ],
    shots: [
      {
        seconds: 3,
        camera: 'wide shot, static',
        visual: 'a small trawler climbs a steep wave',
        sound: 'wind and breaking water',
      },
      {
        seconds: 4,
        camera: 'slow push in to a close-up',
        visual: '@fisherman grips the wheel, spray on the glass',
        action: 'he narrows his eyes',
      },
      {
        seconds: 3,
        camera: 'pan left to the quay',
        visual: 'the lamps of @harbour come into view',
        action: 'his shoulders drop',
        sound: 'a bell buoy',
      },
    ],
  },
  ({ prompt, problems, stats }) =>
    `${stats.shots} shots, ${stats.characters} characters, ${problems.length} problems\n${indent(prompt)}${problems.map(({ severity, message }) => `\n    [${severity}] ${message}`).join('')}`,
);

await call(
  'submit_task',
  { ...storyboard.submit, dry_run: true },
  ({ price, next_step }) => `${money(price)}. ${next_step}`,
);
const video = await call('submit_task', storyboard.submit, ({ task_id, next_step }) => `${task_id}: ${next_step}`);
const finished = await call(
  'get_task',
  { task_id: video.task_id },
  ({ status, files: [file], mismatches, price }) =>
    `${status}, ${money(price)}: ${file?.duration_seconds} s, ${file?.width}×${file?.height}, ${file?.has_audio ? 'with sound' : 'silent'}, ${mismatches.length === 0 ? 'as asked' : JSON.stringify(mismatches)}`,
);

await client.close();
say(`\nThe video:   ${finished.files[0].path}`);
say(`The gallery: ${join(folder, 'index.html')}`);
say(`A rehearsal: nothing was sent to a service and nothing was paid. ${seconds().trim()} in all.`);
