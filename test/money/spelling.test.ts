import { describe, expect, it } from 'vitest';
import { keys } from '../harness.ts';
import { moveOn, open } from './stage.ts';

type Request = { model_id: string; parameters: Record<string, unknown> };

const seedance = (parameters: object): Request => ({ model_id: 'st-ai/super-seed2', parameters: { ...parameters } });
const prompt = 'A fox in the snow';
const picture = (url: string): Request => seedance({ prompt: 'Here is @image_file_1', image_files: [url] });
const old = (parameters: object): Request => ({
  model_id: 'bytedance-text-to-image/generate-video-task',
  parameters: { prompt, ...parameters },
});
const oldPicture = (parameters: object): Request => ({
  model_id: 'bytedance-text-to-image/image-to-video-task',
  parameters: { first_frame: 'https://pictures.test/a.png', ...parameters },
});

/** The same request twice, and whether it is. */
const pairs: [string, Request, Request, boolean][] = [
  ['letters composed or not', seedance({ prompt: 'Café' }), seedance({ prompt: 'Cafe\u0301' }), true],
  ['other letters', seedance({ prompt: 'Café' }), seedance({ prompt: 'Cafe' }), false],
  ['the case of a host', picture('https://pictures.test/a.png'), picture('https://Pictures.TEST/a.png'), true],
  ['the case of a path', picture('https://pictures.test/a.png'), picture('https://pictures.test/A.png'), false],
  ['the default port', picture('https://pictures.test/a.png'), picture('https://pictures.test:443/a.png'), true],
  ['another port', picture('https://pictures.test/a.png'), picture('https://pictures.test:444/a.png'), false],
  ['dots in a path', picture('https://pictures.test/a.png'), picture('https://pictures.test/./b/../a.png'), true],
  ['needless escapes', picture('https://pictures.test/~a.png'), picture('https://pictures.test/%7ea.png'), true],
  ['escapes that matter', picture('https://pictures.test/a/b.png'), picture('https://pictures.test/a%2fb.png'), false],
  ['what is never sent', picture('https://pictures.test/a.png'), picture('https://pictures.test/a.png#top'), true],
  ['a query', picture('https://pictures.test/a.png'), picture('https://pictures.test/a.png?v=2'), false],
  ['the length of 1.0, left out', old({}), old({ duration: 5 }), true],
  ['the length of 1.0, as a flag', old({}), old({ prompt: `${prompt} --duration 5` }), true],
  [
    'flags in another order',
    old({ ratio: '16:9', duration: 6 }),
    old({ prompt: `${prompt} --duration 6 --ratio 16:9` }),
    true,
  ],
  ['another length of 1.0', old({}), old({ duration: 6 }), false],
  ['another flag of 1.0', old({}), old({ camera_fixed: true }), false],
  [
    'a picture of 1.0 in content',
    oldPicture({ prompt, duration: 5 }),
    {
      model_id: 'bytedance-text-to-image/image-to-video-task',
      parameters: {
        content: [
          { type: 'text', text: `${prompt} --duration 5` },
          { type: 'image_url', image_url: 'https://PICTURES.test/a.png' },
        ],
      },
    },
    true,
  ],
];

describe('the same request in another spelling is paid for once', () => {
  it.each(pairs)('%s', async (_, one, other, isSame) => {
    const front = await open({ tamper: ({ url }) => (url.includes('pictures') ? pictureOf() : undefined) });
    const first = await moveOn(front, front.call('submit_task', one));
    expect(first.text).toContain('"status":"pending"');
    const second = await moveOn(front, front.call('submit_task', other));
    expect(second.data.duplicate).toBe(isSame);
    expect(front.posts()).toHaveLength(isSame ? 1 : 2);
  });

  it.each([
    'HTTPS://API.xskill.ai',
    'https://api.xskill.ai:443/',
    'https://api.xskill.ai/.',
    'https://api.xskill.ai//',
  ])('the base URL %s', async (url) => {
    const front = await open();
    await moveOn(front, front.call('submit_task', seedance({ prompt })));
    const env = { ...keys, XSKILL_BASE_URL: url };
    const other = await open({ home: front.home, clock: front.clock, env });
    const again = await moveOn(other, other.call('submit_task', seedance({ prompt })));
    expect(again.data).toMatchObject({ duplicate: true });
    expect(other.posts()).toEqual([]);
  });
});

async function pictureOf(): Promise<Response> {
  const { makePicture } = await import('../../src/simulation/picture.ts');
  return new Response(makePicture({ width: 640, height: 640 }, 'fox'), { headers: { 'content-type': 'image/png' } });
}
