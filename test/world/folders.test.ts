import { getEventListeners } from 'node:events';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ending } from '../../src/core/ending.ts';
import { makePicture } from '../../src/simulation/picture.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';

let home: string;
let project: string;
let front: Front;
beforeEach(() => {
  home = temporaryFolder();
  project = join(home, 'project');
  for (const folder of ['project', 'out', 'private']) {
    mkdirSync(join(home, folder));
    writeFileSync(join(home, folder, 'fox.png'), makePicture({ width: 640, height: 360 }, folder));
  }
});
afterEach(() => front?.close());

const upload = async (image_path: string) => (await front.call('upload_image', { image_path })).text;

describe('a picture of this machine, in a host without roots', () => {
  it('comes from the folder the server was started in, and from our own folder', async () => {
    front = await openFront({ home, startFolder: project });
    for (const path of [join(project, 'fox.png'), 'fox.png', join(home, 'out/fox.png')])
      expect(await upload(path), path).toMatch(/"reused":/);
    expect(await upload(join(home, 'private/fox.png'))).toMatch(/^file_refused: /);
  });

  it.each([
    ['the home folder', () => home],
    ['what holds the home folder', () => join(home, '..')],
    ['the root', () => '/'],
  ])('does not come from %s', async (_, startFolder) => {
    front = await openFront({ home, startFolder: startFolder() });
    expect(await upload(join(project, 'fox.png'))).toMatch(/^file_refused: /);
  });

  it('stays here where the client names its folders', async () => {
    front = await openFront({ home, startFolder: join(home, 'private'), roots: [pathToFileURL(project).href] });
    expect(await upload(join(project, 'fox.png'))).toMatch(/"reused":/);
    for (const folder of ['private', 'out'])
      expect(await upload(join(home, folder, 'fox.png'))).toMatch(/^file_refused: /);
  });

  it('does not wait for a client that keeps its folders to itself', async () => {
    front = await openFront({ home, startFolder: project, roots: [] });
    front.client.setRequestHandler(ListRootsRequestSchema, () => new Promise(() => undefined));
    const askedAt = Date.now();
    expect(await upload(join(project, 'fox.png'))).toMatch(/"reused":/);
    expect(Date.now() - askedAt).toBeLessThan(4_000);
  });

  it('is looked for in the client’s folders as often as it likes, and nothing stays behind', async () => {
    const { signal: draining } = new AbortController();
    const { signal } = new AbortController();
    const ending: Ending = { draining, stopping: signal, cutOff: signal, hold: (work) => work };
    front = await openFront({ home, roots: [pathToFileURL(project).href], ending });
    for (let n = 0; n < 15; n++) expect(await upload(join(project, 'fox.png'))).toMatch(/"reused":/);
    expect(getEventListeners(draining, 'abort')).toEqual([]);
  });

  it('is refused with what this user can do', async () => {
    front = await openFront({ home: temporaryFolder() });
    const text = await upload('/etc/fox.png');
    expect(text).toMatch(
      / No folder is allowed: this client names none\.\nNext: Give its URL, or its bytes to upload_image as image_data\. /,
    );
    expect(text).toMatch(/ask the user to set SEEDANCE_MEDIA_ROOTS in the env of this server and restart it\.$/);
  });

  it('that is base64 and no path is understood, or told apart from a path', async () => {
    front = await openFront({ home });
    const base64 = Buffer.from(makePicture({ width: 640, height: 360 }, 'fox')).toString('base64');
    const whole = `data:image/png;base64,${base64}`;
    for (const source of [{ image_url: whole }, { image_path: whole }, { image_data: base64 }])
      expect((await front.call('upload_image', source)).data).toMatchObject({ width: 640, height: 360 });
    expect(await upload(base64)).toMatch(
      /^file_refused: "iVBORw0KGgo.{1,90}" looks like base64.*\nNext: .* as image_data/,
    );
    const parameters = { prompt: '@image_file_1 runs', image_files: [base64] };
    const { text } = await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters });
    expect(text).toMatch(/looks like base64.*upload_image as image_data/);
  });
});

describe('save_dir over MCP', () => {
  const open = async (more: Parameters<typeof openFront>[0] = {}) => {
    front = await openFront({ home, ...more });
    const parameters = { prompt: 'A fox', image_size: 'square_hd' };
    const model_id = 'fal-ai/bytedance/seedream/v4.5/text-to-image';
    const { task_id } = (await front.call('submit_task', { model_id, parameters })).data;
    await front.clock.advance(300_000);
    return (save_dir: string) => front.call('get_task', { task_id, save_dir });
  };

  it('lies below our own folder, the client’s roots, the project, or what the user allows', async () => {
    const save = await open({
      roots: [pathToFileURL(project).href],
      env: { ...keys, SEEDANCE_OUTPUT_ROOTS: join(home, 'films'), CLAUDE_PROJECT_DIR: join(home, 'claude') },
    });
    for (const folder of ['out', 'out/new/deep', 'project/shots', 'films', 'films/mars', 'claude/a']) {
      const { data } = await save(join(home, folder));
      expect(data.files[0].path).toContain(join(home, folder));
    }
  });

  it.each([
    ['another folder of the user', () => join(home, 'private')],
    ['a system folder', () => '/etc/cron.d'],
    ['the way up', () => join(project, '..', 'private')],
    ['a folder behind a link', () => join(project, 'link', 'new')],
    ['a neighbour whose name begins the same', () => `${project}-other`],
    ['the folder of the start, which no client named', () => join(home, 'start')],
  ])('is refused in %s', async (_, path) => {
    symlinkSync(join(home, 'private'), join(project, 'link'));
    const save = await open({ roots: [pathToFileURL(project).href], startFolder: join(home, 'start') });
    const { isError, text } = await save(path());
    expect(isError).toBe(true);
    expect(text).toMatch(/^invalid_input: save_dir ".+" is outside the folders that agents may save to\.\nNext: /);
    expect(text).toContain('SEEDANCE_OUTPUT_ROOTS');
    expect(readdirSync(join(home, 'private'))).toEqual(['fox.png']);
    expect(existsSync(`${project}-other`)).toBe(false);
  });
});
