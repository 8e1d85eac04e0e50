import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePicture } from '../../src/simulation/picture.ts';
import { shell } from '../cli/shell.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { hasFfmpeg } from '../media/clips.ts';
import { makeHeic, makeJpeg, makeMotionPhoto, withPlace } from '../media/pictures.ts';

/** Pictures as phones make them and names as disks keep them, through upload_image and submit_task. */
let home: string;
let project: string;
let front: Front;
beforeEach(async () => {
  home = temporaryFolder();
  project = join(home, 'project');
  mkdirSync(project);
  front = await openFront({ home, env: { ...keys, CLAUDE_PROJECT_DIR: project } });
});
afterEach(() => front.close());

const keep = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(project, name), bytes);
  return join(project, name);
};
const upload = (image_path: string) => front.call('upload_image', { image_path });
const submit = (image: string, more = {}) =>
  front.call('submit_task', {
    model_id: 'st-ai/super-seed2',
    parameters: { prompt: '@image_file_1 runs', image_files: [image], duration: 5 },
    ...more,
  });

describe.skipIf(!hasFfmpeg && !process.env.CI)('a JPEG', () => {
  it('with a film behind it is taken, and the film is told', async () => {
    const path = keep('PXL.MP.jpg', makeMotionPhoto());
    const { data } = await upload(path);
    expect(data).toMatchObject({ media_type: 'image/jpeg', width: 640, height: 360 });
    expect(data.warnings).toEqual([expect.stringContaining('Motion Photo')]);
    expect((await submit(path, { dry_run: true })).data.warnings.join()).toContain('Motion Photo');
  });

  it('without its end mark is taken while all of it is there, and refused when a part is missing', async () => {
    const whole = makeJpeg();
    expect((await upload(keep('whole.jpg', whole.subarray(0, -2)))).data).toMatchObject({ width: 640, warnings: [] });
    for (const share of [0.2, 0.5, 0.95]) {
      const { text } = await upload(keep('cut.jpg', whole.subarray(0, Math.floor(whole.length * share))));
      expect(text).toMatch(/^file_refused: .*cut off/);
    }
  });

  it.each(['II', 'MM'] as const)('that tells its place (%s) says so before it leaves', async (order) => {
    const path = keep('garden.jpg', withPlace(makeJpeg(), order));
    expect((await submit(path, { dry_run: true })).data.warnings.join()).toMatch(/garden\.jpg.*GPS/);
    expect((await upload(path)).data.warnings).toEqual([expect.stringContaining('GPS')]);
    expect((await upload(path)).data).toMatchObject({ reused: true, warnings: [expect.stringContaining('GPS')] });
    const nowhere = keep('nowhere.jpg', withPlace(makeJpeg(), order, 0));
    expect((await upload(nowhere)).data.warnings).toEqual([]);
  });
});

describe('a HEIC picture', () => {
  it('goes to a model that takes it', async () => {
    const path = keep('IMG_0001.HEIC', makeHeic());
    expect((await submit(path)).data.status).toBe('pending');
    const { data } = await upload(path);
    expect(data).toMatchObject({ media_type: 'image/heic', width: 640, height: 360, reused: true });
    expect(data.warnings).toEqual([expect.stringMatching(/Seedance video models.*Seedream convert/)]);
  });

  it('is refused for one that does not, which says who does', async () => {
    const path = keep('IMG_0001.HEIC', makeHeic());
    const edit = {
      model_id: 'fal-ai/bytedance/seedream/v4.5/edit',
      parameters: { prompt: 'Snow', image_urls: [path] },
    };
    const { text } = await front.call('submit_task', edit);
    expect(text).toMatch(
      /^file_refused: .*is heic, which is not taken.*\nNext: Convert it to png, jpeg.*the Seedance models take HEIC/s,
    );
    expect(front.sent).toEqual([]);
  });
});

describe('a name is found as the disk spells it', () => {
  const screenshot = 'Screenshot 2026-11-25 at 9.41.00\u202fAM.png';
  const decomposed = 'Cafe\u0301 Zürich.png';
  beforeEach(async () => {
    const picture = await makePicture({ width: 640, height: 360 }, 'fox');
    for (const name of ['fox.png', 'my fox (1).png', screenshot, decomposed, 'Mei’s cat.png']) keep(name, picture);
    mkdirSync(join(project, 'Rea\u0301l folder'));
    writeFileSync(join(project, 'Rea\u0301l folder', screenshot), picture);
  });

  const spellings: [string, () => string][] = [
    ['blanks around', () => `  ${join(project, 'fox.png')}\n`],
    ['double quotes', () => `"${join(project, 'fox.png')}"`],
    ['single quotes', () => `'${join(project, 'fox.png')}'`],
    ['~', () => '~/project/fox.png'],
    ['~ in quotes', () => '"~/project/fox.png"'],
    ['the escapes of a shell', () => join(project, 'my\\ fox\\ \\(1\\).png')],
    ['a plain blank for U+202F', () => join(project, screenshot.replace('\u202f', ' '))],
    ['the composed form', () => join(project, decomposed.normalize('NFC'))],
    ['a plain apostrophe', () => "Mei's cat.png"],
    ['a relative name', () => decomposed.normalize('NFC')],
    ['a zero-width sign that came with a copy', () => join(project, 'my fox\u200b (1).png')],
    ['the escapes of an address', () => join(project, 'my%20fox%20(1).png')],
    ['a folder in another form', () => `Re\u00e1l folder/${screenshot.replace('\u202f', ' ')}`],
  ];
  it.each(spellings)('%s', async (_, path) => {
    expect((await upload(path())).data).toMatchObject({ width: 640 });
    expect((await submit(path(), { dry_run: true })).data.status).toBe('dry_run');
    const { code } = await shell(front.app, [
      'upload',
      '--image-path',
      path().startsWith('/') || /^\s*["'~/]/.test(path()) ? path() : join(project, path()),
    ]);
    expect(code).toBe(0);
  });

  it.each([
    ['fxo.png', 'fox.png'],
    ['fox.pgn', 'fox.png'],
    ['FOX.PNG', 'fox.png'],
    ['fox.jpg', 'fox.png'],
  ])('a mere typo, %s, names the nearest file', async (name, nearest) => {
    for (const path of [name, join(project, name)]) {
      const { text } = await upload(path);
      expect(text).toMatch(/^file_refused: There is no file .+\nNext: Give the right name/);
      expect(text).toContain(`"${nearest}"`);
    }
  });

  it('a typo in a folder on the way names that folder', async () => {
    mkdirSync(join(project, 'harbour shots'));
    writeFileSync(join(project, 'harbour shots', 'heron.png'), await makePicture({ width: 640, height: 360 }, 'heron'));
    expect((await upload('harbor shots/heron.png')).text).toMatch(
      /^file_refused: .*nearest name there is "harbour shots"/,
    );
    expect((await upload('@./harbour shots/heron.png')).data).toMatchObject({ width: 640 });
  });

  it.each(['vscode-remote://ssh-remote+studio/srv/heron.png', 'attachment://heron.png'])(
    'an address of another machine is told as one: %s',
    async (path) => {
      expect((await upload(path)).text).toMatch(/^file_refused: .* is not a path of this machine/);
    },
  );

  it('but never a file outside the folders, by whatever way', async () => {
    mkdirSync(join(home, 'private'));
    writeFileSync(join(home, 'private', 'passport.png'), await makePicture({ width: 640, height: 360 }, 'me'));
    symlinkSync(join(home, 'private'), join(project, 'link'));
    for (const path of [
      '../private/pasport.png',
      join(home, 'private/pasport.png'),
      'link/pasport.png',
      '%2e%2e/private/passport.png',
      '@../private/passport.png',
      '../privat/passport.png',
      'link/passport.png',
    ]) {
      const { text } = await upload(path);
      expect(text).toMatch(/^file_refused: .*below an allowed folder/);
      expect(text.replaceAll(path, '')).not.toContain('passport');
    }
  });
});
