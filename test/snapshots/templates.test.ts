import { afterAll, describe, expect, it } from 'vitest';
import { composeBlock, type Language, languages, openFronts, type Storyboard, valuesOf } from './compose.ts';

const fronts = await openFronts();
const { both } = fronts;
afterAll(() => fronts.close());

/** Words for the places of a skeleton, whatever it asks. */
const fillings: Record<Language, string[]> = {
  en: [
    'a woman in a red coat stands on the pier at dawn',
    'she lifts a brass lantern, the flame bends in the wind',
    'her hand shields the light, rain on the glass',
    'the boat ties up beside her',
    'the pier lies empty, the lantern burns on a post',
  ],
  zh: [
    '黎明，穿红色大衣的女子站在码头',
    '她举起一盏铜灯笼，火苗随风弯曲',
    '她用手护住火光，雨点打在玻璃上',
    '小船靠在她身旁',
    '码头空无一人，灯笼挂在木桩上',
  ],
};

const clip = (name: string): Storyboard => ({
  url: `https://files.test/${name}.mp4`,
  name,
  role: 'target',
  seconds: 5,
});
const clips: Record<string, Storyboard[]> = { edit: [clip('a')], extend: [clip('a')], bridge: [clip('a'), clip('b')] };

const genres = await valuesOf(both, 'genre');
if (genres.length === 0) throw new Error('No genre is offered.');

describe.each(languages)('every genre, %s', (language) => {
  it('as a skeleton to fill', async () => {
    const blocks = [];
    for (const genre of genres) {
      blocks.push(await composeBlock(genre, both, { genre, language, references: clips[genre] }));
    }
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./skeletons.${language}.snap`);
  });

  it('filled: it lends its camera, style and sound', async () => {
    const blocks = [];
    for (const genre of genres) {
      const references = clips[genre];
      const { timeline } = (await both.call('compose_storyboard', { genre, language, references })).data;
      const beats = timeline.length > 0 ? timeline : [{ start: 0, end: 5 }];
      const shots = beats.map(({ start, end }: Record<string, number>, i: number) => ({
        visual: fillings[language][i],
        seconds: (end ?? 0) - (start ?? 0),
      }));
      blocks.push(await composeBlock(genre, both, { genre, language, shots, ratio: '16:9', references }));
    }
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./genres.${language}.snap`);
  });

  it('stretched to another length, and told from two shots without times', async () => {
    const [genre = ''] = genres;
    const shots = fillings[language].slice(0, 2).map((visual) => ({ visual }));
    const blocks = [
      await composeBlock(`${genre}, 8 seconds`, both, { genre, language, duration: 8 }),
      await composeBlock(`${genre}, two shots`, both, { genre, language, duration: 8, shots }),
      await composeBlock(`${genre}, its own style and music kept`, both, { genre, shots, style: '3D', music: 'drums' }),
    ];
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./genre-lengths.${language}.snap`);
  });
});
