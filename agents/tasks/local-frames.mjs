import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importBundled } from '../../scripts/bundle.mjs';
import { makeVideo } from './text-to-video.mjs';

export const title = 'local first and last frames';
export const goal = { calls: 5 };

const { makePicture } = await importBundled({ entryPoints: ['src/simulation/picture.ts'] });

export async function play({ folder, open }) {
  const [first, last] = ['bud', 'flower'].map((name) => join(folder, `${name}.png`));
  for (const path of [first, last]) await writeFile(path, makePicture({ width: 1280, height: 720 }, path));
  const chat = await open(folder);
  await makeVideo(chat, {
    shots: [{ seconds: 5, camera: 'static close-up', visual: 'the bud opens into a flower', sound: 'quiet garden' }],
    references: [
      { url: first, role: 'first frame' },
      { url: last, role: 'last frame' },
    ],
    style: 'macro photography, natural light',
  });
  return chat.tally;
}
