import { expectThat } from '../host.mjs';

export const title = 'face, 402, stuck and uncertain';
export const goal = { calls: 8 };

const videoOf = (words) => ({
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: `A woman walks along a beach at dusk [rehearse: ${words}]`, duration: 5 },
});

export async function play({ folder, open }) {
  const chat = await open(folder);
  await chat.call('submit_task', videoOf('face, quick'));
  const face = await chat.finish();
  expectThat(chat, face.error?.code === 'face_detected', `the face came back as ${JSON.stringify(face.error)}`);
  expectThat(chat, /do not resubmit|replace/i.test(face.next_step), face.next_step);

  const broke = await chat.refused('submit_task', videoOf('402'));
  expectThat(chat, /^no_credit:.*\nNext: .*top up/is.test(broke), broke);

  await chat.call('submit_task', videoOf('stuck'));
  // A video of ten minutes takes ten seconds in rehearsal: after forty it is stuck.
  const stuck = await chat.follow({ wait_seconds: 40 });
  expectThat(chat, /stuck/.test(stuck.next_step), stuck.next_step);

  const lost = await chat.call('submit_task', videoOf('reset, quick'));
  const found = lost.status === 'uncertain' ? await chat.follow() : lost;
  expectThat(
    chat,
    ['pending', 'processing', 'completed'].includes(found.status),
    `${found.status}: ${found.next_step}`,
  );
  return chat.tally;
}
