import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../folder.ts';
import { program, startProgram, type Talk, textOf, told } from '../stdio.ts';

/** What may stand where a file or a folder should be. A process that hangs here cannot even be ended by a signal. */
const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;

let talk: Talk;
afterEach(() => talk?.process.kill('SIGKILL'));

const video = { model_id: 'st-ai/super-seed2', parameters: { prompt: '[rehearse: quick] A fox', duration: 4 } };
const submit = () => talk.request('tools/call', { name: 'submit_task', arguments: video });
const query = (task_id: string, more = {}) =>
  talk.request('tools/call', { name: 'get_task', arguments: { task_id, wait_seconds: 20, ...more } });
const start = (env: Record<string, string>) => startProgram({ SEEDANCE_REHEARSAL: '1', ...env });
const fifo = (path: string): string => {
  mkdirSync(join(path, '..'), { recursive: true });
  execFileSync('mkfifo', [path]);
  return path;
};

describe.runIf(isLinux)('a folder that can never be made', () => {
  it.each(['/proc/nope', '/proc/self/nope/deeper', '/dev/null/below'])('%s, as the home', async (home) => {
    talk = await start({ SEEDANCE_HOME: home });
    const text = textOf(await submit());
    expect(text).toMatch(new RegExp(`^internal: The record in ${home}/ledger could not be kept: `));
    expect(text).toMatch(/\nNext: Without a record nothing is sent\. (Point SEEDANCE_HOME|Run: mv )/);
    talk.process.kill('SIGTERM');
    expect(await talk.exited).toEqual({ code: 0, signal: null });
  });

  it('as the home: a storyboard is composed, and its draft handed over whole', async () => {
    talk = await start({ SEEDANCE_HOME: '/proc/nope' });
    const storyboard = { shots: [{ seconds: 5, visual: 'a red fox crosses the snow' }] };
    const composed = await talk.request('tools/call', { name: 'compose_storyboard', arguments: storyboard });
    const { submit: draft, problems } = told(composed);
    expect(draft.parameters.prompt).toContain('red fox');
    expect(problems).toContainEqual(expect.objectContaining({ rule: 'draft-not-kept' }));
  });

  it('as the output folder: the video is told, and why it was not saved', async () => {
    talk = await start({ SEEDANCE_OUTPUT_DIR: '/proc/nope/out' });
    const { task_id } = told(await submit());
    const { status, output_urls, error } = told(await query(task_id));
    expect({ status, urls: output_urls.length }).toEqual({ status: 'completed', urls: 1 });
    expect(error.message).toContain('the folder /proc/nope/out does not exist and cannot be made');
  });
});

describe.runIf(isLinux)('a pipe or a device in the place of a file', () => {
  it('as the key files counts as no key', async () => {
    const home = temporaryFolder();
    fifo(join(home, 'data/keys/xskill'));
    mkdirSync(join(home, '.pixazo'));
    symlinkSync('/dev/zero', join(home, '.pixazo/api-key'));
    talk = await startProgram({ HOME: home, SEEDANCE_HOME: join(home, 'data') });
    expect(textOf(await submit())).toMatch(/^unauthorized: /);
    const pixazo = { model_id: 'seedance-2-0/text-to-video', parameters: { prompt: 'A fox' } };
    const answer = await talk.request('tools/call', { name: 'submit_task', arguments: pixazo });
    expect(textOf(answer)).toMatch(/^unauthorized: /);
  });

  it('as the month of the record is told with the command that moves it', async () => {
    const home = join(temporaryFolder(), "it's here");
    const month = fifo(join(home, 'ledger', `${new Date().toISOString().slice(0, 7)}.jsonl`));
    talk = await start({ SEEDANCE_HOME: home });
    const text = textOf(await submit());
    expect(text).toContain(`something else stands where a file should be: ${month}`);
    const [, command = ''] = /Run: (.+)$/.exec(text) ?? [];
    execFileSync('sh', ['-c', command]);
    expect(told(await submit()).status).toBe('pending');
  });

  it('as sidecar, gallery and picture hold nothing up', async () => {
    const home = temporaryFolder();
    const out = join(home, 'out');
    talk = await start({ SEEDANCE_OUTPUT_DIR: out, SEEDANCE_MEDIA_ROOTS: out });
    const { task_id } = told(await submit());
    fifo(join(out, 'index.html'));
    fifo(join(out, `${task_id.slice(-8)}.json`));
    symlinkSync('/dev/zero', join(out, `${task_id.slice(-8)}-2.json`));
    fifo(join(out, 'pipe.png'));
    const { files } = told(await query(task_id));
    expect(files).toHaveLength(1);
    expect(statSync(join(out, 'seedance-gallery.html')).isFile()).toBe(true);
    for (const image_path of [join(out, 'pipe.png'), '/dev/zero', '/proc/kmsg']) {
      const answer = await talk.request('tools/call', { name: 'upload_image', arguments: { image_path } });
      expect(textOf(answer)).toMatch(/^file_refused: /);
    }
  });

  it('as a saved video counts as gone', async () => {
    talk = await start({});
    const { task_id } = told(await submit());
    const [{ path }] = told(await query(task_id)).files;
    rmSync(path);
    fifo(path);
    for (const part of ['0', 'poster']) {
      const { error } = await talk.request('resources/read', { uri: `seedance://files/${task_id}/1/${part}` });
      expect(error?.message).toContain(path);
    }
    talk.process.kill('SIGTERM');
    expect(await talk.exited).toEqual({ code: 0, signal: null });
  });

  it('without an end, named in a shell, is cut off', () => {
    const args = [program, 'submit', '--model', 'st-ai/super-seed2', '--params', '@/dev/zero'];
    const env = { PATH: process.env.PATH, SEEDANCE_REHEARSAL: '1', SEEDANCE_HOME: temporaryFolder() };
    const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', timeout: 15_000 });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('has more than 64 MB') });
  });
});

describe.runIf(isLinux)('a record that cannot be read', () => {
  const list = (home: string, as?: number) => {
    const env = { PATH: process.env.PATH, SEEDANCE_REHEARSAL: '1', SEEDANCE_HOME: home };
    return spawnSync(process.execPath, [program, 'list'], { env, encoding: 'utf8', uid: as, gid: as });
  };
  const nobody = 65_534;

  it.each([
    ['a link in a circle', (path: string) => symlinkSync(path, path)],
    ['a link that leads nowhere', (path: string) => symlinkSync('/proc/nope', path)],
  ])('because of %s is told with the command that mends it', (_, make) => {
    const home = temporaryFolder();
    make(join(home, 'data'));
    const submitting = spawnSync(
      process.execPath,
      [program, 'submit', '--model', video.model_id, '--params', JSON.stringify(video.parameters)],
      {
        env: { PATH: process.env.PATH, SEEDANCE_REHEARSAL: '1', SEEDANCE_HOME: join(home, 'data') },
        encoding: 'utf8',
      },
    );
    expect(submitting.stderr).toMatch(/could not be (read|kept): .+ is a link that leads nowhere, or in a circle\./);
    const [, command = ''] = /Run: (.+)\n/.exec(submitting.stderr) ?? [];
    execFileSync('sh', ['-c', command]);
    expect(list(join(home, 'data')).status).toBe(0);
  });

  it.runIf(isRoot)('because sudo left it is told so', () => {
    const home = join(temporaryFolder(), 'data');
    chmodSync(join(home, '..'), 0o755);
    expect(list(home).status).toBe(0);
    mkdirSync(join(home, 'ledger'), { recursive: true, mode: 0o700 });
    chownSync(home, nobody, nobody);
    const { stderr } = list(home, nobody);
    expect(stderr).toContain(`${join(home, 'ledger')} belongs to root, as a run with sudo leaves it`);
    expect(stderr).toContain(`Run: sudo chown -R "$(id -un)" '${home}'`);
    expect(stderr).not.toMatch(/bug|report/);
  });

  it.runIf(isRoot)('because its own mode bars it is told so, and the command mends it', () => {
    const home = join(temporaryFolder(), 'data');
    chmodSync(join(home, '..'), 0o755);
    const ledger = join(home, 'ledger');
    mkdirSync(ledger, { recursive: true });
    writeFileSync(join(ledger, '2026-11.jsonl'), '\n');
    for (const path of [home, ledger, join(ledger, '2026-11.jsonl')]) chownSync(path, nobody, nobody);
    chmodSync(join(ledger, '2026-11.jsonl'), 0);
    const { stderr } = list(home, nobody);
    const [, command = ''] = /Run: (.+)\n/.exec(stderr) ?? [];
    expect(command).toBe(`chmod -R u+rwX '${home}'`);
    spawnSync('sh', ['-c', command], { uid: nobody, gid: nobody });
    expect(list(home, nobody).status).toBe(0);
  });

  it('is asked for again once it is back, without a restart', async () => {
    const home = join(temporaryFolder(), 'data');
    talk = await start({ SEEDANCE_HOME: home });
    const { task_id } = told(await submit());
    renameSync(home, `${home}-away`);
    writeFileSync(home, '');
    expect(textOf(await submit())).toMatch(/^internal: .+Run: mv /s);
    renameSync(home, `${home}-file`);
    renameSync(`${home}-away`, home);
    expect(told(await submit())).toMatchObject({ task_id, duplicate: true });
  });
});
