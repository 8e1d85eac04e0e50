export const title = 'text-to-video';
export const goal = { calls: 4, tokens: 900 };

export const storyboard = {
  shots: [
    {
      seconds: 5,
      camera: 'wide shot, slow push-in to the fox',
      visual: 'a red fox crosses a snowy field at dawn',
      sound: 'soft wind',
    },
  ],
  style: 'live-action, natural light',
  ratio: '16:9',
};

export async function play({ folder, open }) {
  const chat = await open(folder);
  await makeVideo(chat, storyboard);
  return chat.tally;
}

/** From a storyboard to a saved file: compose, the price, a yes, the video. */
export async function makeVideo(chat, given) {
  const { submit } = await chat.call('compose_storyboard', given);
  await chat.call('submit_task', { ...submit, dry_run: true });
  await chat.follow();
  return chat.finish();
}
