import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { shell } from '../cli/shell.ts';
import { temporaryFolder } from '../folder.ts';
import { type Answer, type Front, keys, openFront } from '../harness.ts';
import { hasFfmpeg, makeClip, makePng } from '../media/clips.ts';

const video = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
const withFfmpeg = { ...keys, PATH: process.env.PATH ?? '' };

let front: Front;
afterEach(() => front?.close());

/** A finished task whose video is this clip. */
async function finish(clip: string, more: { roots?: string[]; env?: Record<string, string> } = {}): Promise<string> {
  const bytes = readFileSync(clip);
  front = await openFront({
    env: withFfmpeg,
    ...more,
    tamper: ({ method, path }) =>
      method === 'GET' && path.endsWith('.mp4') ? Promise.resolve(new Response(bytes)) : undefined,
  });
  const { data } = await front.call('submit_task', video);
  await front.clock.advance(1_200_000);
  return data.task_id;
}

const see = (taskId: string, frames: string, more = {}): Promise<Answer> =>
  front.call('get_task', { task_id: taskId, wait_seconds: 0, frames, ...more });

// Where CI is set ffmpeg is required, so that this never passes by being skipped there.
describe.skipIf(!hasFfmpeg && !process.env.CI)('frames of a finished video (skipped: ffmpeg is not installed)', () => {
  const folder = temporaryFolder();
  const moving = makeClip(join(folder, 'moving.mp4'), { seconds: 2, size: '640x360', sound: true });
  const black = join(folder, 'black.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=black:s=320x180:d=2:r=24', black]);

  it('answers with one sheet as a picture, and makes it once', async () => {
    const taskId = await finish(moving);
    const seen = await see(taskId, 'sheet');
    expect(seen.data).toMatchObject({ status: 'completed', checks: [] });
    const { path, media_type, times } = seen.data.frames;
    expect(media_type).toBe('image/jpeg');
    expect(times).toEqual([expect.arrayContaining([0])]);
    expect(times[0]).toHaveLength(12);
    expect(times[0].at(-1)).toBeGreaterThan(1.9);
    expect(statSync(path).size).toBeLessThanOrEqual(250_000);
    expect(dirname(path)).toBe(dirname(seen.data.files[0].path));
    const picture = seen.content.find(({ type }) => type === 'image');
    expect(picture).toMatchObject({ mimeType: 'image/jpeg', data: readFileSync(path).toString('base64') });

    const { stderr } = await shell(front.app, ['query', taskId, '--frames', 'sheet']);
    expect(stderr).toContain(`Saved ${path}\n`);

    const { mtimeMs } = statSync(path);
    expect((await see(taskId, 'sheet')).data.frames).toEqual(seen.data.frames);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  it('says what looks broken, where, and what to do', async () => {
    const { data } = await see(await finish(black), 'sheet');
    expect(data.checks).toEqual([{ check: 'black', start: 0, end: 2 }]);
    expect(data.warnings).toContainEqual(
      expect.stringMatching(/^The picture is black from 0 to 2 s\. .*allow_duplicate/),
    );
  });

  it('keeps the last frame as a picture that goes straight into references, and nothing else beside it', async () => {
    const project = temporaryFolder();
    const taskId = await finish(moving, { roots: [pathToFileURL(project).href] });
    const { data, content } = await see(taskId, 'last');
    const { path } = data.frames;
    expect(data).toMatchObject({ frames: { media_type: 'image/png', width: 640, height: 360 } });
    expect(data.checks).toBeUndefined();
    expect(content.filter(({ type }) => type === 'image')).toHaveLength(1);
    expect((await see(taskId, 'last')).data.frames.path).toBe(path);
    expect(data.next_step).toContain('; or give the path in frames as first_frame of the next shot.');
    expect(data.next_step).not.toContain('frames: "last"');
    expect((await see(taskId, 'sheet')).data.next_step).toContain('and frames: "last" to begin the next shot.');

    const composed = await front.call('compose_storyboard', {
      shots: [{ camera: 'static camera', visual: 'the fox looks back', seconds: 5 }],
      references: [{ url: path, role: 'first frame' }],
    });
    const next = await front.call('submit_task', composed.data.submit);
    expect(next.isError, next.text).toBe(false);

    const stranger = path.replace('.last.png', '.last-2.png');
    symlinkSync(join(project, '../private.png'), stranger);
    expect((await front.call('upload_image', { image_path: stranger })).text).toMatch(/^file_refused|^not_found/);
    const elsewhere = join(dirname(path), 'other.last.png');
    execFileSync('cp', [path, elsewhere]);
    expect((await front.call('upload_image', { image_path: elsewhere })).text).toMatch(/^file_refused/);
  });

  it('prints the path of the last frame in the shell', async () => {
    const taskId = await finish(moving);
    const { stdout, code } = await shell(front.app, ['frame', taskId, '--quiet']);
    expect(code).toBe(0);
    expect(existsSync(stdout.trim())).toBe(true);
    const { json } = await shell(front.app, ['query', '--task-id', taskId, '--frames', 'sheet']);
    expect(json.frames.path).toMatch(/\.sheet\.jpg$/);
  });

  it('shows a production as one sheet, and marks the take that somebody uses in the gallery', async () => {
    await finish(moving);
    const { data } = await front.call('submit_task', {
      ...video,
      parameters: { ...video.parameters, prompt: 'A boat' },
      takes: 2,
    });
    await front.clock.advance(1_200_000);
    const seen = await see(data.task_id, 'sheet');
    expect(seen.data).toMatchObject({ status: 'completed', frames: { media_type: 'image/jpeg' }, checks: [] });
    const starred = () => {
      const page = readFileSync(join(front.home, 'out/index.html'), 'utf8');
      return [...page.matchAll(/data-task="([^"]*)"[^>]*data-status="\w+ used"/g)].map(([, id]) => id);
    };
    const [before] = starred();
    const ids: string[] = seen.data.clips.map(({ task_id }: { task_id: string }) => task_id);
    const other = ids.find((id) => id !== before)!;
    expect((await shell(front.app, ['use', other])).code).toBe(0);
    expect(starred()).toEqual([other]);
  });

  it('decodes the last frame once, and again after the video was changed', async () => {
    const runs = join(temporaryFolder(), 'runs');
    const spy = join(temporaryFolder(), 'ffmpeg');
    writeFileSync(spy, `#!/bin/sh\necho >> ${runs}\nexec ffmpeg "$@"\n`, { mode: 0o755 });
    const taskId = await finish(moving, { env: { ...withFfmpeg, SEEDANCE_FFMPEG: spy } });
    const { data } = await see(taskId, 'last');
    const after = readFileSync(runs, 'utf8');
    expect((await see(taskId, 'last')).data.frames).toEqual(data.frames);
    expect(readFileSync(runs, 'utf8')).toBe(after);
    utimesSync(data.files[0].path, 1, 1);
    expect((await see(taskId, 'last')).data.frames).toEqual(data.frames);
    expect(readFileSync(runs, 'utf8').length).toBeGreaterThan(after.length);
  });

  it('gives the last frame of a film as of a clip: that of its last used take', async () => {
    await finish(moving);
    const shots = [10, 10].map((seconds) => ({ seconds, visual: 'A fox crosses the snow' }));
    const { data: composed } = await front.call('compose_storyboard', { style: 'ink', shots });
    const { data } = await front.call('submit_task', composed.submit);
    await front.clock.advance(1_200_000);
    const seen = await see(data.task_id, 'last');
    const { path } = seen.data.clips.find(({ clip }: { clip: number }) => clip === 2);
    expect(seen.data.frames).toMatchObject({ media_type: 'image/png', path: path.replace('.mp4', '.last.png') });
    const { stdout, code } = await shell(front.app, ['frame', data.task_id, '--quiet']);
    expect({ code, path: stdout.trim() }).toEqual({ code: 0, path: seen.data.frames.path });
  });

  it('asks which video of a batch is meant', async () => {
    await finish(moving);
    const tasks = ['A hare', 'A boat'].map((prompt) => ({ ...video, parameters: { ...video.parameters, prompt } }));
    const { data } = await front.call('submit_task', { tasks });
    await front.clock.advance(1_200_000);
    const seen = await see(data.task_id, 'last');
    expect(seen.data.frames).toBeUndefined();
    expect(seen.data.warnings).toEqual([expect.stringMatching(/give the task_id/)]);
  });

  it('hands ffmpeg no key', async () => {
    const spy = join(temporaryFolder(), 'ffmpeg');
    execFileSync('sh', [
      '-c',
      `printf '%s\n' '#!/bin/sh' 'env > ${spy}.env' "exec ffmpeg \\"\\$@\\"" > ${spy}; chmod 755 ${spy}`,
    ]);
    const { data } = await see(await finish(moving, { env: { ...withFfmpeg, SEEDANCE_FFMPEG: spy } }), 'sheet');
    expect(data.frames).toBeDefined();
    expect(readFileSync(`${spy}.env`, 'utf8')).not.toMatch(/KEY|sk-test|px-test/);
  });
});

describe('without ffmpeg', () => {
  const clip = join(temporaryFolder(), 'clip.mp4');

  it.skipIf(!hasFfmpeg)('says so in one sentence, and everything else works', async () => {
    const taskId = await finish(makeClip(clip), { env: keys });
    const { data } = await see(taskId, 'sheet');
    expect(data).toMatchObject({ status: 'completed', files: [{ path: expect.any(String) }] });
    expect(data.frames).toBeUndefined();
    const words = data.warnings.filter((warning: string) => warning.includes('ffmpeg'));
    expect(words).toEqual([expect.stringMatching(/^No ffmpeg was found[^.]*SEEDANCE_FFMPEG[^.]*\.$/)]);
    const { code, stderr } = await shell(front.app, ['frame', taskId]);
    expect(code).toBe(1);
    expect(stderr).toContain('SEEDANCE_FFMPEG');
  });

  it('takes a last frame that the service gives', async () => {
    const frame = makePng(640, 360);
    front = await openFront({
      tamper: ({ path }, pass) => {
        if (path.endsWith('/last.png')) return Promise.resolve(new Response(frame));
        if (!path.endsWith('/query')) return undefined;
        return pass().then(async (response) => {
          const text = await new Response(response.body as ReadableStream).text();
          const url = '"last_frame_url":"https://cdn.example.com/last.png",';
          return new Response(text.replace(/"output":\{/, `"output":{${url}`), { status: 200 });
        });
      },
    });
    const { data: submitted } = await front.call('submit_task', video);
    await front.clock.advance(1_200_000);
    const { data } = await see(submitted.task_id, 'last');
    expect(data.last_frame_url).toBe('https://cdn.example.com/last.png');
    expect(data.frames).toMatchObject({ media_type: 'image/png', width: 640, height: 360 });
    expect(readFileSync(data.frames.path)).toEqual(frame);
  });

  it('says why there is nothing to look at', async () => {
    front = await openFront();
    const made = await front.call('submit_task', {
      model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
      parameters: { prompt: 'A fox', image_size: 'square_hd' },
    });
    const running = await see(made.data.task_id, 'sheet');
    expect(running.data.warnings).toEqual([]);
    await front.clock.advance(600_000);
    expect((await see(made.data.task_id, 'sheet')).data.warnings).toEqual([expect.stringMatching(/made pictures/)]);
    const { data } = await front.call('submit_task', video);
    await front.clock.advance(1_200_000);
    const unsaved = await see(data.task_id, 'sheet', { save: false });
    expect(unsaved.data.warnings).toEqual([expect.stringMatching(/without save: false/)]);
    const list = await front.call('get_task', { frames: 'sheet' });
    expect(list.data.warnings).toContainEqual(expect.stringMatching(/no frames: give the task_id/));
    const picture = { model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image', parameters: { prompt: 'A heron' } };
    const batch = await front.call('submit_task', { tasks: [picture] });
    await front.clock.advance(600_000);
    for (const kind of ['sheet', 'last'])
      expect((await see(batch.data.task_id, kind)).data.warnings).toEqual([expect.stringMatching(/made pictures/)]);
  });
});
