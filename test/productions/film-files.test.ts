import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { shell } from '../cli/shell.ts';
import { temporaryFolder } from '../folder.ts';
import { keys } from '../harness.ts';
import { silence } from './silence.ts';
import { finish, moveOn, open, submit } from './stage.ts';

const line = { speaker: 'Mara', line: 'We are home.' };
const shots = [
  { seconds: 8, camera: 'wide shot, static', visual: 'a boat in the waves' },
  { seconds: 8, camera: 'medium shot, static', visual: 'a woman at the rail', dialogue: [line] },
];

it('without ffmpeg a soundtrack of an allowed folder stands beside the film, which has subtitles on its own times', async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'project'));
  writeFileSync(join(home, 'project/music.wav'), silence());
  const env = { ...keys, CLAUDE_PROJECT_DIR: join(home, 'project'), PATH: '' };
  const front = await open({ home, env });
  const compose = (path: string) =>
    front.call('compose_storyboard', { shots, ratio: '16:9', soundtrack: { path }, language: 'en' });
  const { data: secret } = await compose('/etc/passwd');
  expect(secret.submit).toBeNull();
  const message = expect.stringMatching(/is not a sound file below an allowed folder/);
  const foreseen = secret.problems.filter(({ path }: { path: string }) => path === 'soundtrack');
  expect(foreseen).toEqual([expect.objectContaining({ severity: 'error', message })]);
  expect(JSON.stringify(foreseen)).not.toMatch(/image|upload/);
  writeFileSync(join(home, 'project/gone.wav'), silence());
  const { data: short } = await compose('gone.wav');
  rmSync(join(home, 'project/gone.wav'));
  expect((await submit(front, short.submit)).text).toMatch(/^file_refused: .*is not a sound file/);
  expect(front.posts()).toEqual([]);

  const { data: composed } = await compose('music.wav');
  const { data: sent } = await submit(front, composed.submit);
  const { data } = await finish(front, sent.task_id, { save: true });
  expect(data.warnings.join()).toContain('The soundtrack stands beside the film: ffmpeg is needed');
  const stem = data.files[0].path.replace('.mp4', '');
  expect(readFileSync(`${stem}-soundtrack.wav`)).toEqual(silence());
  expect(readFileSync(`${stem}.srt`, 'utf8')).toMatch(/^1\n00:00:0[89],\d{3} --> 00:00:\d\d,\d{3}\nWe are home\.\n/);
  expect(readFileSync(`${stem}.otio`, 'utf8')).toContain('-soundtrack.wav');
  expect(JSON.stringify(front.sent)).not.toContain('music.wav');
  await front.close();

  // With ffmpeg there, the answer's own words join it again; no more is paid.
  const later = await open({ home, env: { ...env, PATH: process.env.PATH ?? '' } });
  const [, used] = /use: \["([^"]+)"\] joins it again, for free/.exec(data.next_step) ?? [];
  const again = await later.call('submit_task', { task_id: sent.task_id, use: [used] }); // a moved clock would end ffmpeg
  expect(again.data).toMatchObject({ status: 'completed', warnings: [], files: [{ media_type: 'video/mp4' }] });
  expect(again.data.next_step).not.toContain('joins it again');
  expect(later.posts()).toEqual([]);
});

it.each([
  ['with ffmpeg', process.env.PATH ?? ''],
  ['without', ''],
])('a soundtrack of the web stays where an editor finds it, %s', async (_, PATH) => {
  const url = 'https://example.com/music';
  const front = await open({
    env: { ...keys, PATH },
    tamper: async (asked, pass) => (asked.url === url ? new Response(new Uint8Array(silence())) : pass()),
  });
  const { data: composed } = await front.call('compose_storyboard', { shots, ratio: '16:9', soundtrack: { url } });
  const { data: sent } = await submit(front, composed.submit);
  const { data } = await finish(front, sent.task_id, { save: true });
  const stem = data.files[0].path.replace('.mp4', '');
  expect(readFileSync(`${stem}-soundtrack.wav`)).toEqual(silence());
  for (const extension of ['otio', 'fcpxml']) {
    const edit = readFileSync(`${stem}.${extension}`, 'utf8');
    expect(edit).toContain('-soundtrack.wav');
    expect(edit).not.toContain('.part');
  }
  expect(readdirSync(dirname(stem)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('a film of two services is one production with a sum for each, in the folder that is asked for', async () => {
  const front = await open();
  const model_id = 'seedance-2-0-fast/text-to-video';
  const { data: composed } = await front.call('compose_storyboard', {
    ...{ shots, ratio: '16:9', model_id, continuity: 'keyframe', tier: 'fast' },
  });
  const quoted = await submit(front, { ...composed.submit, dry_run: true });
  expect(quoted.data.price.amounts.map(({ unit }: { unit: string }) => unit).sort()).toEqual(['USD', 'points']);
  expect((await submit(front, { ...composed.submit, max_cost: 5 })).text).toContain('max_cost is one number');
  const { data: sent } = await submit(front, composed.submit);
  const save_dir = join(front.home, 'out', 'fox');
  const { data } = await finish(front, sent.task_id, { save: true, save_dir });
  expect(data).toMatchObject({ status: 'completed', counts: { all: 4, completed: 4 } });
  expect(data.files[0].path.startsWith(save_dir)).toBe(true);
  const list = await moveOn(front, front.call('get_task', {}));
  expect(list.data.tasks).toMatchObject([{ task_id: sent.task_id, status: 'completed', done: '4 of 4' }]);
});

it('the shell composes to a file, submits it and waits for the film', async () => {
  const front = await open();
  const run = (...argv: string[]) => moveOn(front, shell(front.app, argv));
  const composed = await run('compose', '--shots', JSON.stringify(shots), '--ratio', '16:9');
  const file = join(front.home, 'x.json');
  writeFileSync(file, composed.stdout);
  const { json: sent } = await run('submit', '--file', file);
  expect(sent.task_id).toMatch(/^production:/);
  const polled = await run('poll', '--task-id', sent.task_id, '--timeout', '3600');
  expect(polled.code).toBe(0);
  expect(polled.json.files[0].duration_seconds).toBeCloseTo(16, 0);
});
