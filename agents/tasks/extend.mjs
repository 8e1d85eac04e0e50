import { makeVideo, storyboard } from './text-to-video.mjs';

export const title = "extending one's own clip";
export const goal = { calls: 5 };

export async function play({ folder, open }) {
  const before = await open(folder);
  const { task_id } = await makeVideo(before, storyboard);
  const chat = await open(folder);
  await chat.call('get_task', { task_id });
  const { submit } = await chat.follow({
    shots: [{ seconds: 5, camera: 'slow pull-back to a wide shot', visual: 'the fox reaches the trees and is gone' }],
  });
  await chat.call('submit_task', { ...submit, dry_run: true });
  await chat.follow();
  await chat.finish();
  return chat.tally;
}
