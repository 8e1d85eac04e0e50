import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FilmSidecar } from '../../src/media/film-sidecar.ts';
import { readSidecars, Sidecar, writeSidecar } from '../../src/media/sidecar.ts';
import { temporaryFolder } from '../folder.ts';

const directory = temporaryFolder();
afterAll(() => rmSync(directory, { recursive: true }));

const sidecar: FilmSidecar = {
  made_by: 'seedance-mcp',
  kind: 'film',
  task_id: 'production:1f3a9c',
  title: 'The last boat',
  storyboard: { shots: [{ visual: 'a boat' }] },
  seconds: 10.04,
  film: { name: 'film.mp4', bytes: 12, sha256: 'ab' },
  clips: [
    {
      clip: 1,
      shots: '1-2',
      start: 0,
      end: 5.04,
      frames: 121,
      takes: [{ task_id: 'xskill:1', used: true, status: 'completed', price: { amount: 5, unit: 'points' } }],
    },
  ],
  soundtrack: { mixed: false, name: 'film-soundtrack.mp3' },
  exports: ['film.otio', 'film.fcpxml'],
  price: { amounts: [{ amount: 5, unit: 'points' }] },
  submitted_at: '2026-11-21T12:00:00.000Z',
  saved_at: '2026-11-21T12:09:00.000Z',
  warnings: [],
};

it('keeps one sidecar a film, renewed when the film is joined again, and never over another one', async () => {
  mkdirSync(directory, { recursive: true });
  const path = await writeSidecar(directory, 'film', sidecar);
  expect(path).toBe(join(directory, 'film.json'));
  expect(await writeSidecar(directory, 'film', { ...sidecar, seconds: 12 })).toBe(path);
  expect(FilmSidecar.parse(JSON.parse(readFileSync(path, 'utf8')))).toEqual({ ...sidecar, seconds: 12 });
  const other = { ...sidecar, task_id: 'production:other' };
  expect(await writeSidecar(directory, 'film', other)).toBe(join(directory, 'film-2.json'));
  writeFileSync(join(directory, 'mine.json'), '{}');
  expect(await writeSidecar(directory, 'mine', sidecar)).toBe(join(directory, 'mine-2.json'));
  expect(readdirSync(directory)).toHaveLength(4);
  const names = readdirSync(directory);
  expect(await readSidecars(directory, Sidecar, names)).toEqual([]); // those are of single tasks
  expect(await readSidecars(directory, FilmSidecar, names)).toHaveLength(3);
});

it.each(['../film.mp4', 'a/b.mp4', '..\\film.mp4'])('names files of its own folder only, not %s', (name) => {
  expect(FilmSidecar.safeParse({ ...sidecar, film: { ...sidecar.film, name } }).success).toBe(false);
});
