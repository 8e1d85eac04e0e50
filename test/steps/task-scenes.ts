import { NetworkError } from '../../src/net/http.ts';
import { createTestClock, type TestClock } from '../clock.ts';
import type { Tamper } from '../harness.ts';
import { createPath, finish, fox, look, moveOn, submit, videoOf } from '../productions/stage.ts';
import { open } from './listen.ts';
import type { Scene } from './scenes.ts';

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

export const taskScenes: Scene[] = [
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
];
