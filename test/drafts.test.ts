import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FilmPlan } from '../src/core/film-plan.ts';
import { temporaryFolder } from './folder.ts';
import { type Front, keys, submissionOf } from './harness.ts';
import { open } from './windows.ts';

const fox = { shots: [{ seconds: 5, visual: 'A red fox crosses the snow' }], style: 'live-action', ratio: '16:9' };
const dayMs = 24 * 60 * 60 * 1000;

async function draftOf(front: Front, storyboard: Record<string, unknown> = fox): Promise<{ draft_id: string }> {
  return (await front.call('compose_storyboard', storyboard)).data.submit;
}

const folderOf = (front: Front): string => join(front.home, 'data/drafts');

describe('a draft', () => {
  it('stands for what was composed, through a dry run, a submit and a repeat', async () => {
    const front = await open();
    const { prompt, submit, ...told } = (await front.call('compose_storyboard', fox)).data;
    expect(told).toMatchObject({ model_id: 'st-ai/super-seed2', tier: 'fast', duration: 5, ratio: '16:9' });
    expect((await front.call('submit_task', { ...submit, dry_run: true })).data).toMatchObject({ status: 'dry_run' });
    expect(front.posts()).toEqual([]);
    const sent = await front.call('submit_task', submit);
    expect(front.posts()).toMatchObject([{ body: { model: told.model_id, params: { prompt, duration: 5 } } }]);
    const repeated = await front.call('submit_task', submit);
    expect(repeated.data).toMatchObject({ duplicate: true, task_id: sent.data.task_id });
  });

  it('has the same id when the same is composed again, also in another window', async () => {
    const front = await open();
    const draft = await draftOf(front);
    expect(await draftOf(front)).toEqual(draft);
    expect(await draftOf(await open({ home: front.home }))).toEqual(draft);
    expect(await draftOf(front, { ...fox, ratio: '9:16' })).not.toEqual(draft);
  });

  it('takes other parameters beside it, and checks the whole', async () => {
    const front = await open();
    const draft = await draftOf(front);
    const changed = await front.call('submit_task', { ...draft, parameters: { duration: 6 } });
    expect(changed).toMatchObject({ isError: false });
    expect(front.posts()).toMatchObject([{ body: { params: { duration: 6, ratio: '16:9' } } }]);
    const wrong = await front.call('submit_task', { ...draft, parameters: { duration: 99 } });
    expect(wrong.text).toMatch(/^invalid_input: parameters.duration: 99 is not possible here/);
    expect(front.posts()).toHaveLength(1);
  });

  it.each([
    ['at xskill', {}, 'fast', 'standard'],
    ['at xskill', { tier: 'fast' }, 'fast', 'standard'],
    ['at Pixazo', { model_id: 'seedance-2-0-fast/text-to-video' }, 'fast', 'standard'],
    ['at Pixazo', { model_id: 'seedance-2-0/text-to-video' }, 'standard', 'fast'],
  ])('%s is rendered in another tier when one stands beside it', async (_, storyboard, own, other) => {
    const front = await open();
    const draft = await draftOf(front, { ...fox, ...storyboard });
    for (const tier of [own, other]) {
      const { data } = await front.call('submit_task', { ...draft, tier, dry_run: true });
      expect(data.tier).toBe(tier);
    }
    expect((await front.call('submit_task', { ...draft, dry_run: true })).data.tier).toBe(own);
  });

  it('does not take a tier and a parameter that contradict each other', async () => {
    const front = await open();
    const beside = { tier: 'fast', parameters: { model: 'seedance_2.0' } };
    const { text } = await front.call('submit_task', { ...(await draftOf(front)), ...beside });
    expect(text).toContain('tier fast and parameters.model say two different things');
  });

  it.each([
    [{ model_id: 'st-ai/super-seed2' }, 'draft_id and model_id cannot stand together'],
    [{ fallback_model_id: 'seedance-2-0/text-to-video' }, 'fallback_model_id cannot stand beside draft_id'],
    [{ draft_id: undefined, model_id: 'st-ai/super-seed2' }, 'parameters must be given beside model_id'],
    [{ draft_id: undefined, parameters: { prompt: 'x' } }, 'parameters stand alone'],
    [{ draft_id: undefined }, 'none is there'],
    [{ draft_id: 'draft:0000000000000000' }, 'There is no draft draft:0000000000000000'],
    [{ draft_id: '../keys/xskill' }, 'There is no draft ../keys/xskill'],
  ])('is refused with %o', async (beside, words) => {
    const front = await open();
    const answer = await front.call('submit_task', { ...(await draftOf(front)), ...beside });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(words) });
    expect(front.posts()).toEqual([]);
  });

  it('can be read as a resource, with its price', async () => {
    const front = await open();
    const { prompt, submit } = (await front.call('compose_storyboard', fox)).data;
    expect(await submissionOf(front, submit)).toEqual({
      draft_id: submit.draft_id,
      model_id: 'st-ai/super-seed2',
      parameters: { prompt, ratio: '16:9', duration: 5 },
      price: expect.objectContaining({ amount: 50, unit: 'points', source: 'listed' }),
    });
    const nothing = front.client.readResource({ uri: 'seedance://drafts/0000000000000000' });
    await expect(nothing).rejects.toThrow('There is no draft 0000000000000000');
  });

  it('of a film counts a task that has no price among its tasks', async () => {
    const front = await open();
    const shot = { seconds: 10, visual: 'A red fox crosses the snow' };
    await draftOf(front, { ...fox, shots: [shot, shot, shot] });
    const [file = ''] = readdirSync(folderOf(front));
    const film = FilmPlan.parse(JSON.parse(readFileSync(join(folderOf(front), file), 'utf8')));
    Object.assign(film.clips[1]!.parameters, { duration: 99 });
    const kept = await front.app.keepDraft(film);
    const draft_id = 'draftId' in kept ? kept.draftId : '';
    expect(await submissionOf(front, { draft_id })).toMatchObject({
      price: { amount: 200, note: expect.stringMatching(/^Without 1 of its 3 tasks, which have no listed price/) },
    });
  });
});

describe('drafts on the disk', () => {
  it('are for their owner alone, and what somebody changed is none', async () => {
    const front = await open();
    const draft = await draftOf(front);
    const [file = ''] = readdirSync(folderOf(front));
    const path = join(folderOf(front), file);
    expect(statSync(folderOf(front)).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, readFileSync(path, 'utf8').replace('fox', 'cat'));
    expect((await front.call('submit_task', draft)).text).toContain('There is no draft');
    expect(await draftOf(front)).toEqual(draft);
    expect((await front.call('submit_task', { ...draft, dry_run: true })).isError).toBe(false);
  });

  it('are dropped 30 days after their last use', async () => {
    const front = await open();
    const draft = await draftOf(front);
    const dryRun = () => front.call('submit_task', { ...draft, dry_run: true });
    for (const days of [29, 29]) {
      await front.clock.advance(days * dayMs);
      expect((await dryRun()).isError).toBe(false);
    }
    await front.clock.advance(31 * dayMs);
    expect((await dryRun()).text).toMatch(/^not_found: There is no draft .*\nNext: .*Compose the storyboard again/);
    await draftOf(front, { ...fox, ratio: '9:16' });
    expect(readdirSync(folderOf(front))).toHaveLength(1);
  });

  it('are done without where the disk takes none', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'data'));
    writeFileSync(join(home, 'data/drafts'), 'a file');
    const front = await open({ home });
    const { data } = await front.call('compose_storyboard', fox);
    expect(data.submit).toMatchObject({ model_id: 'st-ai/super-seed2', parameters: { duration: 5 } });
    expect(data.problems).toContainEqual(
      expect.objectContaining({
        rule: 'draft-not-kept',
        severity: 'warn',
        message: expect.stringContaining('something else stands where a folder should be'),
      }),
    );
    expect((await front.call('submit_task', { ...data.submit, dry_run: true })).isError).toBe(false);
  });

  it('never hold a key', async () => {
    const key = 'sk-0123456789abcdef0123';
    const front = await open({ env: { ...keys, XSKILL_API_KEY: key } });
    const { isError, text } = await front.call('compose_storyboard', { ...fox, style: `live-action ${key}` });
    expect(isError).toBe(true);
    expect(text).toMatch(/^invalid_input: The input holds your API key/);
    expect(() => readdirSync(folderOf(front))).toThrow('ENOENT');
  });

  it('are erased with the task that they became, and with all that is older than a day', async () => {
    const front = await open();
    const other = await draftOf(front, { ...fox, ratio: '9:16' });
    const draft = await draftOf(front);
    const { data } = await front.call('submit_task', draft);
    await front.app.forget({ taskId: data.task_id });
    expect(readdirSync(folderOf(front))).toEqual([`${other.draft_id.replace('draft:', '')}.json`]);
    await front.app.forget({ before: front.clock.now() + 1 });
    expect(readdirSync(folderOf(front))).toEqual([]);
  });
});
