import type { Front } from '../harness.ts';
import { finish, fox, look, submit, videoOf } from '../productions/stage.ts';
import { listen, open } from './listen.ts';
import { failFirst, replaceFirst } from './replace-first.ts';
import type { Scene } from './scenes.ts';
import { findSentences } from './sentences.ts';
import { story } from './story.ts';

type Clip = { clip?: number; used?: boolean };

/** What is told between the last clip and the join, which nobody can be sure to meet. */
function hearUnjoined(front: Front, task_id: string): void {
  const [sentence] = findSentences('tools/production-step.ts').filter(({ text }) => text.includes('to join them'));
  const data = { task_id, next_step: sentence?.text };
  listen(front, { isError: false, text: '', data }, { tool: 'get_task', args: { task_id } });
}

export const productionScenes: Scene[] = [
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
      const { data } = await finish(front, sent.data.task_id, { save: true });
      hearUnjoined(front, data.task_id);
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
    name: 'a film whose failed clip is replaced',
    play: async () => {
      const front = await open({ tamper: failFirst() });
      const { submit: draft } = (await front.call('compose_storyboard', story({ continuity: 'extend' }))).data;
      const { data } = await finish(front, (await submit(front, draft)).data.task_id);
      await replaceFirst(front, data.task_id, draft);
    },
  },
];
