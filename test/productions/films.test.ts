import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FilmSidecar } from '../../src/media/film-sidecar.ts';
import { type Answer, type Front, keys, type Sent, type Tamper } from '../harness.ts';
import { failFirst, replaceFirst } from '../steps/replace-first.ts';
import { finish, moveOn, open, submit } from './stage.ts';

type Row = { clip?: number; picture?: number; status: string; task_id: string; used?: boolean; stale?: boolean };

const story = (visuals: string[], more = {}) => ({
  ratio: '16:9',
  shots: visuals.map((visual) => ({ seconds: 8, camera: 'wide shot, static', visual })),
  ...more,
});
const night = ['a lighthouse at night', 'a boat in the waves', 'the harbour at dawn'];

/** A film of one clip a shot, as a draft. */
async function compose(front: Front, storyboard: object): Promise<{ draft_id: string }> {
  const { data } = await front.call('compose_storyboard', storyboard as Record<string, unknown>);
  expect(data.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
  return data.submit;
}

async function make(front: Front, args: Record<string, unknown>): Promise<Answer> {
  const { data } = await submit(front, args);
  return finish(front, data.task_id, { save: true });
}

describe('films', () => {
  it('are composed, quoted, made, joined and written down', async () => {
    const front = await open();
    const draft = await compose(front, story(night));
    const quoted = await submit(front, { ...draft, dry_run: true });
    expect(quoted.data).toMatchObject({
      status: 'dry_run',
      price: { amount: 240, unit: 'points' },
      clips: [{ clips: '1-3', takes: 1, price: { amount: 80 }, total: 240 }],
    });
    expect(front.posts()).toEqual([]);

    const { data } = await make(front, draft);
    expect(data).toMatchObject({ status: 'completed', counts: { all: 3, completed: 3 }, price: { amount: 240 } });
    expect(data.clips.map(({ clip, used }: Row) => [clip, used])).toEqual([1, 2, 3].map((clip) => [clip, true]));
    const [film] = data.files;
    expect(film).toMatchObject({ media_type: 'video/mp4' });
    expect(film.duration_seconds).toBeCloseTo(24, 0);
    expect(readFileSync(film.path).length).toBe(film.bytes);
    expect(data.next_step).toContain('Beside it: .otio, .fcpxml, .json');
    expect(data.next_step.split(`All takes: ${join(dirname(film.path), 'index.html')}`)).toHaveLength(2);
    const sidecar = FilmSidecar.parse(JSON.parse(readFileSync(film.path.replace('.mp4', '.json'), 'utf8')));
    expect(sidecar).toMatchObject({ task_id: data.task_id, price: { amounts: [{ amount: 240, unit: 'points' }] } });
    expect(sidecar.film).toMatchObject({ name: basename(film.path), bytes: film.bytes });
    expect(sidecar.clips.map(({ takes }) => takes[0]?.used)).toEqual([true, true, true]);
    expect(sidecar.clips.map(({ takes }) => takes[0]?.file?.name)).toEqual(
      data.clips.map(({ path }: { path: string }) => basename(path)),
    );
    const gallery = () => readFileSync(join(dirname(film.path), 'index.html'), 'utf8');
    await expect.poll(gallery).toContain(basename(film.path));
  });

  it('say which clips failed, which were not sent because of that, and whether a change helps', async () => {
    const told = async (word: string, more = {}) => {
      const front = await open();
      const draft = await compose(front, story([night[0]!, `a boat [rehearse: ${word}]`, night[2]!], more));
      return (await make(front, draft)).data.next_step;
    };
    expect(await told('face')).toMatch(
      /^Clip 2 \(shot 2\) failed: .* what to change\. The rest is finished\. Change that shot/,
    );
    expect(await told('face', { continuity: 'extend' })).toMatch(
      /^Clip 2 \(shot 2\) failed: .* Not sent, because it is made from that: Clip 3 \(shot 3\)\. The rest is finished\. Change that shot/,
    );
    expect(await told('face', { continuity: 'keyframe' })).toMatch(
      /^Picture 2 failed: .* Not sent, because it is made from that: Clips 1 \(shot 1\), 2 \(shot 2\)\. /,
    );
    expect(await told('402')).toMatch(
      /^Clip 2 \(shot 2\) failed: error in clips says why and what to do\. The rest is finished\. To try the same again/,
    );
  });

  it('whose failed clip is replaced by another take say what was not sent yet, and go on with it', async () => {
    const front = await open({ tamper: failFirst() });
    const draft = await compose(front, story(night, { continuity: 'extend' }));
    const { data } = await make(front, draft);
    expect(data.next_step).toMatch(/^Clip 1 \(shot 1\) failed: .* Not sent, because it is made from that: Clips 2/);
    const replaced = await replaceFirst(front, data.task_id, draft);
    expect(replaced.data.next_step).toContain(
      'Not sent yet: Clips 2, 3. The rest is finished. To go on with what is missing:',
    );
    expect((await finish(front, data.task_id)).data.next_step).toMatch(
      /^Not sent yet: Clips 2 \(shot 2\), 3 \(shot 3\)\. /,
    );
    const { length } = front.posts();
    const quoted = await submit(front, { task_id: data.task_id, dry_run: true });
    expect(quoted.data.price).toMatchObject({ amount: 320 });
    expect((await make(front, { task_id: data.task_id })).data).toMatchObject({ status: 'completed' });
    expect(front.posts().length - length, 'what was replaced is not paid for again').toBe(2);
  });

  it('cost nothing more when the same is asked for again, and the answer says where the files are told', async () => {
    const front = await open();
    const draft = await compose(front, story(night));
    // Within ten minutes of its end: a save takes real time, in which the clock moves on.
    await finish(front, (await submit(front, draft)).data.task_id);
    const dry = await front.call('submit_task', { ...draft, dry_run: true });
    expect(dry.data).toMatchObject({ status: 'dry_run', price: { amount: 0, unit: 'points' } });
    expect(dry.data.next_step).toBe(
      'Nothing was sent. This same request is already planned and paid for: nothing new is reserved. For another take of the same request: allow_duplicate: true. Call get_task with this task_id.',
    );
    const again = await front.call('submit_task', draft);
    expect(again.data.next_step).toContain('It is completed: call get_task with this task_id for its files.');
    expect(front.posts()).toHaveLength(3);
  });

  it('say that clips are generating while a further take is made', async () => {
    const front = await open();
    const draft = await compose(front, story(night));
    await make(front, draft);
    const { data } = await submit(front, { ...draft, takes: 2, clips: [2] });
    const told: string[] = [];
    const call = front.client.callTool({ name: 'get_task', arguments: { task_id: data.task_id } }, undefined, {
      onprogress: ({ message = '' }) => told.push(message),
    });
    await moveOn(front, call);
    expect(told[0]).toContain('Generating...');
  });

  it('open on pictures with continuity keyframe: each is made once, before the clips that need it', async () => {
    const front = await open();
    const composed = await front.call('compose_storyboard', story(night, { continuity: 'keyframe' }));
    expect(composed.data.price).toMatchObject({
      amount: 240,
      note: expect.stringMatching(/^Without 3 of its 6 tasks/),
    });
    const draft = composed.data.submit;
    const quoted = await submit(front, { ...draft, dry_run: true });
    expect(quoted.data.clips.map(({ clips, pictures }: Group) => pictures ?? clips)).toEqual(['1-3', '1-3']);
    const { data } = await make(front, draft);
    expect(data).toMatchObject({ status: 'completed', counts: { all: 6, completed: 6 } });
    expect(data.clips.filter(({ picture }: Row) => picture).map(({ picture }: Row) => picture)).toEqual([1, 2, 3]);
    expect(kindsSent(front)).toEqual(['image', 'image', 'image', 'video', 'video', 'video']);
    expect(JSON.stringify(front.posts().map(({ body }) => body))).not.toContain('.invalid/');
    expect(data.files).toHaveLength(1);
    // Clip 1 opens on picture 1 and ends on picture 2, on which clip 2 opens.
    const [first, second] = front.posts().slice(3).map(filesOf);
    expect(first?.[1]).toBe(second?.[0]);
  });

  it('go on from the clip before with continuity extend, one after another', async () => {
    const front = await open();
    const draft = await compose(front, story(night, { continuity: 'extend' }));
    const { data: sent } = await submit(front, draft);
    expect(sent.counts).toMatchObject({ running: 1, waiting: 2 });
    const { data } = await finish(front, sent.task_id, { save: true });
    expect(data).toMatchObject({ status: 'completed', counts: { all: 3, completed: 3 } });
    const used = front.posts().map((post) => videosOf(post)[0]);
    expect(used[0]).toBeUndefined();
    expect(used[1]).toMatch(/^https:.*mp4$/);
    expect(used[2]).not.toBe(used[1]);
  });

  it('are joined anew when another take is used, for free, and tell which clips continue the old one', async () => {
    const front = await open();
    const draft = await compose(front, story(night, { continuity: 'extend' }));
    const { data } = await make(front, { ...draft, takes: 2, clips: [1] });
    expect(data.counts).toEqual({ all: 4, completed: 4 });
    const other = data.clips.find(({ clip, used }: Row) => clip === 1 && !used);
    expect(usedIn(data.files[0].path)).not.toContain(other.task_id);
    const spent = front.posts().length;
    const again = await front.call('submit_task', { task_id: data.task_id, use: [other.task_id] });
    expect(usedIn(again.data.files[0].path)).toContain(other.task_id);
    expect(again.data.next_step).toContain('Clip 2 continues another take');
    expect(front.posts()).toHaveLength(spent);
    const after = await finish(front, data.task_id, { save: true });
    expect(after.data.clips.filter(({ stale }: Row) => stale).map(({ clip }: Row) => clip)).toEqual([2]);
    const anew = await submit(front, { ...draft, takes: 2, clips: [1], dry_run: true });
    expect(anew.data.warnings).toContain('1 of 3 clips are there already and are not paid for again.');
  });

  it('pay only for the clips that changed, at any age', async () => {
    const front = await open();
    const { data } = await make(front, await compose(front, story(night)));
    await front.clock.advance(40 * 24 * 3_600_000);
    const changed = await compose(front, story([night[0]!, 'a gull over the waves', night[2]!]));
    const quoted = await submit(front, { ...changed, dry_run: true });
    expect(quoted.data).toMatchObject({ price: { amount: 80 } });
    expect(quoted.data.warnings).toContain('2 of 3 clips are there already and are not paid for again.');
    const after = await make(front, changed);
    expect(front.posts()).toHaveLength(4);
    expect(after.data.task_id).not.toBe(data.task_id);
    expect(after.data).toMatchObject({ status: 'completed', price: { amount: 80 } });
    expect(after.data.files[0].duration_seconds).toBeCloseTo(24, 0);
  });

  it('pay again for a clip whose file is gone and whose link is dead, and the dry run says so', async () => {
    const dead = new Set<string>();
    const tamper: Tamper = async ({ url }, pass) =>
      dead.has(url) ? new Response('Not found', { status: 404 }) : pass();
    const front = await open({ tamper });
    const draft = await compose(front, story(night));
    const { data } = await make(front, draft);
    await front.clock.advance(24 * 3_600_000);
    const { path, task_id } = data.clips[1];
    dead.add((await front.app.get({ taskId: task_id, waitSeconds: 0, save: false }, {})).task.remote!.outputUrls[0]!);
    rmSync(path);
    const quoted = await submit(front, { ...draft, dry_run: true });
    expect(quoted.data).toMatchObject({ price: { amount: 80 } });
    expect(quoted.data.warnings).toContain('2 of 3 clips are there already and are not paid for again.');
  });

  it('finish the rest when one clip is refused, and pay for that clip only once it is changed', async () => {
    const front = await open();
    const draft = await compose(front, story([night[0]!, 'a man [rehearse: content]', night[2]!]));
    const { data } = await make(front, draft);
    expect(data).toMatchObject({ status: 'failed', counts: { all: 3, completed: 2, failed: 1 }, files: [] });
    const failed = data.clips.find(({ status }: Row) => status === 'failed');
    expect(failed).toMatchObject({ clip: 2, error: { code: 'content_refused' } });
    expect(data.next_step).toMatch(
      /^Clip 2 \(shot 2\) failed: .*compose again and submit the new draft: only what changed/,
    );
    const changed = await compose(front, story(night));
    expect((await submit(front, { ...changed, dry_run: true })).data.price.amount).toBe(80);
    expect((await make(front, changed)).data.status).toBe('completed');
    expect(front.posts()).toHaveLength(4);
  });

  it('name the shots of a failed clip in Chinese too', async () => {
    const front = await open();
    const draft = await compose(front, story(['灯塔', '一个人 [rehearse: content]', '港口', '船 [rehearse: content]']));
    const { data } = await make(front, draft);
    expect(data.next_step).toMatch(/^片段 2（镜头 2），4（镜头 4）失败：/);
  });

  it('keep working when the links of their pictures die: they are uploaded again from the saved files', async () => {
    const dead: { links?: RegExp } = {};
    const tamper: Tamper = async ({ url }, pass) =>
      dead.links?.test(url) ? new Response('Not found', { status: 404 }) : pass();
    const front = await open({ tamper });
    const film = (words: string) => story([night[0]!, words], { continuity: 'keyframe' });
    await make(front, await compose(front, film(night[1]!)));
    const pictures = front.posts().slice(2).flatMap(filesOf);
    dead.links = new RegExp(`^(${[...new Set(pictures)].map((url) => url.replaceAll(/[.?]/g, '.')).join('|')})$`);
    const { draft_id } = await compose(front, film(night[1]!));
    const { data } = await submit(front, { draft_id, allow_duplicate: false, takes: 2, clips: [1] });
    expect((await finish(front, data.task_id, { save: true })).data.status).toBe('completed');
    expect(front.posts()).toHaveLength(5);
    expect(filesOf(front.posts()[4]!).some((url) => pictures.includes(url))).toBe(false);
  });

  it('reach every clip with a tier, and refuse what belongs to one clip', async () => {
    const front = await open();
    const draft = await compose(front, story(night, { tier: 'fast' }));
    const fast = await submit(front, { ...draft, dry_run: true });
    const final = await submit(front, { ...draft, tier: 'standard', dry_run: true });
    expect(final.data.price.amount).toBeGreaterThan(fast.data.price.amount);
    expect((await submit(front, { ...draft, parameters: { duration: 5 } })).text).toContain('so duration cannot be');
    expect((await submit(front, { ...draft, takes: 2, clips: [4] })).text).toContain('clips names 4; the film has 3');
    expect((await submit(front, { tasks: [draft] })).text).toContain('is a film');
    expect(front.posts()).toEqual([]);
  });

  it('hold a cap for the whole before the first request leaves', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_DAILY_CAP: 'xskill=200' } });
    const draft = await compose(front, story(night));
    const { text } = await submit(front, draft);
    expect(text).toMatch(/^over_budget: .*240 points.*the cap is 200 points/);
    expect(front.posts()).toEqual([]);
  });
});

/** The takes that a film was joined from. */
function usedIn(film: string): string[] {
  const { clips } = FilmSidecar.parse(JSON.parse(readFileSync(film.replace('.mp4', '.json'), 'utf8')));
  return clips.flatMap(({ takes }) => takes.filter(({ used }) => used).map(({ task_id }) => task_id));
}

type Group = { clips?: string; pictures?: string };

const paramsOf = ({ body }: Sent) => (body as { params: Record<string, string[] | undefined> }).params;
const filesOf = (sent: Sent): string[] => paramsOf(sent).image_files ?? paramsOf(sent).filePaths ?? [];
const videosOf = (sent: Sent): string[] => paramsOf(sent).video_files ?? [];

function kindsSent(front: Front): string[] {
  return front.posts().map(({ body }) => ((body as { model: string }).model.includes('seedream') ? 'image' : 'video'));
}
