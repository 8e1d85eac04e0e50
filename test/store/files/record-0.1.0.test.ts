import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePicture } from '../../../src/simulation/picture.ts';
import { taskIdOf } from '../../../src/store/task.ts';
import { createTestClock } from '../../clock.ts';
import { temporaryFolder } from '../../folder.ts';
import { type Answer, type Front, keys, openFront, type Tamper } from '../../harness.ts';
import { moveOn as moveWindowOn } from '../../windows.ts';

const fixture = join(import.meta.dirname, '../../fixtures/record-0.1.0');
const { ids, endedAt } = JSON.parse(readFileSync(join(fixture, 'tasks.json'), 'utf8')) as {
  ids: Record<string, string>;
  endedAt: number;
};
const model_id = 'st-ai/super-seed2';

let front: Front;
let home: string;
const harbour = makePicture({ width: 512, height: 512 }, 'a harbour');
/** The service still has the picture that was handed over then. */
const keepUploads: Tamper = async ({ path }, pass) =>
  path.startsWith('/files/xskill/upload/') ? new Response(harbour) : pass();
async function openRecord(env: Record<string, string> = {}): Promise<Front> {
  return openFront({ home, clock: createTestClock(endedAt), env: { ...keys, ...env }, tamper: keepUploads });
}
beforeEach(async () => {
  home = temporaryFolder();
  cpSync(join(fixture, 'ledger'), join(home, 'data/ledger'), { recursive: true });
  front = await openRecord();
});
afterEach(() => front.close());

const moveOn = (answer: Promise<Answer>): Promise<Answer> =>
  moveWindowOn(front, answer, { stepMs: 3_000, mostMs: 1_200_000 });
const submit = (prompt: string, more = {}): Promise<Answer> =>
  moveOn(front.call('submit_task', { model_id, parameters: { prompt, duration: 5, ratio: '16:9', ...more } }));

describe('a record of 0.1.0', () => {
  it('lists every task as it was', async () => {
    const { data } = await moveOn(front.call('get_task', { limit: 50, save: false }));
    const expected = [
      'running',
      'justEnded',
      'pixazo',
      'withPicture',
      'again',
      'twice',
      'forgotten',
      'failed',
      'completed',
    ];
    const listed = data.tasks.map(({ task_id }: { task_id: string }) => task_id);
    expect(listed).toEqual(expect.arrayContaining([...expected, 'uncertain', 'settled'].map((name) => ids[name])));
    expect(listed).not.toContain(ids.rehearsed);
    expect(data.history[0]).toMatchObject({ finished: 4, success_rate: 0.75 });
  });

  it.each<[string, string]>([
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['settled', 'failed'],
    ['uncertain', 'uncertain'],
  ])('finds the %s one by its id', async (name, status) => {
    const found = await moveOn(front.call('get_task', { task_id: ids[name], wait_seconds: 0, save: false }));
    expect(found.data).toMatchObject({ task_id: ids[name], status });
  });

  it.each<[string, string, object]>([
    ['running', 'An old fisherman grips the wheel', {}],
    ['justEnded', 'A lantern drifts down the river', {}],
    ['twice', 'Twice at once', {}],
    ['uncertain', 'A shot whose answer was lost', {}],
  ])('answers a repeat of the %s one', async (name, prompt, more) => {
    expect((await submit(prompt, more)).data).toMatchObject({ duplicate: true, task_id: ids[name] });
    expect(front.posts()).toHaveLength(0);
  });

  it('answers a repeat with the picture that was handed over then', async () => {
    const image_data = Buffer.from(harbour).toString('base64');
    const uploaded = await moveOn(front.call('upload_image', { image_data }));
    expect(uploaded.data).toMatchObject({ reused: true });
    const again = await submit('The harbour of @image_file_1 at dusk', { image_files: [uploaded.data.url] });
    expect(again.data).toMatchObject({ duplicate: true, task_id: ids.withPicture });
  });

  it('answers a repeat of the one whose process, on another host, may live or not', async () => {
    const again = await submit('A shot whose process died');
    expect(again.data).toMatchObject({ duplicate: true, status: 'pending' });
    await front.clock.advance(320_000);
    expect((await submit('A shot whose process died')).data).toMatchObject({ duplicate: true, status: 'uncertain' });
    expect(front.posts()).toHaveLength(0);
  });

  it('counts in the cap', async () => {
    await front.close();
    front = await openRecord({ SEEDANCE_DAILY_CAP: 'xskill=300' });
    // Six of December at 50 points each, and what died: the failed, the refused and the rehearsed count nothing.
    expect((await submit('Something new')).text).toMatch(/^over_budget: .* 350 points were spent/);
  });

  it('keeps forgotten what was forgotten', async () => {
    const found = await moveOn(front.call('get_task', { task_id: ids.forgotten, wait_seconds: 0, save: false }));
    expect(found.data).toMatchObject({ status: 'completed', price: { amount: 50 } });
    expect(found.data.prompt).toBeUndefined();
  });

  it('can still be forgotten', async () => {
    const text = (): string => readFileSync(join(home, 'data/ledger/2026-12.jsonl'), 'utf8');
    expect(text()).toContain('old fisherman');
    const forgotten = await front.app.forget({ before: endedAt - 60 * 60_000 });
    expect(forgotten.map(taskIdOf)).toContain(ids.completed);
    expect(forgotten.map(taskIdOf)).not.toContain(ids.forgotten);
    await front.app.forget({ taskId: ids.running as string });
    expect(text()).not.toContain('old fisherman');
    const repeat = await submit('An old fisherman grips the wheel');
    expect(repeat.data).toMatchObject({ duplicate: true, task_id: ids.running });
  });
});
