import { createFastClock } from './fast-clock.mjs';
import { importSource, inTemporaryFolder } from './workshop.mjs';

/** A ten-minute video takes about ten seconds. */
const timeScale = 60;
const key = 'sk-bench';
/** SKILL.md of seedance2-api 1.1 as it was published. */
const seedSkillBytes = 13_960;
const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: {
    prompt: 'An astronaut in a white spacesuit on Mars, full body, plain background, cinematic realism',
    image_size: 'landscape_16_9',
    num_images: 1,
  },
};

/** The seed's own example, from its idea to a finished video: by our tools, and by the seed's steps, on the same simulator. */
export async function run() {
  const source = await importOurs();
  const clock = createFastClock(timeScale);
  const served = await source.serveSimulators({
    simulators: [source.createSimulator],
    port: 0,
    now: clock.now,
    balance: 1e9,
  });
  const play = (client, script) =>
    inTemporaryFolder((home) => playOurs(source, { home, clock, url: served.url, client, script }));
  const [patient, usual, seed, ...texts] = await Promise.all([
    play('claude-code', playPictureAndVideo),
    play('other', playPictureAndVideo),
    playSeed(served.url, clock),
    ...Object.values(textStoryboards).map((storyboard) =>
      play('claude-code', (tools) => playVideo(tools, storyboard, { wait_seconds: 900 })),
    ),
  ]);
  await served.close();
  const listed = Buffer.byteLength(JSON.stringify({ tools: source.toolList }) + source.instructions);
  return render({ patient, usual, seed, texts, listed, skill: seedSkillBytes });
}

/** Everything that a conversation is played with. */
export function importOurs() {
  return importSource(
    'conversation-entry',
    `export { Client } from '@modelcontextprotocol/sdk/client/index.js';
     export { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
     export { createApp } from './src/app.ts';
     export { createConfig } from './src/config/config.ts';
     export { createServer, instructions } from './src/server/mcp.ts';
     export { toolList } from './src/server/tool-list.ts';
     export { createNetwork } from './src/net/network.ts';
     export { serveSimulators } from './src/simulation/serve.ts';
     export { createSimulator } from './src/backends/xskill/simulator.ts';`,
  );
}

/** What a model writes into calls and reads out of them: arguments, and the text of answers. */
function createTally() {
  const calls = [];
  return {
    calls,
    note: (name, args, answer) => {
      const written = Buffer.byteLength(JSON.stringify(args));
      calls.push({ name, written, read: Buffer.byteLength(answer) });
    },
  };
}

/** Plays a script with our tools. Returns its calls. */
export async function playOurs(source, { home, clock, url, client: name, script }) {
  const tally = createTally();
  const env = { SEEDANCE_HOME: home, SEEDANCE_OUTPUT_DIR: home, XSKILL_BASE_URL: url, XSKILL_API_KEY: key };
  const config = source.createConfig({ env, userHome: home });
  const send = source.createNetwork({ trustedOrigins: new Set([url]) });
  const app = source.createApp({ config, log: { debug: () => undefined }, clock, send });
  const server = source.createServer({ version: '0', root: new URL('..', import.meta.url), loadApp: async () => app });
  const [ours, theirs] = source.InMemoryTransport.createLinkedPair();
  const client = new source.Client({ name, version: '0' });
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  const call = async (tool, args) => {
    const answer = await client.callTool({ name: tool, arguments: args }, undefined, { timeout: 900_000 });
    tally.note(
      tool,
      args,
      answer.content
        .filter(({ type }) => type !== 'image')
        .map((block) => block.text ?? JSON.stringify(block))
        .join('\n'),
    );
    if (answer.isError) throw new Error(answer.content[0].text);
    return answer.structuredContent;
  };
  const wait = async ({ task_id }, options) => {
    for (;;) {
      const answer = await call('get_task', { task_id, ...options });
      if (answer.status === 'completed') return answer;
    }
  };
  await script({ call, wait });
  await client.close();
  return tally.calls;
}

async function playPictureAndVideo({ call, wait }) {
  const image = await wait(await call('submit_task', picture));
  await playVideo({ call, wait }, storyboardOf(image.output_urls[0]));
}

export async function playVideo({ call, wait }, storyboard, options) {
  const { submit } = await call('compose_storyboard', storyboard);
  await call('submit_task', { ...submit, dry_run: true });
  await wait(await call('submit_task', submit), options);
}

/** Seeds/000, with MCP tools: the service's own answers; a picture asked after 30 s and every 30 s, a video after 60 s and every 90 s. */
async function playSeed(url, clock) {
  const tally = createTally();
  const call = async (tool, route, args, body = args) => {
    const reply = await fetch(`${url}/api/v3/tasks/${route}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await reply.text();
    tally.note(tool, args, text);
    return JSON.parse(text).data;
  };
  const generate = async (task, firstSeconds, everySeconds) => {
    const body = { model: task.model_id, params: task.parameters, channel: null };
    const { task_id } = await call('submit_task', 'create', task, body);
    for (let seconds = firstSeconds; ; seconds = everySeconds) {
      tally.note('Bash', { command: `sleep ${seconds}` }, '');
      await clock.sleep(seconds * 1000);
      const answer = await call('get_task', 'query', { task_id });
      if (answer.status === 'completed') return answer;
    }
  };
  const image = await generate(picture, 30, 30);
  const imageUrl = JSON.stringify(image).match(/https?:[^"]+/)[0];
  await generate(seedVideo(imageUrl), 60, 90);
  return tally.calls;
}

/** A text-to-video task in three sizes. */
const textStoryboards = {
  'a sentence, 5 s': {
    prompt: 'A red fox crosses a snowy field at dawn, wide shot, slow push-in, soft wind, live-action',
    duration: 5,
    ratio: '16:9',
  },
  'one shot, 5 s': {
    shots: [
      {
        seconds: 5,
        camera: 'wide shot, slow push-in',
        visual: 'A red fox crosses a snowy field at dawn',
        sound: 'soft wind',
      },
    ],
    style: 'live-action',
    ratio: '16:9',
  },
  'three shots, 15 s': withoutPicture(storyboardOf('')),
};

function withoutPicture({ references: _, ...storyboard }) {
  return JSON.parse(JSON.stringify(storyboard).replaceAll('@hero', 'an astronaut'));
}

function storyboardOf(url) {
  return {
    shots: [
      {
        seconds: 5,
        camera: 'wide shot, slow push-in',
        visual: '@hero stands on a red plain under a pale sun',
        action: 'dust drifts past her boots',
        sound: 'low wind',
      },
      {
        seconds: 5,
        camera: 'tracking shot from the side',
        visual: '@hero walks along a ridge',
        action: 'each step lifts a little dust',
        sound: 'steps and breath inside the helmet',
      },
      {
        seconds: 5,
        camera: 'slow crane up',
        visual: '@hero stops and looks at the small blue Earth in the sky',
        action: 'she raises one hand',
      },
    ],
    references: [{ url, name: 'hero', role: 'character: white spacesuit, gold visor' }],
    style: 'cinematic realistic sci-fi',
    mood: 'solitary, hopeful',
    ratio: '16:9',
    duration: 15,
    music: 'sparse ambient strings',
  };
}

/** The same shots by the seed's formula. */
function seedVideo(url) {
  const prompt = `[Style] cinematic realistic sci-fi style, 15 seconds, 16:9 ratio, solitary, hopeful mood
0-5s: wide shot, slow push-in + @image_file_1 stands on a red plain under a pale sun + dust drifts past her boots
5-10s: tracking shot from the side + @image_file_1 walks along a ridge + each step lifts a little dust
10-15s: slow crane up + @image_file_1 stops and looks at the small blue Earth in the sky + she raises one hand
[Audio] sparse ambient strings music + low wind, steps and breath inside the helmet SFX
[References] @image_file_1 as character reference: white spacesuit, gold visor`;
  const parameters = {
    prompt,
    functionMode: 'omni_reference',
    image_files: [url],
    ratio: '16:9',
    duration: 15,
    model: 'seedance_2.0_fast',
  };
  return { model_id: 'st-ai/super-seed2', parameters };
}

function render({ patient, usual, seed, texts, listed, skill }) {
  const rows = [
    { name: 'seedance-mcp, Claude Code (waits 10 minutes a call)', calls: patient, base: listed },
    { name: 'seedance-mcp, a client that gives up at 60 s', calls: usual, base: listed },
    { name: "the seed's flow", calls: seed, base: skill },
  ].map((row) => ({ ...row, traffic: trafficOf(row.calls), again: readAgain(row) }));
  const [ours, , theirs] = rows;
  const cheaper = theirs.again / ours.again;
  const thousands = (bytes) => Math.round(bytes / 4).toLocaleString('en');
  const ofTexts = Object.keys(textStoryboards).map((name, n) => ({
    name,
    calls: texts[n],
    traffic: trafficOf(texts[n]),
  }));
  const most = Math.max(...ofTexts.map(({ traffic }) => traffic));
  return {
    title: 'The conversation of a whole video: one picture, one 15 s film',
    goals: [
      { goal: 'a finished video in ≤ 8 calls', measured: `${ours.calls.length} calls`, met: ours.calls.length <= 8 },
      {
        goal: '≤ 3,000 tokens of tool traffic',
        measured: `${thousands(ours.traffic)} tokens`,
        met: ours.traffic / 4 <= 3_000,
      },
      {
        goal: "≥ 3 × less than the seed's flow, all that the model reads over the conversation",
        measured: `${cheaper.toFixed(1)} × less`,
        met: cheaper >= 3,
      },
      {
        goal: 'a text-to-video task, compose → dry run → submit → get_task, in ≤ 900 tokens',
        measured: `${thousands(most)} tokens`,
        met: most / 4 <= 900,
      },
    ],
    tables: [
      {
        head: ['bytes ÷ 4', "seed's to this", 'calls', 'tool traffic', 'known before', 'read in all'],
        rows: rows.map(({ name, calls, traffic, base, again }) => [
          name,
          `${(theirs.again / again).toFixed(1)} ×`,
          calls.length,
          thousands(traffic),
          thousands(base),
          thousands(again),
        ]),
      },
      {
        head: ['a text-to-video task, in and out', ...ofTexts[0].calls.map(({ name }) => name), 'in all'],
        rows: ofTexts.map(({ name, calls, traffic }) => [
          name,
          ...calls.map(({ written, read }) => `${thousands(written)} + ${thousands(read)}`),
          thousands(traffic),
        ]),
      },
    ],
    notes: [
      'Tool traffic: arguments and the text of answers, once. A picture that get_task shows is left out; the seed has its user look at a link.',
      'Known before: our tool list and instructions; of the seed the skill alone, without the list of the 19 tools it calls and without its reference.',
      'Read in all: a model reads what is before it again at every call. Nobody can wait between two calls without a call: each pause of the seed is a `sleep`.',
      "The seed's flow ends with a link; ours with a file that was saved, probed and checked against the request.",
    ],
  };
}

export function trafficOf(calls) {
  return calls.reduce((sum, { written, read }) => sum + written + read, 0);
}

/** Bytes that a model reads: all that came before, at every call and once more for its last words. */
function readAgain({ calls, base }) {
  return calls.reduce((sum, _, n) => sum + base + trafficOf(calls.slice(0, n)), base + trafficOf(calls));
}
