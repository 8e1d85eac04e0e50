import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shell } from '../cli/shell.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys } from '../harness.ts';
import { makePng } from '../media/clips.ts';
import { fox, moveOn, open, submit } from '../productions/stage.ts';

const { XSKILL_API_KEY, PIXAZO_API_KEY } = keys;
const pixazo = {
  model_id: 'seedance-2-0/text-to-video',
  parameters: { prompt: 'A fox crosses the snow', duration: 5 },
};

/** A project with a picture in it. */
function project(): { roots: string[]; picture: string } {
  const folder = temporaryFolder();
  const picture = join(folder, 'hero.png');
  writeFileSync(picture, makePng(640, 360));
  return { roots: [`file://${folder}`], picture };
}

const withPicture = (picture: string) => ({
  model_id: 'seedance-2-0/reference-to-video',
  parameters: { prompt: 'The fox of @image_file_1 runs', image_files: [picture], duration: 5 },
});

const storyboard = (url?: string) => ({
  prompt: url
    ? 'The fox of @hero runs through deep snow, painted, wind'
    : 'A fox runs through deep snow, painted, wind',
  ratio: '16:9',
  duration: 5,
  ...(url && { references: [{ name: 'hero', url, role: 'character' }] }),
});

type Found = { rule: string; severity: string; message: string; fix?: string };
const compose = async (front: Front, args: object) => {
  const { data } = await front.call('compose_storyboard', { ...args });
  const problems: Found[] = data.problems;
  const rules = ['submit-refused', 'ref-not-readable'];
  return { submit: data.submit, found: problems.filter(({ rule }) => rules.includes(rule)) };
};

it('a missing key is foreseen by the dry run and by compose, and the submit says the same', async () => {
  const front = await open({ env: { XSKILL_API_KEY } });
  const refused = (await submit(front, pixazo)).text;
  const { data } = await submit(front, { ...pixazo, dry_run: true });
  expect(data).toMatchObject({ status: 'dry_run', price: { unit: 'USD' }, error: { code: 'unauthorized' } });
  expect(refused).toContain(data.error.message);
  expect(data.next_step).toContain(`would be refused now. ${data.error.message}`);
  expect(data.next_step).not.toContain('submit_task again');
  const takes = await submit(front, { ...pixazo, takes: 2, dry_run: true });
  expect(takes.data).toMatchObject({ status: 'dry_run', error: { code: 'unauthorized' } });
  const { submit: draft, found } = await compose(front, { ...storyboard(), model_id: pixazo.model_id });
  expect(draft).toEqual({ draft_id: expect.any(String) });
  expect(found).toMatchObject([{ severity: 'warn', message: expect.stringContaining(data.error.message) }]);
  const { code } = await moveOn(
    front,
    shell(front.app, [
      'submit',
      '--model',
      pixazo.model_id,
      '--params',
      JSON.stringify(pixazo.parameters),
      '--dry-run',
    ]),
  );
  expect(code).toBe(4);
});

it('with a fallback, the dry run is that of the service that would take it', async () => {
  const front = await open({ env: { XSKILL_API_KEY } });
  const { data } = await submit(front, { ...pixazo, fallback_model_id: fox.model_id, dry_run: true });
  expect(data).toMatchObject({ status: 'dry_run', model_id: fox.model_id, price: { unit: 'points' } });
  expect(data.warnings[0]).toMatch(/^seedance-2-0\/text-to-video would not take it .*this is for st-ai\/super-seed2/);
  expect(data.error).toBeUndefined();
});

it('a picture of this machine that no service with a key takes', async () => {
  const { roots, picture } = project();
  const front = await open({ env: { PIXAZO_API_KEY }, roots });
  const asked = withPicture(picture);
  const { data } = await submit(front, { ...asked, dry_run: true });
  expect(data.error).toMatchObject({ code: 'file_refused', message: expect.stringContaining('no upload of its own') });
  expect((await submit(front, asked)).text).toContain(data.error.message);
  expect((await submit(front, { ...asked, takes: 2, dry_run: true })).data.error.code).toBe('file_refused');
  const { found } = await compose(front, { ...storyboard(picture), model_id: asked.model_id });
  expect(found).toMatchObject([{ severity: 'warn', message: expect.stringContaining(data.error.message) }]);
  const able = await open({ roots });
  expect((await submit(able, { ...asked, dry_run: true })).data.error).toBeUndefined();
  expect((await compose(able, { ...storyboard(picture), model_id: asked.model_id })).found).toEqual([]);
});

it('a picture outside the folders that are allowed, in one clip and in a film', async () => {
  const { roots } = project();
  const outside = project().picture;
  const front = await open({ roots });
  const refused = (await submit(front, { ...withPicture(outside), dry_run: true })).text;
  const one = await compose(front, storyboard(outside));
  expect(one.submit).toBeNull();
  expect(one.found).toMatchObject([{ rule: 'ref-not-readable', severity: 'error' }]);
  expect(refused).toContain(one.found[0]?.message);
  const shots = ['runs', 'jumps', 'sleeps'].map((does) => ({ visual: `@hero ${does} in the snow`, seconds: 8 }));
  const film = await compose(front, { shots, ratio: '16:9', references: storyboard(outside).references });
  expect(film.submit).toBeNull();
  expect(film.found).toMatchObject([{ rule: 'ref-not-readable', severity: 'error' }]);
  const { json } = await shell(front.app, ['compose', '--file', '-'], { stdin: JSON.stringify(storyboard(outside)) });
  expect(json.submit).toEqual({ draft_id: expect.any(String) });
  expect(front.sent).toEqual([]);
});

it('a cap that would be passed, in one clip and in a film', async () => {
  const front = await open({ env: { ...keys, SEEDANCE_DAILY_CAP: 'xskill=100' } });
  const shots = ['runs', 'jumps', 'sleeps'].map((does) => ({ visual: `A fox ${does} in the snow`, seconds: 8 }));
  const film = await compose(front, { shots, ratio: '16:9' });
  expect(film.submit).toEqual({ draft_id: expect.any(String) });
  expect(film.found).toMatchObject([{ severity: 'warn', message: expect.stringContaining('the cap is 100 points') }]);
  expect((await compose(front, storyboard())).found).toEqual([]);
  await submit(front, { ...fox, takes: 2 });
  expect((await compose(front, storyboard())).found).toMatchObject([
    { message: expect.stringMatching(/would be refused\. This costs 50 points; 100 points were spent/) },
  ]);
});

it('a duplicate is told with how another take is had, in the dry run too and in a shell', async () => {
  const front = await open();
  const { task_id } = (await submit(front, fox)).data;
  const again = 'For another take of the same request: allow_duplicate: true.';
  expect((await submit(front, fox)).data).toMatchObject({
    task_id,
    duplicate: true,
    next_step: expect.stringContaining(again),
  });
  const { data } = await submit(front, { ...fox, dry_run: true });
  expect(data.next_step).toBe(
    `Nothing was submitted. The same request is there already: call get_task with task_id: "${task_id}". ${again}`,
  );
  const argv = ['submit', '--model', fox.model_id, '--params', JSON.stringify(fox.parameters)];
  expect((await moveOn(front, shell(front.app, argv))).stderr).toContain('--allow-duplicate');
  expect(front.posts()).toHaveLength(1);
  const takes = { ...fox, parameters: { ...fox.parameters, prompt: 'A fox sleeps' }, takes: 2 };
  await submit(front, takes);
  expect((await submit(front, takes)).data.next_step).toContain(
    'For another take of the same request: allow_duplicate: true.',
  );
});
