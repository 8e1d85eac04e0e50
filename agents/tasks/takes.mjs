import { expectThat } from '../host.mjs';
import { storyboard } from './text-to-video.mjs';

export const title = 'five takes and a pick';
export const goal = { calls: 5 };

export async function play({ folder, open }) {
  const chat = await open(folder);
  const { submit } = await chat.call('compose_storyboard', storyboard);
  await chat.call('submit_task', { ...submit, takes: 5, dry_run: true });
  await chat.follow();
  const { clips } = await chat.finish();
  const fourth = clips.find(({ take }) => take === 4);
  const { status } = await chat.follow({ use: [fourth.task_id] });
  expectThat(chat, status === 'completed', `after the pick it is ${status}`);
  return chat.tally;
}
