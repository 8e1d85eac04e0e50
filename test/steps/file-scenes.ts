import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePicture } from '../../src/simulation/picture.ts';
import { temporaryFolder } from '../folder.ts';
import { keys, type Tamper } from '../harness.ts';
import { silence } from '../productions/silence.ts';
import { finish, fox, submit, videoOf } from '../productions/stage.ts';
import { listen, open } from './listen.ts';
import type { Scene } from './scenes.ts';
import { findSentences } from './sentences.ts';
import { story } from './story.ts';

/** What was uploaded is gone. */
const dead: Tamper = ({ method, path }) =>
  method !== 'POST' && /\.png/.test(path) ? Promise.resolve(new Response('', { status: 404 })) : undefined;

export const fileScenes: Scene[] = [
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
