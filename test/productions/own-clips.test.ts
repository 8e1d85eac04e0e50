import { expect, it } from 'vitest';
import type { Sent, Tamper } from '../harness.ts';
import { finish, fox, moveOn, open, submit } from './stage.ts';

const extend = (path: string) => ({
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'Extend @video_file_1: the fox lies down', video_files: [path], duration: 5 },
});
const videoSent = ({ body }: Sent) => (body as { params: { video_files: string[] } }).params.video_files[0];

it('a clip of ours stands for its address by the path it was saved to; once that has expired, the answer says what to do', async () => {
  const dead = new Set<string>();
  const tamper: Tamper = async ({ url }, pass) => (dead.has(url) ? new Response('gone', { status: 404 }) : pass());
  const front = await open({ tamper });
  const { data: sent } = await submit(front, { ...fox, takes: 2 });
  const { data } = await finish(front, sent.task_id, { save: true });
  const { path, task_id } = data.clips[0];
  const { data: task } = await moveOn(front, front.call('get_task', { task_id, wait_seconds: 0 }));
  const before = front.posts().length;
  expect((await submit(front, extend(path))).text).toContain('pending');
  expect(videoSent(front.posts()[before]!)).toBe(task.output_urls[0]);
  const quoted = await submit(front, { ...extend(path), allow_duplicate: true, dry_run: true });
  expect(quoted.data.warnings).toEqual(['A video reference raises the price: its seconds are charged too.']);
  dead.add(task.output_urls[0]);
  const refused = await submit(front, { ...extend(path), allow_duplicate: true });
  expect(refused.text).toMatch(
    /has expired, and no service takes a saved clip .*Put the file where anyone can open it/s,
  );
  expect((await submit(front, extend('/etc/other.mp4'))).text).toContain('There is no upload for it');
  expect(front.posts()).toHaveLength(before + 1);
});

it('a clip of ours is a reference of a storyboard by its path, with its length, also in a film', async () => {
  const front = await open();
  const { data: sent } = await submit(front, fox);
  const { data } = await finish(front, sent.task_id, { save: true });
  const references = [{ name: 'fox', url: data.files[0].path, role: 'action' }];
  const compose = (seconds: number[]) => {
    const shots = seconds.map((length) => ({ seconds: length, visual: 'A deer moves as in @fox' }));
    return moveOn(front, front.call('compose_storyboard', { style: 'ink', references, shots }));
  };
  for (const { data: composed } of [await compose([5]), await compose([10, 10])]) {
    const { draft_id } = composed.submit;
    const { text, data: quote } = await submit(front, { draft_id, dry_run: true });
    expect(quote.warnings.join()).not.toContain('Their length is unknown');
    expect(text).toContain('because of a video reference');
  }
  const { data: composed } = await compose([5]);
  const before = front.posts().length;
  await submit(front, composed.submit);
  expect(videoSent(front.posts()[before]!)).toBe(data.output_urls[0]);
});
