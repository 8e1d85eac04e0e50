import { afterEach, describe, expect, it } from 'vitest';
import { makePicture } from '../../src/simulation/picture.ts';
import { type Front, openFront, submissionOf } from '../harness.ts';
import { makeHeic } from '../media/pictures.ts';

/** What the maker takes as a reference file, and what it does not (docs/wire.md, Reference files). */
let front: Front;
afterEach(() => front?.close());

const mega = 1024 * 1024;
const bytes = (text: string) => Buffer.from(text, 'latin1');
const files = {
  mp4: bytes('\0\0\0\x18ftypisom\0\0\0\0isommp42'),
  mov: bytes('\0\0\0\x14ftypqt  \0\0\0\0qt  '),
  webm: bytes('\x1aE\xdf\xa3\x9fB\x86\x81\x01webm'),
  mkv: bytes('\x1aE\xdf\xa3\x9fB\x86\x81\x01matroska'),
  mp3: bytes('ID3\x04\0\0\0\0\0\0'),
  wav: bytes('RIFF\0\0\0\0WAVEfmt '),
  m4a: bytes('\0\0\0\x18ftypM4A \0\0\0\0M4A '),
  flac: bytes('fLaC\0\0\0"'),
  ogg: bytes('OggS\0\x02'),
  heic: makeHeic(),
  avif: bytes('\0\0\0\x18ftypavif\0\0\0\0avifmif1'),
  png: Buffer.from(await makePicture({ width: 640, height: 360 }, 'fox')),
};
type Format = keyof typeof files;

/** A host that serves every file of the table, of the size that is asked for. */
const host = async (megabytes = 1): Promise<void> => {
  front = await openFront({
    tamper: async ({ url }, pass) => {
      const { hostname, pathname } = new URL(url);
      const file = hostname === 'cdn.test' ? files[pathname.split('.').at(-1) as Format] : undefined;
      if (!file) return pass();
      return new Response(new Uint8Array(file), {
        status: 206,
        headers: { 'content-range': `bytes 0-9/${megabytes * mega}` },
      });
    },
  });
};

const models = [
  'st-ai/super-seed2',
  'seedance-2-0/reference-to-video',
  'st-ai/super-seed2-lite',
  'seedance-2-5/reference-to-video',
];
const submit = (model_id: string, format: Format, type: string) => {
  const image = type === 'image' ? [] : ['https://cdn.test/a.png'];
  const prompt = `${image.length > 0 ? '@image_file_1 ' : ''}@${type}_file_1`;
  const lists = { image_files: image, [`${type}_files`]: [`https://cdn.test/a.${format}`], [`${type}_seconds`]: [5] };
  const { image_seconds: _, ...parameters } = { prompt, duration: 5, ...lists } as Record<string, unknown>;
  return front.call('submit_task', { model_id, parameters, dry_run: true });
};

describe.each(models)('%s', (model) => {
  it.each([
    ['mp4', 'video'],
    ['mov', 'video'],
    ['mp3', 'audio'],
    ['wav', 'audio'],
    ['heic', 'image'],
    ['png', 'image'],
  ] as const)('takes %s', async (format, type) => {
    await host();
    const told = await submit(model, format, type);
    expect(told.text).toContain('dry_run');
    expect(told.data.warnings.join()).not.toMatch(/format|not taken/);
  });

  it.each([
    ['webm', 'video'],
    ['mkv', 'video'],
    ['m4a', 'audio'],
    ['flac', 'audio'],
    ['ogg', 'audio'],
    ['avif', 'image'],
  ] as const)('does not take %s, before anything is spent', async (format, type) => {
    await host();
    const { text } = await submit(model, format, type);
    expect(text).toMatch(
      new RegExp(`^invalid_input: .*The ${type} is ${format}, which is not taken\\. Convert it to `),
    );
  });

  it('takes a video of 200 MB and no larger one', async () => {
    // The picture beside it would be too large too, so the video comes alone.
    const parameters = {
      prompt: '@video_file_1',
      duration: 5,
      video_files: ['https://cdn.test/a.mp4'],
      video_seconds: [5],
    };
    await host(200);
    expect((await front.call('submit_task', { model_id: model, parameters, dry_run: true })).data.status).toBe(
      'dry_run',
    );
    await front.close();
    await host(201);
    const { text } = await front.call('submit_task', { model_id: model, parameters, dry_run: true });
    expect(text).toMatch(/^invalid_input: .*201 MB; the service takes at most 200 MB/);
  });

  it('takes entries of the portrait library', async () => {
    await host();
    const parameters = {
      prompt: '@image_file_1 speaks as in @video_file_1 and @audio_file_1',
      image_files: ['asset://asset-20260801-hero'],
      video_files: ['asset://asset-20260801-walk'],
      audio_files: ['asset://asset-20260801-voice'],
      ...{ video_seconds: [5], audio_seconds: [5], duration: 5 },
    };
    const { data } = await front.call('submit_task', { model_id: model, parameters });
    expect(data.status).toBe('pending');
    expect(JSON.stringify(front.posts().at(-1)?.body)).toContain('asset://asset-20260801-hero');
    expect(front.sent.filter(({ url }) => url.includes('asset'))).toEqual([]);
  });
});

it('a picture model says which models take HEIC', async () => {
  await host();
  const parameters = { prompt: 'Snow', image_urls: ['https://cdn.test/a.heic'] };
  const { text } = await front.call('submit_task', { model_id: 'fal-ai/bytedance/seedream/v4.5/edit', parameters });
  expect(text).toMatch(/^invalid_input: .*is heic, which is not taken.*the Seedance models take HEIC/);
});

it('a storyboard takes entries of the portrait library', async () => {
  await host();
  const { data } = await front.call('compose_storyboard', {
    shots: [{ camera: 'wide shot, static camera', visual: '@mei crosses a square' }],
    references: [{ url: 'asset://asset-20260801-hero', type: 'image', name: 'mei', role: 'character' }],
    duration: 5,
  });
  expect((await submissionOf(front, data.submit))?.parameters ?? data.problems).toMatchObject({
    image_files: ['asset://asset-20260801-hero'],
  });
});
