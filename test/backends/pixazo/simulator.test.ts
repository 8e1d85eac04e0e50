import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../src/backends/pixazo/simulator.ts';
import type { SimulatorOptions } from '../../../src/simulation/simulator.ts';
import { type Bench, differences, openBench, readFixtures } from '../../simulation/bench.ts';

const open = (options?: Partial<SimulatorOptions>) =>
  openBench(createSimulator, { 'ocp-apim-subscription-key': 'a-key' }, options);

const words = (text: string) => ({ type: 'text', text });
const image = (url = 'https://example.com/a.png', role?: string) => ({ type: 'image_url', image_url: { url }, role });
const video = { type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } };
const audio = { type: 'audio_url', audio_url: { url: 'https://example.com/a.mp3' } };
const textToVideo = '/seedance-2-0/v1/text-to-video';

const poll = async (bench: Bench, id: string) => (await bench.send('GET', `/v2/requests/status/${id}`)).json;

describe('a task', () => {
  it('is queued, processed and completed in about ten minutes', async () => {
    const bench = open();
    const { status, json } = await bench.send('POST', textToVideo, { content: [words('A cat')] });
    expect(status).toBe(202);
    expect(json.request_id).toMatch(/^seedance-2-0_[0-9a-f-]{36}$/);
    expect(json.polling_url).toBe(`${bench.origin}/v2/requests/status/${json.request_id}`);
    const seen: string[] = [];
    for (let minute = 0; minute <= 11; minute++) {
      seen.push((await poll(bench, json.request_id)).status);
      bench.advance(60);
    }
    expect([...new Set(seen)]).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    expect(seen.filter((one) => one === 'PROCESSING').length).toBeGreaterThan(6);
  });

  it('is known to another process through memory', async () => {
    let text: string | undefined;
    const write = (next: string): void => {
      text = next;
    };
    const memory = { read: () => text, write };
    const { json } = await open({ memory }).send('POST', textToVideo, { content: [words('A cat')] });
    const other = open({ memory });
    other.advance(700);
    expect((await poll(other, json.request_id)).status).toBe('COMPLETED');
  });

  it('is not known to the status route of the skill, unless that was asked for', async () => {
    const bench = open();
    for (const [text, documented, skill] of [
      ['A cat', 200, 404],
      ['A cat [rehearse: old-route]', 404, 200],
    ] as const) {
      const { request_id } = (await bench.send('POST', textToVideo, { content: [words(text)] })).json;
      expect((await bench.send('GET', `/v2/requests/status/${request_id}`)).status).toBe(documented);
      expect((await bench.send('GET', `/seedance-2-0/v1/result/${request_id}`)).status).toBe(skill);
    }
  });
});

describe('what a service refuses', () => {
  const frames = '/seedance-2-0/v1/first-last-frame-to-video';
  const references = '/seedance-2-0-fast/v1/reference-to-video-fast';
  const edit = '/seedance-2-0/v1/edit-video';
  const frameTask = '/byteplus/v1/generateFrame2VideoTask';
  const lite = 'seedance-1-0-lite-i2v-250428';
  const refused: [string, string, Record<string, unknown>, RegExp][] = [
    ['no content', textToVideo, { prompt: 'A cat' }, /content/],
    ['an unknown field', textToVideo, { content: [words('A cat')], model: 'seedance' }, /model: unknown field/],
    ['a picture in text-to-video', textToVideo, { content: [words('A cat'), image()] }, /references/],
    ['a bad duration', textToVideo, { content: [words('A cat')], duration: 3 }, /duration/],
    ['a bad resolution', textToVideo, { content: [words('A cat')], resolution: '1080p' }, /resolution/],
    [
      'tools outside text-to-video',
      edit,
      { content: [video], tools: [{ type: 'web_search' }] },
      /tools: unknown field/,
    ],
    ['two frames without roles', frames, { content: [image(), image()] }, /roles/],
    ['three frames', frames, { content: [image(), image(), image()] }, /image|references/],
    ['no references', references, { content: [words('A cat')] }, /references/],
    ['audio alone', references, { content: [words('A cat'), audio] }, /audio/],
    ['ten images', references, { content: Array(10).fill(image()) }, /image_url/],
    ['frame roles among references', references, { content: [image(undefined, 'first_frame')] }, /roles/],
    ['no video to edit', edit, { content: [words('Greener'), image()] }, /video_url/],
    [
      'a plain URL where an object belongs',
      frames,
      { content: [{ type: 'image_url', image_url: 'https://a.example/a' }] },
      /image_url/,
    ],
    ['a local reference', frames, { content: [image('http://localhost/a.png')] }, /public/],
    [
      'a frame missing',
      frameTask,
      { model: lite, text: 'A cat', first_frame: 'https://example.com/a.png' },
      /last_frame/,
    ],
    [
      'a bad flag',
      '/byteplus/v1/generateVideoTask',
      { model: 'seedance-1-0-lite-t2v-250428', text: 'A cat --duration 20' },
      /--duration/,
    ],
    ['an unknown rehearsal word', textToVideo, { content: [words('A cat [rehearse: nothing]')] }, /nothing/],
  ];
  it.each(refused)('%s', async (_, path, body, message) => {
    const { status, json } = await open().send('POST', path, body);
    expect(status).toBe(422);
    expect(json.message).toMatch(message);
  });

  it('a missing or wrong key, an unknown operation and request', async () => {
    const bench = open();
    for (const key of ['', 'wrong']) {
      const { status } = await bench.send('POST', textToVideo, {}, { 'ocp-apim-subscription-key': key });
      expect(status).toBe(401);
    }
    expect((await bench.send('POST', '/seedance-2-0/v1/text-to-music', {})).status).toBe(404);
    expect((await bench.send('GET', '/v2/requests/status/nothing')).status).toBe(404);
  });
});

describe('the video', () => {
  const finish = async (path: string, body: Record<string, unknown>) => {
    const bench = open();
    const { json } = await bench.send('POST', path, body);
    bench.advance(700);
    const { output } = await poll(bench, json.request_id);
    return { bench, url: output.media_url[0] as string };
  };

  it('is served whole, in parts, and as a head', async () => {
    const { bench, url } = await finish(textToVideo, { content: [words('A cat')], duration: 4 });
    const whole = await bench.send('GET', url);
    const size = whole.text.length;
    expect(whole.status).toBe(200);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(size),
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"\w+"$/),
    });
    const head = await bench.send('HEAD', url);
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', String(size)]);
    const part = async (range: string, headers = {}) => bench.send('GET', url, undefined, { range, ...headers });
    const first = await part('bytes=0-99');
    expect([first.status, first.headers.get('content-range')]).toEqual([206, `bytes 0-99/${size}`]);
    expect(first.text === whole.text.slice(0, 100)).toBe(true);
    expect((await part('bytes=100-')).text === whole.text.slice(100)).toBe(true);
    expect((await part('bytes=-10')).text === whole.text.slice(-10)).toBe(true);
    expect((await part(`bytes=${size}-`)).status).toBe(416);
    expect((await part('bytes=0-9', { 'if-range': '"other"' })).status).toBe(200);
    expect((await part('bytes=0-9', { 'if-range': whole.headers.get('etag') })).status).toBe(206);
  });

  it('is not there before the task is done, nor under another name', async () => {
    const bench = open();
    const { json } = await bench.send('POST', textToVideo, { content: [words('A cat')] });
    expect((await bench.send('GET', `/files/pixazo/${json.request_id}-1.mp4`)).status).toBe(404);
    bench.advance(700);
    expect((await bench.send('GET', `/files/pixazo/${json.request_id}-1.mp4`)).status).toBe(200);
    expect((await bench.send('GET', `/files/pixazo/${json.request_id}-2.mp4`)).status).toBe(404);
  });

  it('breaks off half-way when asked to, and goes on from there', async () => {
    const { bench, url } = await finish(textToVideo, { content: [words('A cat [rehearse: cut-file]')] });
    await expect(bench.send('GET', url)).rejects.toThrow('terminated');
    expect((await bench.send('GET', url, undefined, { range: 'bytes=1000-' })).status).toBe(206);
  });

  it('is a good reference for the next one', async () => {
    const { bench, url } = await finish(textToVideo, { content: [words('A cat')] });
    const content = [words('Greener'), { type: 'video_url', video_url: { url } }];
    expect((await bench.send('POST', '/seedance-2-0/v1/edit-video', { content })).status).toBe(202);
  });
});

describe('what fails on purpose', () => {
  const submit = (word: string) => open().send('POST', textToVideo, { content: [words(`A cat [rehearse: ${word}]`)] });

  it('an answer without an id', async () => {
    expect((await submit('no-id')).json).toEqual({ status: 'QUEUED' });
  });

  it.each(['reset', 'reset-early'])('a connection that dies: %s', async (word) => {
    await expect(submit(word)).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ECONNRESET' } });
  });
});

describe('the fixtures', () => {
  const notProduced: Record<string, string> = {
    'submit-01-text-to-video-bare': 'it answers 202, not 200',
    'submit-reply-without-id': 'the same with 202, see what fails on purpose',
    'submit-reply-task-id': 'the id comes as request_id',
    'submit-reply-id': 'the id comes as request_id',
    'submit-polling-url-elsewhere': 'its polling URL is its own',
    'poll-no-status': 'it always knows the status',
    'poll-404-both': 'see the test of the two routes',
    'poll-failed-input-image': 'one picture refusal is enough, see poll-failed-privacy',
    'poll-failed-output-audio': 'see poll-failed-output-video',
    'poll-error-error-text': 'see poll-status-error',
    'error-400-message': 'bad bodies are answered 422',
    'error-400-error': 'bad bodies are answered 422',
    'error-400-detail': 'bad bodies are answered 422',
    'error-400-status-code': 'bad bodies are answered 422',
    'error-400-privacy': 'see error-400-moderation',
    'error-422-moderated': 'moderation is answered 400',
    'error-500-poll': 'see error-502-html-poll',
    'error-words-in-200': 'moderation is answered 400',
    'error-413-of-a-gateway': 'no gateway stands before it; see test/world/refusals.test.ts',
    'poll-failed-with-type': 'errors are text; see test/world/refusals.test.ts',
  };
  const rehearsals: Record<string, string> = {
    'submit-reply-unreadable': 'cut',
    'poll-media-url-string': 'shape=media_url',
    'poll-completed-without-url': 'no-url',
    'poll-failed-error-text': 'fail',
    'poll-failed-null-error': 'fail, mute',
    'poll-failed-privacy': 'face',
    'poll-failed-output-video': 'content',
    'poll-failed-overloaded': 'overloaded',
    'poll-second-endpoint': 'old-route',
    'error-400-moderation': 'moderated',
    'error-402-submit': '402',
    'error-422-invalid': '422',
    'error-429-submit': '429',
    'error-429-poll': 'busy-query',
    'error-500-submit': '500',
    'error-502-html-submit': '502',
    'error-502-html-poll': 'broken-query',
  };
  const rehearsal = (name: string, status: unknown): string => {
    const [, nested, field] = /^poll-(nested-)?((?:\w+-)?url)$/.exec(name) ?? [];
    if (name in rehearsals) return rehearsals[name]!;
    if (field) return `shape=${nested ? 'output.' : ''}${field.replace('-', '_')}`;
    if (!name.startsWith('poll-status')) return '';
    if (/fail|error/i.test(String(status))) return `fail, done=${status}`;
    return /completed|succeeded|ready|done/i.test(String(status)) ? `done=${status}` : `stuck, status=${status}`;
  };

  const fixtures = readFixtures('pixazo').filter(({ name }) => !(name in notProduced));
  it.each(fixtures.map((one) => [one.name, one] as const))('%s', async (name, { request, reply }) => {
    const bench = open();
    const asked = rehearsal(name, (reply.body as { status?: string } | undefined)?.status);
    const body = structuredClone(request.body);
    let path = request.path;
    if (request.method === 'POST' && asked) body!.content[0].text += ` [rehearse: ${asked}]`;
    if (request.method === 'GET') {
      const text = asked ? `A cat [rehearse: ${asked}]` : 'A cat';
      const { request_id } = (await bench.send('POST', textToVideo, { content: [words(text)] })).json;
      path = path.replace(/[^/]+$/, request_id);
      bench.advance(reply.body && /process/i.test(JSON.stringify(reply.body)) ? 300 : 700);
    }
    const headers = name.startsWith('error-401') ? { 'ocp-apim-subscription-key': 'wrong' } : request.headers;
    const got = await bench.send(request.method, path, body, headers);
    expect(got.status).toBe(reply.status);
    if (reply.body !== undefined) expect(differences(reply.body, got.json)).toEqual([]);
    else expect(got.json).toEqual({});
  });

  it('lists as not produced only what there is', () => {
    const names = readFixtures('pixazo').map(({ name }) => name);
    expect(Object.keys(notProduced).filter((name) => !names.includes(name))).toEqual([]);
  });
});
