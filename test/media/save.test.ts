import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Expected } from '../../src/backends/backend.ts';
import { type SaveOptions, saveOutputs } from '../../src/media/save.ts';
import { temporaryFolder } from '../folder.ts';
import { hasFfmpeg, makeClip, makePng } from './clips.ts';
import { createDownloadClock, serveFile, startServer } from './server.ts';

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true }));
let directory: string;
let nth = 0;
beforeEach(() => {
  directory = join(scratch, `output-${++nth}`);
});

const picture = makePng(640, 360);
const asked: Expected = { prompt: 'A red fox runs through snow', references: [] };
const record = {
  model_id: 'test/model',
  parameters: { prompt: asked.prompt },
  submitted_at: '2026-11-21T12:00:00.000Z',
};
const task = { kind: 'image' as const, taskId: 'xskill:abcd-1234-5678', asked, record };
const stem = '2026-11-21-a-red-fox-runs-through-snow-12345678';

type Server = Awaited<ReturnType<typeof startServer>>;

function save(server: Server, options: Partial<SaveOptions> = {}) {
  return saveOutputs({
    ...task,
    urls: [`${server.origin}/a.png`],
    directory,
    send: server.send,
    clock: createDownloadClock(),
    ...options,
  });
}

function servePicture(_: unknown, response: ServerResponse) {
  response.end(picture);
}

describe('saveOutputs', () => {
  it('saves, measures, and leaves a sidecar that tells how the file was made', async () => {
    await using server = await startServer(servePicture);
    const saved = await save(server);
    const sha256 = createHash('sha256').update(picture).digest('hex');
    const path = join(directory, `${stem}.png`);
    const facts = { bytes: picture.byteLength, sha256, media_type: 'image/png', width: 640, height: 360 };
    expect(saved).toEqual({
      files: [{ path, url: `${server.origin}/a.png`, ...facts }],
      mismatches: [],
      warnings: [],
      unsaved: [],
      urls: [`${server.origin}/a.png`],
    });
    expect(readdirSync(directory).sort()).toEqual([`${stem}.json`, `${stem}.png`]);
    expect(JSON.parse(readFileSync(join(directory, `${stem}.json`), 'utf8'))).toMatchObject({
      task_id: task.taskId,
      model_id: 'test/model',
      prompt: asked.prompt,
      files: [{ name: `${stem}.png`, ...facts }],
      saved_at: '2026-11-21T12:00:00.000Z',
    });
  });

  it('does not fetch a file again that is there and whole', async () => {
    await using server = await startServer(servePicture);
    const first = await save(server);
    const again = await save(server, { urls: [`${server.origin}/another-link.png`] });
    expect(again.files).toEqual(first.files);
    expect(server.requests).toHaveLength(1);
  });

  it('fetches a file again that was changed, without touching the changed one', async () => {
    await using server = await startServer(servePicture);
    const { files } = await save(server);
    writeFileSync(files[0]!.path, 'edited by its owner');
    const again = await save(server);
    expect(again.files[0]?.path).toBe(join(directory, `${stem}-2.png`));
    expect(readFileSync(files[0]!.path, 'utf8')).toBe('edited by its owner');
    expect(readdirSync(directory).filter((name) => name.endsWith('.json'))).toHaveLength(2);
    expect((await save(server)).files).toEqual(again.files);
  });

  it('saves several results, and only the missing ones the next time', async () => {
    await using server = await startServer((request, response) =>
      request.url === '/b.png' && server.requests.length < 4
        ? response.writeHead(404).end()
        : response.end(makePng(400 + request.url!.length, 300)),
    );
    const urls = ['/a.png', '/b.png', '/cc.png'].map((name) => server.origin + name);
    const first = await save(server, { urls });
    expect(first.files.map(({ path }) => path)).toEqual([1, 3].map((n) => join(directory, `${stem}-${n}.png`)));
    expect(first.unsaved).toMatchObject([{ url: urls[1], reason: expect.stringContaining('HTTP 404') }]);
    const second = await save(server, { urls });
    expect(second.files.map(({ url }) => url)).toEqual(urls);
    expect(server.requests.slice(3).map(({ url }) => url)).toEqual(['/b.png']);
  });

  it('asks the service once for a living link when one is dead', async () => {
    await using server = await startServer((request, response) =>
      request.url === '/new.png' ? response.end(picture) : response.writeHead(403).end(),
    );
    let refreshed = 0;
    const refreshUrls = async () => [`${server.origin}/${refreshed++ === 0 ? 'new' : 'never'}.png`];
    const saved = await save(server, { refreshUrls });
    expect(saved).toMatchObject({
      warnings: [],
      urls: [`${server.origin}/new.png`],
      files: [{ url: `${server.origin}/new.png` }],
    });
    const dead = await save(server, { directory: join(scratch, 'elsewhere'), refreshUrls });
    expect(dead).toMatchObject({ files: [], unsaved: [{ reason: expect.stringContaining('dead'), isDead: true }] });
    expect(refreshed).toBe(2);
  });

  it.each([
    ['a page', '<!doctype html><p>Please sign in', 'a web page'],
    ['nothing', '', 'an empty file'],
    ['a cut picture', picture.subarray(0, 60), 'cut off'],
    ['sound', 'ID3\x04 sound', 'an audio file'],
  ])('tells when the link gives %s, and leaves nothing', async (_, content, words) => {
    await using server = await startServer((_, response) =>
      response.writeHead(200, { 'content-type': 'image/png' }).end(content),
    );
    const saved = await save(server);
    expect(saved).toMatchObject({
      files: [],
      unsaved: [{ reason: expect.stringContaining(words) }],
      urls: [`${server.origin}/a.png`],
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('tells when an image came instead of a video', async () => {
    await using server = await startServer(servePicture);
    expect((await save(server, { kind: 'video' })).unsaved[0]?.reason).toContain('an image (png), not a video');
  });

  it.each(['data:image/png;base64,AAAA', 'file:///etc/passwd', 'ftp://example.com/a.png', ''])(
    'refuses the link %j politely',
    async (url) => {
      await using server = await startServer(servePicture);
      expect(await save(server, { urls: [url] })).toMatchObject({
        files: [],
        unsaved: [{ reason: expect.stringContaining('http(s) link') }],
      });
    },
  );

  it('never writes over another file, whatever its name', async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, `${stem}.png`), 'mine');
    writeFileSync(join(directory, `${stem}.json`), 'mine too');
    await using server = await startServer(servePicture);
    const saved = await save(server);
    expect(saved.files[0]?.path).toBe(join(directory, `${stem}-2.png`));
    expect(readFileSync(join(directory, `${stem}.png`), 'utf8')).toBe('mine');
    expect(readFileSync(join(directory, `${stem}.json`), 'utf8')).toBe('mine too');
    expect((await save(server)).files).toEqual(saved.files);
  });

  it('clears away what a killed process left a day ago on this disk, and nothing else, whatever clock it goes by', async () => {
    mkdirSync(directory);
    const day = 24 * 60 * 60;
    const leave = (name: string, ageSeconds: number) => {
      writeFileSync(join(directory, name), 'half');
      const at = Date.now() / 1000 - ageSeconds;
      utimesSync(join(directory, name), at, at);
      return name;
    };
    const id = '00000000-0000-4000-8000-000000000000';
    leave(`.old.${id}.part`, day + 60);
    const kept = [leave(`.fresh.${id}.part`, 60), leave('mine.part', 9 * day)];
    await using server = await startServer(servePicture);
    const clock = createDownloadClock();
    const daysAhead = { ...clock, now: () => Date.now() + 3 * day * 1000 };
    await save(server, { clock: daysAhead });
    expect(
      readdirSync(directory)
        .filter((name) => name.endsWith('.part'))
        .sort(),
    ).toEqual(kept.sort());
  });

  it('reports how far it is', async () => {
    const told: unknown[] = [];
    await using server = await startServer((request, response) => serveFile(request, response, picture));
    await save(server, { onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ file: 1, files: 1, bytes: picture.byteLength, totalBytes: picture.byteLength });
  });

  it('lets a cancellation through', async () => {
    const caller = new AbortController();
    await using server = await startServer(() => caller.abort());
    await expect(save(server, { signal: caller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says so when the folder cannot be made', async () => {
    await using server = await startServer(servePicture);
    writeFileSync(join(scratch, 'a-file'), '');
    const saved = await save(server, { directory: join(scratch, 'a-file', 'below') });
    expect(saved.unsaved).toMatchObject([{ reason: expect.stringContaining('is not a folder'), isDead: false }]);
    expect(server.requests).toHaveLength(0);
  });

  it.skipIf(!hasFfmpeg && !process.env.CI)('holds a video against the request', async () => {
    const clip = readFileSync(
      makeClip(join(scratch, 'clip.mp4'), {
        size: '848x480',
        seconds: 1,
        rate: 4,
        output: ['-c:v', 'libx264', '-preset', 'ultrafast'],
      }),
    );
    await using server = await startServer((_, response) => response.end(clip));
    const wish = { durationSeconds: 5, ratio: '9:16', resolution: '720p', audio: true };
    const saved = await save(server, { kind: 'video', asked: { ...asked, ...wish } });
    expect(saved.mismatches).toEqual([
      { field: 'duration', asked: '5 s', got: '1 s' },
      { field: 'ratio', asked: '9:16', got: '848×480' },
      { field: 'resolution', asked: '720p', got: '848×480' },
      { field: 'audio', asked: 'an audio track', got: 'none' },
    ]);
    expect(saved.files[0]).toMatchObject({ media_type: 'video/mp4', duration_seconds: 1, has_audio: false });
  });
});

describe('saveOutputs in several processes', () => {
  const child = join(scratch, 'save-child.cjs');
  beforeAll(async () => {
    await build({
      entryPoints: ['test/media/save-child.ts'],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: child,
      logLevel: 'error',
    });
    chmodSync(scratch, 0o755);
  });

  async function saveElsewhere(
    server: Server,
    { before = '', uid, ...options }: Partial<SaveOptions> & { before?: string; uid?: number } = {},
  ) {
    const { origin } = server;
    const argument = JSON.stringify({ ...task, origin, urls: [`${origin}/a.png`], directory, ...options });
    const command = `${before} exec "$0" "$1" "$2"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', command, process.execPath, child, argument], { uid });
    return JSON.parse(stdout) as Awaited<ReturnType<typeof saveOutputs>>;
  }

  it('two saving the same task at once end with one file and one sidecar', async () => {
    const waiting: ServerResponse[] = [];
    await using server = await startServer((_, response) => {
      waiting.push(response);
      if (waiting.length === 2) for (const each of waiting) each.end(picture);
    });
    const [one, two] = await Promise.all([saveElsewhere(server), saveElsewhere(server)]);
    expect([one, two].flatMap(({ warnings, unsaved }) => [warnings, unsaved].flat())).toEqual([]);
    expect(one.files).toEqual(two.files);
    expect(readdirSync(directory).sort()).toEqual([`${stem}.json`, `${stem}.png`]);
  });

  it('two whose different files have the same name both keep theirs', async () => {
    const waiting: ServerResponse[] = [];
    await using server = await startServer((_, response) => {
      waiting.push(response);
      if (waiting.length === 2) waiting.forEach((each, n) => void each.end(makePng(640, 360 + n)));
    });
    const other = { taskId: 'pixazo:abcd-1234-5678' };
    const [one, two] = await Promise.all([saveElsewhere(server), saveElsewhere(server, other)]);
    expect([one.files[0]?.path, two.files[0]?.path].sort()).toEqual(
      [`${stem}-2.png`, `${stem}.png`].map((name) => join(directory, name)).sort(),
    );
    expect(readdirSync(directory)).toHaveLength(4);
    for (const { path, sha256 } of [...one.files, ...two.files]) {
      expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
    }
  });

  it('keeps the link and no half file when the disk takes no more', async () => {
    await using server = await startServer((_, response) =>
      response.end(Buffer.concat([picture, Buffer.alloc(3_000_000)])),
    );
    const saved = await saveElsewhere(server, { before: 'ulimit -f 64;' });
    expect(saved).toMatchObject({
      files: [],
      unsaved: [{ reason: expect.stringMatching(/takes no file of this size/), isDead: false }],
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says so when the folder may only be read', async () => {
    mkdirSync(directory);
    chmodSync(directory, 0o555);
    await using server = await startServer(servePicture);
    const nobody = process.getuid?.() === 0 ? 65534 : undefined; // root may write everywhere
    const saved = await saveElsewhere(server, { uid: nobody });
    expect(saved.unsaved).toMatchObject([
      { reason: expect.stringContaining(`no permission to write in ${directory}`) },
    ]);
    expect(existsSync(join(directory, `${stem}.png`))).toBe(false);
  });
});
