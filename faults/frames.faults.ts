import { beforeAll, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../test/media/clips.ts';
import { createZoo, nearly } from '../test/media/frames/look.ts';
import { brokenClips, goodClips } from '../test/media/frames/zoo.ts';

/** All kinds of clips, nearer to the size that the services send than those of `npm test`. */
describe.skipIf(!hasFfmpeg)('what is found in clips (skipped: ffmpeg is not installed)', () => {
  const format = { width: 864, height: 496, rate: 24 };
  const [good, broken] = [goodClips(format), brokenClips(format)];
  const zoo = createZoo(format);
  beforeAll(() => zoo.open());

  it.concurrent.each(Object.entries({ ...good.usual, ...good.rare }))('nothing in %s', async (name, recipe) => {
    expect(await zoo.checksOf(name, recipe)).toEqual([]);
  });

  it.concurrent.each(Object.entries({ ...broken.usual, ...broken.rare }))('%s', async (name, recipe) => {
    expect(await zoo.checksOf(name, recipe)).toEqual(recipe.checks.map(nearly));
  });
});
