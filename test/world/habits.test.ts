import { afterAll, describe, expect, it } from 'vitest';
import { makePicture } from '../../src/simulation/picture.ts';
import { openFront, submissionOf } from '../harness.ts';

/** How people who come from other services write the parameters of submit_task. */
const picture = await makePicture({ width: 640, height: 360 }, 'fox');
const front = await openFront({
  tamper: async ({ url }, pass) => (url.includes('.test/') ? new Response(picture) : pass()),
});
afterAll(() => front.close());

const url = 'https://cdn.test/a.png';
const dryRun = async (model_id: string, parameters: Record<string, unknown>) =>
  front.call('submit_task', { model_id, parameters: { prompt: 'A fox runs', ...parameters }, dry_run: true });

describe('a parameter by the name of another service', () => {
  it.each([
    ['aspect_ratio', '16:9', 'st-ai/super-seed2', 'It is called ratio.'],
    ['aspectRatio', '16:9', 'seedance-2-0/text-to-video', 'It is called ratio.'],
    ['image_url', url, 'st-ai/super-seed2', 'It is called image_files or first_frame.'],
    ['image_urls', [url], 'seedance-2-0/reference-to-video', 'It is called image_files.'],
    ['images', [url], 'st-ai/super-seed2', 'It is called image_files or first_frame.'],
    ['images', [url], 'fal-ai/bytedance/seedream/v4.5/text-to-image', 'Use fal-ai/bytedance/seedream/v4.5/edit'],
    ['image_url', url, 'seedance-2-0/image-to-video-first-and-last-frames', 'It is called first_frame.'],
    ['reference_images', [url], 'st-ai/super-seed2', 'It is called image_files.'],
    ['reference_images', [url], 'seedance-2-0/text-to-video', 'seedance-2-0/reference-to-video'],
    ['start_image', url, 'st-ai/super-seed2', 'It is called first_frame.'],
    ['end_image', url, 'st-ai/super-seed2-lite', 'It is called last_frame.'],
    ['first_frame_image', url, 'seedance-2-5/first-last-frame-to-video', 'It is called first_frame.'],
    ['firstFrame', url, 'st-ai/super-seed2', 'It is called first_frame.'],
    ['init_image', url, 'seedance-2-0/image-to-video-first-and-last-frames', 'It is called first_frame.'],
    ['tail_image_url', url, 'st-ai/super-seed2', 'It is called last_frame.'],
    ['referenceImagePaths', [url], 'st-ai/super-seed2', 'It is called image_files.'],
    ['video_url', url, 'st-ai/super-seed2', 'It is called video_files.'],
    ['seconds', 5, 'seedance-2-0/text-to-video', 'It is called duration.'],
    ['with_audio', true, 'seedance-2-0/text-to-video', 'It is called generate_audio.'],
    ['size', 'square_hd', 'fal-ai/bytedance/seedream/v4.5/text-to-image', 'It is called image_size.'],
  ])('%s: %j for %s is named as it is here', async (name, value, model, told) => {
    const { text } = await dryRun(model, { [name]: value });
    expect(text).toMatch(/^invalid_input: /);
    expect(text).toContain(`parameters.${name}: ${model} has no parameter "${name}". `);
    expect(text).toContain(told);
  });
});

it('a list that is too long is told by its entries', async () => {
  const { text } = await dryRun('bytedance-text-to-image/image-to-video-task', { image_files: [url, url] });
  expect(text).toContain('it must have at most 1 entry.');
});

describe('flags in the text', () => {
  const models = ['st-ai/super-seed2', 'seedance-2-0/text-to-video', 'seedance-2-5/text-to-video'];
  const submit = async (model_id: string, parameters: Record<string, unknown>) => {
    const { data } = await front.call('submit_task', { model_id, parameters, allow_duplicate: true });
    const body = front.posts().at(-1)?.body as { params?: Record<string, unknown>; content?: { text: string }[] };
    const { prompt = body.content?.[0]?.text, ratio, duration } = (body.params ?? body) as Record<string, unknown>;
    return { warnings: data.warnings.join('\n'), sent: { prompt, ratio, duration } };
  };

  it.each(models)('become parameters of %s, and that is told', async (model) => {
    for (const flags of [
      '--ratio 9:16 --duration 10',
      '—ratio 9:16 --dur=10s',
      '–ratio 9：16 –dur １０',
      '--RT 9:16\n--duration 10.',
    ]) {
      const { sent, warnings } = await submit(model, { prompt: `A fox runs ${flags}` });
      expect(sent).toEqual({ prompt: 'A fox runs', ratio: '9:16', duration: 10 });
      expect(warnings).toMatch(/was taken out of the text and sent as ratio/);
      expect(warnings).toMatch(/was taken out of the text and sent as duration/);
    }
  });

  it.each([
    ['--ratio 9:16 --duration 10 A fox runs', 'A fox runs'],
    ['A fox runs --ratio 9:16 --duration 10\nNo subtitles', 'A fox runs\nNo subtitles'],
    ['A fox runs.\n--ratio 9:16 --duration 10 It stops.', 'A fox runs.\n It stops.'],
    ['A fox runs.\n--duration 10\n--ratio 9:16\nIt stops.', 'A fox runs.\nIt stops.'],
    ['A fox runs --v 6 --ratio 9:16 --seed_mode fixed --duration 10', 'A fox runs --v 6 --seed_mode fixed'],
  ])('are read at the edge of a line: %s', async (prompt, left) => {
    const { sent } = await submit('st-ai/super-seed2', { prompt });
    expect(sent).toEqual({ prompt: left, ratio: '9:16', duration: 10 });
  });

  it.each([
    'A fox paints --ratio 9:16 on a wall',
    'A fox --duration 10 runs',
    'Title: "use --ratio 9:16 for phones", neon',
  ])('are words where they stand inside a sentence: %s', async (prompt) => {
    const { sent, warnings } = await submit('st-ai/super-seed2', { prompt });
    expect(sent.prompt).toBe(prompt);
    expect(warnings).toMatch(/stands inside a sentence and was left there/);
  });

  it.each(models)('give way to a parameter of %s', async (model) => {
    const { sent, warnings } = await submit(model, { prompt: 'A fox runs --duration 10', duration: 5, ratio: '1:1' });
    expect(sent).toEqual({ prompt: 'A fox runs', ratio: '1:1', duration: 5 });
    expect(warnings).toMatch(/says --duration 10, but duration is 5: the parameter counts/);
  });

  it('are quoted as they will be rendered', async () => {
    const { data } = await dryRun('st-ai/super-seed2', { prompt: 'A fox runs --duration 10' });
    expect(data.price.amount).toBe(100);
  });

  it('are held to the limits like parameters, and refused where there is no such parameter', async () => {
    expect((await dryRun('st-ai/super-seed2', { prompt: 'A fox --duration 40' })).text).toMatch(
      /parameters.duration: 40/,
    );
    expect((await dryRun('st-ai/super-seed2', { prompt: 'A fox --resolution 1080p' })).text).toMatch(
      /parameters.prompt: --resolution 1080p stands in the text.*has no resolution\. The service chooses it/,
    );
  });

  it('stand in Ark’s own content too', async () => {
    const content = [{ type: 'text', text: 'A fox runs --ratio 9:16' }];
    const { data } = await front.call('submit_task', {
      model_id: 'seedance-2-0/text-to-video',
      parameters: { content },
    });
    expect(data.warnings.join()).toContain('sent as ratio');
    expect(front.posts().at(-1)?.body).toMatchObject({
      ratio: '9:16',
      content: [{ type: 'text', text: 'A fox runs' }],
    });
  });

  it('are fields of a storyboard', async () => {
    const prompt = '写实风格。远景，固定镜头，狐狸跑过雪地。 --ratio 9:16 --duration 10';
    const { data } = await front.call('compose_storyboard', { prompt, model_id: 'st-ai/super-seed2' });
    expect((await submissionOf(front, data.submit))?.parameters ?? data.problems).toMatchObject({
      ratio: '9:16',
      duration: 10,
    });
    expect(data.prompt).not.toContain('--');
    expect(data.problems).toContainEqual(expect.objectContaining({ rule: 'text-flag', path: 'prompt' }));
  });

  it('inside a sentence are told with what helps where there is no such field', async () => {
    const prompt = 'A fox paints --resolution 720p on a wall and --ratio 9:16 beside it';
    const { data } = await front.call('compose_storyboard', { prompt });
    const fixes = data.problems.filter(({ rule }: { rule: string }) => rule === 'text-flag');
    expect(fixes.map(({ fix }: { fix: string }) => fix)).toEqual([
      'Take the flag out of the text.',
      'Give ratio instead.',
    ]);
    const { data: quoted } = await dryRun('st-ai/super-seed2', { prompt: 'A fox paints --resolution 720p on a wall' });
    expect(quoted.warnings.join()).toMatch(/stands inside a sentence.* The service chooses it/);
  });

  it('are one request with the same in parameters', async () => {
    const model_id = 'st-ai/super-seed2';
    const one = await front.call('submit_task', {
      model_id,
      parameters: { prompt: 'An owl --ratio 9:16 --duration 7' },
    });
    const two = await front.call('submit_task', {
      model_id,
      parameters: { prompt: 'An owl', ratio: '9:16', duration: 7 },
    });
    expect(two.data).toMatchObject({ duplicate: true, task_id: one.data.task_id });
  });
});

it.each(['5s', '5 sec.', '5秒钟', '５'])('a duration with its unit is understood: %s', async (duration) => {
  const { data } = await dryRun('st-ai/super-seed2', { duration, ratio: '９：１６' });
  expect(data).toMatchObject({ status: 'dry_run', price: { amount: 50 } });
  const shots = [{ visual: 'a paper boat crosses a puddle', camera: 'wide shot, static camera', seconds: '5s' }];
  const { data: composed } = await front.call('compose_storyboard', { shots });
  expect((await submissionOf(front, composed.submit))?.parameters.duration).toBe(5);
});

describe('several addresses in one text', () => {
  const two = `${url}, https://cdn.test/b.png`;
  const prompt = '@image_file_1 meets @image_file_2';

  it.each([
    two,
    `${url} https://cdn.test/b.png`,
    `${url}\nhttps://cdn.test/b.png`,
    `${url}，https://cdn.test/b.png`,
    `${url}https://cdn.test/b.png`,
  ])('are a list: %j', async (text) => {
    await front.call('submit_task', {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt, image_files: text },
      allow_duplicate: true,
    });
    expect(front.posts().at(-1)?.body).toMatchObject({ params: { image_files: [url, 'https://cdn.test/b.png'] } });
  });

  it.each([
    ['st-ai/super-seed2', { prompt, image_files: [two] }],
    ['st-ai/super-seed2', { first_frame: two }],
    ['seedance-2-0/reference-to-video', { prompt, image_files: [two] }],
    ['ark/seedance-2.0', { image_files: [two] }],
  ])('are never one address of %s: %j', async (model, parameters) => {
    expect((await dryRun(model, parameters)).text).toMatch(/^invalid_input: .*2 addresses stand in one text/);
  });

  it('are never one picture to upload', async () => {
    const { text } = await front.call('upload_image', { image_url: two });
    expect(text).toMatch(/^invalid_input: .*2 addresses stand in one text/);
  });

  it('what looks like base64 is sent to image_data, in every entry', async () => {
    const bytes = Buffer.from('a picture of a fox that runs over the snow '.repeat(6)).toString('base64');
    const { text } = await dryRun('st-ai/super-seed2', { image_files: [bytes, `data:image/png;base64,${bytes}`] });
    for (const entry of [0, 1])
      expect(text).toMatch(new RegExp(`image_files\\[${entry}\\]: This looks like base64.*upload_image as image_data`));
    const uploaded = await front.call('upload_image', { image_url: bytes });
    expect(uploaded.text).toMatch(/looks like base64.*image_data/);
  });

  it('one address that holds another is one', async () => {
    const nested = 'https://proxy.test/w=80,h=60/https://cdn.test/a.png?u=https://cdn.test/b.png';
    expect((await dryRun('st-ai/super-seed2', { prompt: '@image_file_1', image_files: nested })).isError).toBe(false);
  });
});

it('blanks, quotes and brackets around an address are no part of it', async () => {
  const image_files = [` ${url} `, `"${url}?2"`, `<${url}?3>`];
  const prompt = '@image_file_1 @image_file_2 @image_file_3';
  await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters: { prompt, image_files } });
  expect(front.posts().at(-1)?.body).toMatchObject({ params: { image_files: [url, `${url}?2`, `${url}?3`] } });
});

it('a params.model that no document names is sent as it is, with a word', async () => {
  const parameters = { prompt: 'A fox runs', model: 'seedance2.0_fast_direct', duration: 5 };
  const { data } = await front.call('submit_task', { model_id: 'st-ai/super-seed2-lite', parameters });
  expect(data.status).toBe('pending');
  expect(data.warnings.join()).toContain('No document describes params.model "seedance2.0_fast_direct"');
  expect(front.posts().at(-1)?.body).toMatchObject({ params: { model: 'seedance2.0_fast_direct' } });
});
