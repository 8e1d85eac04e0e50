import { afterAll, describe, expect, it } from 'vitest';
import { openFront, submissionOf } from '../harness.ts';

const front = await openFront();
afterAll(() => front.close());

const parameters = { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' };
const quote = { model_id: 'st-ai/super-seed2', parameters, dry_run: true };
const shots = [{ visual: 'A fox crosses the snow', camera: 'wide shot, static camera' }];
const hero = { url: 'https://files.test/hero.png', role: 'character', name: 'hero' };

describe('what hosts add to a call', () => {
  it.each([
    ['Gemini CLI', { wait_for_previous: false }],
    ['n8n', { sessionId: 'abc', action: 'sendMessage', chatInput: 'a fox', toolCallId: 'call_1', tool: 'Seedance' }],
    ['Cursor', { random_string: 'dummy' }],
    ['Cline', { task_progress: '- [x] ask' }],
    ['another spelling', { tool_call_id: 'call_7', session_id: 'q', waitForPrevious: true }],
    ['a program’s own', { _meta: { turn: 3 }, __arg1: '' }],
  ])('%s: it is not held against the call', async (_, added) => {
    expect((await front.call('get_balance', added)).isError).toBe(false);
    expect((await front.call('submit_task', { ...quote, ...added })).data.status).toBe('dry_run');
    expect((await front.call('compose_storyboard', { shots, ...added })).isError).toBe(false);
  });

  it('is ours to name where it is not the host’s: inside, and by any other name', async () => {
    const inside = await front.call('compose_storyboard', { shots: [{ ...shots[0], sessionId: 'x' }] });
    expect(inside.text).toMatch(
      /^invalid_input: shots\[0\]: "sessionId": no such field\. Known fields: seconds, start, /,
    );
    expect((await front.call('get_balance', { session: 'x' })).text).toMatch(
      /^invalid_input: "session": no such field/,
    );
  });
});

describe('what is left empty', () => {
  const nothings = [null, '', [], undefined, ' \n', [''], [null, ' ', [{ speaker: '', line: null }]]];

  it.each(nothings.map((nothing) => [JSON.stringify(nothing), nothing]))(
    '%s is left out, at every depth',
    async (_, nothing) => {
      const fields = { max_cost: nothing, tier: nothing, fallback_model_id: nothing, allow_duplicate: nothing };
      const inner = { image_files: nothing, first_frame: nothing, resolution: nothing, generate_audio: nothing };
      const quoted = await front.call('submit_task', { ...quote, ...fields, parameters: { ...parameters, ...inner } });
      expect(quoted.data).toMatchObject({ status: 'dry_run', warnings: [] });
      const composed = await front.call('compose_storyboard', {
        shots: [{ ...shots[0], dialogue: nothing, seconds: nothing, sound: 'wind', action: nothing }],
        references: nothing,
        ...{ style: nothing, duration: nothing, task: nothing, sheet: nothing, constraints: nothing },
      });
      expect((await submissionOf(front, composed.data.submit))?.parameters.prompt).toContain('A fox');
      const listed = await front.call('get_task', {
        task_id: nothing,
        limit: nothing,
        search: nothing,
        save_dir: nothing,
      });
      expect(listed.data.tasks).toEqual([]);
    },
  );
});

it('an empty entry before others keeps their numbers, and is named', async () => {
  const urls = ['', 'https://files.test/b.png'];
  const { text } = await front.call('submit_task', { ...quote, parameters: { ...parameters, image_files: urls } });
  expect(text).toMatch(/^invalid_input: parameters\.image_files\[0\]: "" is not possible here/);
});

describe('an unknown field', () => {
  it.each([
    [{ shots: [{ ...shots[0], camera_style: 'pan' }] }, /"camera_style": no such field; did you mean camera\?/],
    [
      { shots: [{ description: 'A fox' }] },
      /shots\[0\]\.visual: it is missing\.\nshots\[0\]: "description": no such field; did you mean visual\? Known fields: /,
    ],
    [{ shots: [{ ...shots[0], duration: 4 }] }, /shots\[0\]: "duration": no such field; did you mean seconds\?/],
    [{ shots: [{ ...shots[0], camrea: 'wide' }] }, /"camrea": no such field; did you mean camera\?/],
    [
      { shots: [...shots, { ...shots[0], dialogue: [{ character: 'Mei', line: 'Go.' }] }] },
      /shots\[1\]\.dialogue\[0\]: "character": no such field; did you mean speaker\? Known fields: speaker, line, delivery, language, voice\./,
    ],
    [
      { shots, references: [{ image_url: hero.url, role: 'character' }] },
      /references\[0\]: "image_url": no such field; did you mean url\?/,
    ],
    [
      { shots, aspect_ratio: '9:16', colour: 'red' },
      /"aspect_ratio": no such field; did you mean ratio\? "colour": no such field\. Known/,
    ],
    [
      { shots: JSON.stringify([{ visual: 'A fox', length: '4' }]) },
      /shots\[0\]: "length": no such field; did you mean seconds\?/,
    ],
  ])('of a storyboard names the nearest that its own object has: %j', async (input, words) => {
    const { isError, text } = await front.call('compose_storyboard', input);
    expect(isError).toBe(true);
    expect(text).toMatch(words);
  });

  it.each([
    ['submit_task', { ...quote, prompt: 'A fox' }, /"prompt": no such field; it belongs in parameters\./],
    ['submit_task', { model: 'st-ai/super-seed2', parameters }, /"model": no such field; did you mean model_id\?/],
    ['get_task', { taskId: 'x' }, /"taskId": no such field; did you mean task_id\?/],
    ['get_balance', { user: 'me' }, /"user": no such field\. It takes no fields\./],
    ['get_task', { timeout: 10 }, /"timeout": no such field; did you mean wait_seconds\?/],
    ['upload_image', { path: 'a.png' }, /"path": no such field; did you mean image_path\?/],
    ['upload_image', { constructor: 'a.png' }, /"constructor": no such field\. Known fields: image_url, /],
  ])('of %s: %j', async (tool, input, words) => {
    expect((await front.call(tool, input)).text).toMatch(words);
  });

  it('are named five at a time, each cut short', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`${'x'.repeat(500)}${n}`, n]));
    const { text } = await front.call('get_balance', many);
    expect(text.length).toBeLessThan(1_000);
  });
});

describe('a value in another form', () => {
  it('is read at every depth', async () => {
    const odd = {
      shots: JSON.stringify([
        { ...shots[0], seconds: '5', dialogue: JSON.stringify([{ speaker: 'Mei', line: 'Go.' }]) },
      ]),
      references: [{ ...hero, real_person: 'False' }],
      duration: '5',
      language: 'EN',
    };
    const { isError, data } = await front.call('compose_storyboard', odd);
    expect(isError).toBe(false);
    expect((await submissionOf(front, data.submit))?.parameters).toMatchObject({
      duration: 5,
      image_files: [hero.url],
    });
    const text = {
      ...quote,
      parameters: JSON.stringify({ ...parameters, duration: '5' }),
      dry_run: 'True',
      max_cost: '1e3',
    };
    expect((await front.call('submit_task', { ...text, max_cost: '1000' })).data.status).toBe('dry_run');
  });
});
