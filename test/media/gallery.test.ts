import { mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { FilmSidecar } from '../../src/media/film-sidecar.ts';
import { addNote, longestNote } from '../../src/media/frames/jpeg-note.ts';
import { layOut } from '../../src/media/frames/layout.ts';
import { writeGallery } from '../../src/media/gallery.ts';
import { type Sidecar, writeSidecar } from '../../src/media/sidecar.ts';
import { temporaryFolder } from '../folder.ts';

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true }));
let directory: string;
let nth = 0;
beforeEach(() => {
  directory = join(scratch, `${++nth}`);
  mkdirSync(directory);
});

async function keep(name: string, prompt: string, more: Partial<Sidecar> = {}): Promise<void> {
  const sidecar: Sidecar = {
    made_by: 'seedance-mcp',
    task_id: `xskill:${name}`,
    model_id: 'm',
    kind: 'video',
    prompt,
    parameters: {},
    references: [],
    submitted_at: '2026-11-21T12:00:00.000Z',
    saved_at: '2026-11-21T12:05:00.000Z',
    files: [
      { name: `${name}.mp4`, output: 1, url: 'https://example.com/v', bytes: 1, sha256: '', media_type: 'video/mp4' },
    ],
    mismatches: [],
    ...more,
  };
  writeFileSync(join(directory, `${name}.mp4`), 'v');
  await writeSidecar(directory, name, sidecar);
}

describe('writeGallery', () => {
  it('shows what the sidecars tell, and follows the folder', async () => {
    await keep('one', 'first film');
    await keep('two', 'second film');
    writeFileSync(join(directory, 'package.json'), '{"name":"somebody-else"}');
    writeFileSync(join(directory, 'broken.json'), '{');
    expect(await writeGallery(directory)).toBe(join(directory, 'index.html'));
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    expect(page.match(/<article/g)).toHaveLength(2);
    unlinkSync(join(directory, 'one.mp4'));
    await writeGallery(directory);
    expect(readFileSync(join(directory, 'index.html'), 'utf8')).not.toContain('first film');
    expect(readdirSync(directory).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it("leaves somebody's own index.html alone", async () => {
    await keep('one', 'first film');
    writeFileSync(join(directory, 'index.html'), '<h1>My site</h1>');
    expect(await writeGallery(directory)).toBe(join(directory, 'seedance-gallery.html'));
    expect(await writeGallery(directory)).toBe(join(directory, 'seedance-gallery.html'));
    expect(readFileSync(join(directory, 'index.html'), 'utf8')).toBe('<h1>My site</h1>');
  });

  it('groups the takes of a request, titles them by what is seen, and marks the one in use', async () => {
    await keep('one', 'Live-action film. A red fox runs. Sound: wind');
    await keep('two', 'Live-action film. A red fox runs. Sound: wind');
    await keep('three', 'A boat', { request: 'another' });
    await writeGallery(directory, { used: new Map([['xskill:two', 1]]) });
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    expect(page.match(/<article/g)).toHaveLength(2);
    expect(page).toContain('<h3>A red fox runs</h3>');
    expect(page).toMatch(/data-task="xskill:two"[^>]*data-status="good used"/);
    expect(page).toMatch(/data-task="xskill:one"[^>]*data-status="good"/);
  });

  it('tells what the longest note of a contact sheet found', async () => {
    await keep('one', 'first film');
    const check = { check: 'black', start: 0, end: 1 };
    const clip = { bytes: 1, modifiedMs: 1, seconds: 5, times: [], checks: [check] };
    const layout = layOut({ groups: 12, cellsPerGroup: 1, aspect: 1 });
    const note = { layout, clips: [clip], spare: '' };
    note.spare = 'x'.repeat(longestNote - 'seedance-mcp '.length - JSON.stringify(note).length);
    const jfif = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
    const jpeg = Buffer.concat([jfif, Buffer.from([0xff, 0xda]), Buffer.alloc(200_000)]);
    writeFileSync(join(directory, 'one.sheet.jpg'), addNote(jpeg, note));
    await writeGallery(directory);
    expect(readFileSync(join(directory, 'index.html'), 'utf8')).toContain('<li>black: the whole clip</li>');
  });

  it('puts films first, with the clips they are made of', async () => {
    await keep('one', 'first film');
    const film: FilmSidecar = {
      made_by: 'seedance-mcp',
      kind: 'film',
      task_id: 'production:1',
      title: 'The last boat',
      storyboard: {},
      seconds: 5,
      clips: [
        { clip: 1, start: 0, end: 5, frames: 120, takes: [{ task_id: 'xskill:one', used: true, status: 'completed' }] },
      ],
      apart: { playlist: 'film.m3u8', reason: 'The sizes differ.', missing: 'ffmpeg' },
      exports: [],
      price: { amounts: [{ amount: 5, unit: 'points' }] },
      submitted_at: '2026-11-21T12:00:00.000Z',
      saved_at: '2026-11-21T12:00:00.000Z',
      warnings: [],
    };
    await writeSidecar(directory, 'film', film);
    await writeGallery(directory);
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    expect(page).toContain('The last boat');
    expect(page).toContain('Not joined: The sizes differ.');
    expect(page).toMatch(/<a href="#clip-1">/);
  });

  it('never stands in the way', async () => {
    expect(await writeGallery(join(directory, 'missing'))).toBeUndefined();
  });

  it('takes no path out of a sidecar', async () => {
    await keep('one', 'first film');
    const path = join(directory, 'one.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"one.mp4"', '"../one.mp4"'));
    await writeGallery(directory);
    expect(readFileSync(join(directory, 'index.html'), 'utf8')).not.toContain('<article');
  });
});
