import { makeVideo } from './text-to-video.mjs';

export const title = 'Mars, with two generated pictures';
export const goal = { calls: 9, tokens: 2000 };

const model_id = 'fal-ai/bytedance/seedream/v4.5/text-to-image';

export async function play({ folder, open }) {
  const chat = await open(folder);
  const draw = async (prompt) => {
    await chat.call('submit_task', { model_id, parameters: { prompt, image_size: 'landscape_16_9' } });
    const { output_urls } = await chat.finish();
    return output_urls[0];
  };
  const hero = await draw('An astronaut in a white spacesuit with a gold visor, full body, plain background');
  const plain = await draw('A wide red plain on Mars under a pale sun, cinematic realism, no people');
  await makeVideo(chat, {
    shots: [
      { seconds: 5, camera: 'wide shot, slow push-in to @hero', visual: '@hero stands on @plain', sound: 'low wind' },
      { seconds: 5, camera: 'tracking shot from the side', visual: '@hero walks along a ridge', action: 'dust rises' },
    ],
    references: [
      { url: hero, name: 'hero', role: 'character' },
      { url: plain, name: 'plain', role: 'scene' },
    ],
    style: 'cinematic realistic sci-fi',
    ratio: '16:9',
  });
  return chat.tally;
}
