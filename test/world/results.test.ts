import { afterEach, describe, expect, it } from 'vitest';
import { type Front, openFront, type Tamper } from '../harness.ts';
import { makePhoto } from '../media/clips.ts';

let front: Front;
afterEach(() => front?.close());

const photo = new Uint8Array(makePhoto(1400, 1000));
const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: { prompt: 'A fox', image_size: 'square_hd' },
};

/** A finished task with so many pictures, or with these words. */
const finished = (urls: string[]): Tamper => {
  const answer = { code: 200, data: { status: 'completed', result: { output: { images: urls } } } };
  return ({ path, url }) => {
    if (url.startsWith('https://cdn.test')) return Promise.resolve(new Response(photo));
    return path.endsWith('/query') ? Promise.resolve(new Response(JSON.stringify(answer))) : undefined;
  };
};

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('a result stays small', () => {
  it.each([1, 4])('with %i large pictures: each is linked, and shown as far as they fit', async (count) => {
    front = await openFront({ tamper: finished(Array.from({ length: count }, (_, n) => `https://cdn.test/${n}.png`)) });
    expect(photo.length * count).toBeGreaterThan(700_000);
    const { task_id } = (await front.call('submit_task', picture)).data;
    const { data, content } = await front.call('get_task', { task_id, wait_seconds: 30 });
    expect(data.files).toHaveLength(count);
    const [text, ...attachments] = content;
    expect(text?.type).toBe('text');
    expect(bytesOf(attachments)).toBeLessThanOrEqual(700_000);
    expect(bytesOf({ structuredContent: data, content })).toBeLessThan(1_000_000);
    expect(attachments.map(({ type }) => type)).toEqual(Array(count).fill(['resource_link', 'image']).flat());
  });

  it('as a list of a hundred tasks, whatever their prompts', async () => {
    front = await openFront();
    for (let n = 0; n < 100; n++) {
      const prompt = `A fox ${n} ${'crosses the deep snow '.repeat(200)}`.slice(0, 3_000);
      await front.call('submit_task', { ...picture, parameters: { ...picture.parameters, prompt } });
    }
    const { data, content } = await front.call('get_task', { limit: 100, save: false });
    expect(data.tasks).toHaveLength(100);
    expect(bytesOf({ structuredContent: data, content })).toBeLessThan(300_000);
  });
});
