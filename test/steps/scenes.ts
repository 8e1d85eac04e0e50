import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NetworkError } from '../../src/net/http.ts';
import { makePicture } from '../../src/simulation/picture.ts';
import { createTestClock, type TestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';
import { keys, type Tamper } from '../harness.ts';
import { silence } from '../productions/silence.ts';
import { createPath, finish, fox, look, moveOn, submit, videoOf } from '../productions/stage.ts';
import { listen, open } from './listen.ts';
import { findSentences } from './sentences.ts';

/** Something that happens to an agent; what it is told is listened to. */
export type Scene = { name: string; play(): Promise<void> };

const pixazo = {
  model_id: 'seedance-2-0/text-to-video',
  parameters: { prompt: 'A fox crosses the snow', duration: 5 },
};
const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: { prompt: 'A fox, plain background', image_size: 'landscape_16_9' },
};

/** Answers to submits are lost and the service lists nothing. */
const lost: Tamper = ({ path }) => {
  if (path.endsWith('/tasks/list')) return Promise.resolve(Response.json({ code: 200, data: { list: [] } }));
  return path === createPath ? Promise.reject(new NetworkError('reset', 'broken')) : undefined;
};

/** The service takes a minute to answer, and a file twenty. */
const slowly =
  (clock: TestClock): Tamper =>
  async ({ path }, pass) => {
    if (path === createPath) await clock.sleep(60_000);
    if (path.endsWith('.mp4')) await clock.sleep(1_200_000);
    return pass();
  };

/** What was uploaded is gone. */
const dead: Tamper = ({ method, path }) =>
  method !== 'POST' && /\.png/.test(path) ? Promise.resolve(new Response('', { status: 404 })) : undefined;

export const scenes: Scene[] = [
  {
    name: 'a video',
    play: async () => {
      const front = await open();
      await submit(front, { ...fox, dry_run: true });
      const { task_id } = (await submit(front, fox)).data;
      await submit(front, fox);
      await submit(front, { ...fox, dry_run: true });
      await look(front, task_id);
      await finish(front, task_id, { frames: 'last' });
      await finish(front, task_id, { save: true });
      await submit(front, fox);
      await submit(front, { task_id });
      await submit(front, { task_id, stop: true });
    },
  },
  {
    name: 'a picture, and a video of the other service',
    play: async () => {
      const front = await open();
      for (const one of [picture, pixazo]) {
        const { task_id } = (await submit(front, one)).data;
        await finish(front, task_id, { save: true });
        await submit(front, { ...one, takes: 2, dry_run: true });
      }
    },
  },
  {
    name: 'two windows that submit the same at once',
    play: async () => {
      const clock = createTestClock();
      const first = await open({ clock, tamper: slowly(clock) });
      const second = await open({ home: first.home, clock, services: first.services });
      await moveOn(first, Promise.all([first, second].map((front) => front.call('submit_task', fox))));
    },
  },
  {
    name: 'a file that takes long to come',
    play: async () => {
      const clock = createTestClock();
      const front = await open({ clock, tamper: slowly(clock) });
      const { task_id } = (await submit(front, fox)).data;
      await front.clock.advance(900_000);
      await moveOn(front, front.call('get_task', { task_id, wait_seconds: 5, frames: 'sheet' }));
      const { data } = await submit(front, { ...fox, takes: 2 });
      await moveOn(front, front.call('get_task', { task_id: data.task_id, wait_seconds: 900 }));
    },
  },
  ...['fail', 'face', 'content', 'parameter', 'unreachable', 'overloaded', 'no-url', 'dead-link', 'html-file'].map(
    (word) => ({
      name: `a task that ends as ${word}`,
      play: async () => {
        const front = await open();
        const { task_id } = (await submit(front, videoOf(`A fox [rehearse: ${word}, quick]`))).data;
        await finish(front, task_id, { save: true });
      },
    }),
  ),
  {
    name: 'tasks that are stuck, and takes whose links are dead',
    play: async () => {
      const front = await open();
      const { task_id } = (await submit(front, videoOf('A fox [rehearse: stuck]'))).data;
      const stuck = (await submit(front, { ...videoOf('A heron [rehearse: stuck]'), takes: 2 })).data;
      await front.clock.advance(3 * 3_600_000);
      await look(front, task_id);
      await look(front, stuck.task_id);
      const dead = (await submit(front, { ...videoOf('A hare [rehearse: dead-link, quick]'), takes: 2 })).data;
      await finish(front, dead.task_id, { save: true });
    },
  },
  {
    name: 'answers that were lost',
    play: async () => {
      const front = await open({ tamper: lost });
      const { task_id } = (await submit(front, fox)).data;
      await look(front, task_id);
      await submit(front, fox);
      const { data } = await submit(front, { ...videoOf('A heron'), takes: 2 });
      await finish(front, data.task_id);
    },
  },
  ...['401', '402', '422', '429', '500', 'moderated', 'reset-early'].map((word) => ({
    name: `a submit that is refused with ${word}`,
    play: async () => {
      const front = await open();
      await submit(front, videoOf(`A fox [rehearse: ${word}]`));
    },
  })),
  {
    name: 'takes',
    play: async () => {
      const front = await open();
      await submit(front, { ...fox, takes: 2, dry_run: true });
      const { task_id } = (await submit(front, { ...fox, takes: 2 })).data;
      await look(front, task_id);
      await submit(front, { ...fox, takes: 2, dry_run: true });
      await submit(front, { ...fox, takes: 2 });
      const { data } = await finish(front, task_id, { save: true });
      await submit(front, { ...fox, takes: 2 });
      const heron = (await submit(front, videoOf('A heron'))).data.task_id;
      await submit(front, { task_id, use: [heron] });
      await finish(front, heron);
      await submit(front, { task_id, use: [heron] });
      await submit(front, { task_id: data.clips[0].task_id, use: [data.clips[1].task_id] });
    },
  },
  {
    name: 'a batch that fails in part, and one that is stopped',
    play: async () => {
      const front = await open();
      const tasks = [videoOf('A fox'), videoOf('A heron [rehearse: face]')];
      const { task_id } = (await submit(front, { tasks })).data;
      await finish(front, task_id);
      const five = (await submit(front, { ...fox, takes: 5 })).data.task_id;
      await submit(front, { task_id: five, stop: true });
      await finish(front, five);
    },
  },
  {
    name: 'a film',
    play: async () => {
      const front = await open();
      const { submit: draft } = (await front.call('compose_storyboard', story({ continuity: 'extend' }))).data;
      await submit(front, { ...draft, dry_run: true });
      const sent = await submit(front, { ...draft, takes: 2, clips: [1] });
      await finish(front, sent.data.task_id);
      const { data } = await finish(front, sent.data.task_id, { save: true });
      const other = data.clips.find(({ clip, used }: Clip) => clip === 1 && !used);
      await submit(front, { task_id: data.task_id, use: [other.task_id] });
      await submit(front, { tasks: [draft] });
    },
  },
  {
    name: 'a film that cannot be made whole',
    play: async () => {
      const front = await open();
      const { submit: draft } = (await front.call('compose_storyboard', story({}, ' [rehearse: face]'))).data;
      const { data } = await submit(front, draft);
      await finish(front, data.task_id, { save: true });
    },
  },
  {
    name: 'files that cannot be sent',
    play: async () => {
      const front = await open();
      const withFile = (file: string, list = 'image_files') =>
        submit(front, { ...fox, parameters: { ...fox.parameters, prompt: 'A fox @image_file_1', [list]: [file] } });
      const path = join(front.home, 'fox.png');
      writeFileSync(path, makePicture({ width: 640, height: 480 }, 'fox'));
      const base64 = readFileSync(path).toString('base64');
      for (const file of [base64, 'http://127.0.0.1/fox.png', 'ftp://example.com/fox.png', 'fox', path, '/no/fox.png'])
        await withFile(file);
      await front.call('upload_image', { image_path: base64 });
      await front.call('upload_image', { image_path: path });
      const { data } = await front.call('upload_image', { image_data: base64 });
      const gone = await open({ home: front.home, clock: front.clock, services: front.services, tamper: dead });
      await submit(gone, {
        ...fox,
        parameters: { ...fox.parameters, prompt: 'A fox @image_file_1', image_files: [data.url] },
      });
    },
  },
  {
    name: 'a file that is damaged or gone, told without damaging one',
    play: async () => {
      const front = await open();
      const { task_id } = (await submit(front, fox)).data;
      await finish(front, task_id, { save: true });
      for (const { text } of findSentences('media/frames', 'media/join', 'media/read-part.ts', 'media/text.ts')) {
        const next_step = text.replace('{0}', task_id);
        const asked = { tool: 'get_task', args: { task_id } };
        listen(front, { isError: false, text, data: { task_id, next_step } }, asked);
      }
    },
  },
  {
    name: 'a disk that keeps no drafts, and no ffmpeg to join with',
    play: async () => {
      const home = temporaryFolder();
      mkdirSync(join(home, 'data'));
      writeFileSync(join(home, 'data/drafts'), 'a file');
      const full = await open({ home });
      await full.call('compose_storyboard', { prompt: 'A fox crosses the snow', duration: 5 });

      const project = temporaryFolder();
      writeFileSync(join(project, 'music.wav'), silence());
      const front = await open({ env: { ...keys, CLAUDE_PROJECT_DIR: project, PATH: '' } });
      const { data } = await front.call('compose_storyboard', story({ soundtrack: { path: 'music.wav' } }));
      const { task_id } = (await submit(front, data.submit)).data;
      await finish(front, task_id, { save: true });
    },
  },
  {
    name: 'what is not there',
    play: async () => {
      const front = await open();
      await front.call('get_task', { task_id: 'xskill:nothing' });
      await front.call('get_task', { task_id: 'local-nothing' });
      await submit(front, { draft_id: 'draft:000000000000' });
      await submit(front, { model_id: 'nothing', parameters: {} });
      await submit(front, { parameters: {} });
      await front.call('upload_image', { image_url: 'ftp://example.com/fox.png' });
      await submit(front, videoOf('A fox [rehearse: inline]'));
      const empty = await open({ env: {} });
      await submit(empty, fox);
    },
  },
];

type Clip = { clip?: number; used?: boolean };

function story(more: object, words = '') {
  const visuals = ['a lighthouse at night', `a boat in the waves${words}`, 'the harbour at dawn'];
  const shots = visuals.map((visual) => ({ seconds: 8, camera: 'wide shot, static', visual }));
  return { ratio: '16:9', shots, ...more };
}
