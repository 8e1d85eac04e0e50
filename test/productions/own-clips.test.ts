import { expect, it } from 'vitest';
import { type Sent, submissionOf, type Tamper } from '../harness.ts';
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
  expect((await submit(front, extend('/etc/other.mp4'))).text).toContain('neither service accepts uploads of video');
  expect(front.posts()).toHaveLength(before + 1);
});

it.each([
  ['at xskill', fox.model_id],
  ['at Pixazo', 'seedance-2-0/reference-to-video'],
])(
  '%s a clip of ours is a reference of a storyboard by its path: a compose sends nothing, a submit gives its link',
  async (_, model_id) => {
    const front = await open();
    const { data: sent } = await submit(front, fox);
    const { data } = await finish(front, sent.task_id, { save: true });
    const [{ path }] = data.files;
    const references = [{ name: 'fox', url: `"file://${path}"`, role: 'action' }];
    for (const seconds of [[5], [10, 10]]) {
      const shots = seconds.map((length) => ({ seconds: length, visual: 'A deer moves as in @fox' }));
      const before = front.sent.length;
      const { data: composed } = await front.call('compose_storyboard', { style: 'ink', references, shots, model_id });
      expect(composed.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
      expect(front.sent).toHaveLength(before);
      const draft = await submissionOf(front, composed.submit);
      expect(JSON.stringify(draft)).toContain(JSON.stringify(path));
      expect(JSON.stringify(draft)).not.toContain(data.output_urls[0]);
      const { text, data: quote } = await submit(front, { ...composed.submit, dry_run: true });
      expect(quote.warnings.join()).not.toContain('Their length is unknown');
      expect(text).toContain('video reference');
      const posted = front.posts().length;
      const { data: made } = await submit(front, composed.submit);
      if (seconds.length > 1) await finish(front, made.task_id);
      const bodies = front
        .posts()
        .slice(posted)
        .map(({ body }) => JSON.stringify(body));
      expect(bodies).toHaveLength(seconds.length);
      for (const body of bodies) {
        expect(body).toContain(data.output_urls[0]);
        expect(body).not.toContain(path);
      }
    }
  },
);

it('a clip of ours whose link has expired can still be composed with: the submit says what to do', async () => {
  const dead = new Set<string>();
  const tamper: Tamper = async ({ url }, pass) => (dead.has(url) ? new Response('gone', { status: 404 }) : pass());
  const front = await open({ tamper });
  const { data: sent } = await submit(front, fox);
  const { data } = await finish(front, sent.task_id, { save: true });
  dead.add(data.output_urls[0]);
  const references = [{ name: 'fox', url: data.files[0].path, role: 'action' }];
  const shots = [{ seconds: 5, visual: 'A deer moves as in @fox' }];
  const { data: composed } = await front.call('compose_storyboard', { style: 'ink', references, shots });
  expect(composed.submit).not.toBeNull();
  const refused = await submit(front, composed.submit);
  expect(refused.text).toMatch(/has expired, and no service takes a saved clip/);
  expect(front.posts()).toHaveLength(1);
  const others = references.map((one) => ({ ...one, url: '/etc/other.mp4', type: 'video' }));
  const { data: without } = await front.call('compose_storyboard', { style: 'ink', references: others, shots });
  expect(without.submit).toBeNull();
  expect(without.problems).toContainEqual(expect.objectContaining({ rule: 'ref-local-media', severity: 'error' }));
});
