import { readFile } from 'node:fs/promises';
import type { Ffmpeg } from '../ffmpeg.ts';
import { createCanvas, cut, type Picture, paint, shrink, write } from './canvas.ts';
import { findChecks } from './checks.ts';
import { type Clip, noFrames, readClip } from './clip.ts';
import { longestNote } from './jpeg-note.ts';
import { cellCorner, cellSize, layOut } from './layout.ts';
import { observeClip } from './observe.ts';
import { decodeJpeg, encodeJpeg } from './picture-codec.ts';
import { type ContactSheet, findSheet, largestBytes, type Note, saveSheet, sheetPath } from './sheet-file.ts';

type Work = { ffmpeg: Ffmpeg; signal?: AbortSignal };

type Cell = { picture: Picture; caption: string };

const framesPerClip = 12;

/** Frames in a row of a film of at most so many clips. */
const filmRows = [
  { clips: 6, frames: 6 },
  { clips: 12, frames: 4 },
  { clips: Number.POSITIVE_INFINITY, frames: 3 },
];

/** One picture of a clip's frames with their times, and what looks broken in the clip. It is kept beside the clip. */
export async function makeContactSheet({ file, ...work }: Work & { file: string }): Promise<ContactSheet> {
  return sheetOf(await readClip(file), work);
}

async function sheetOf(clip: Clip, work: Work): Promise<ContactSheet> {
  const path = sheetPath(clip.path);
  return (await findSheet(path, [clip])) ?? (await drawClip(clip, path, work));
}

/** One picture of a film, a row of frames for each clip, kept at `out`. It is made from the sheets of the clips. */
export async function makeFilmSheet({
  files,
  out,
  ...work
}: Work & { files: string[]; out: string }): Promise<ContactSheet> {
  const clips: Clip[] = [];
  for (const file of files) clips.push(await readClip(file));
  const known = await findSheet(out, clips);
  if (known) return known;
  const sheets: ContactSheet[] = [];
  for (const clip of clips) sheets.push(await sheetOf(clip, work));
  return drawFilm(sheets, out, work);
}

async function drawClip(clip: Clip, path: string, work: Work): Promise<ContactSheet> {
  const aspect = clip.width / clip.height;
  const size = cellSize(aspect);
  const { seen, stills } = await observeClip(clip, { ...work, size, count: framesPerClip });
  if (stills.length === 0) throw noFrames(clip.path, 'ffmpeg cannot decode it');
  const note = {
    bytes: clip.bytes,
    modifiedMs: clip.modifiedMs,
    seconds: clip.duration_seconds,
    times: stills.map(({ time }) => Math.round(time * 1000) / 1000),
    checks: findChecks(seen),
  };
  const cells = stills.map(({ rgb, time }) => [{ picture: { ...size, rgb }, caption: timeText(time) }]);
  const layout = layOut({ groups: cells.length, cellsPerGroup: 1, aspect });
  return drawSheet(cells, { layout, clips: [note] }, path, work);
}

async function drawFilm(sheets: ContactSheet[], path: string, work: Work): Promise<ContactSheet> {
  const cellsPerGroup = filmRows.find(({ clips }) => sheets.length <= clips)?.frames ?? 1;
  const { width, height } = sheets[0]?.layout.cell ?? cellSize(1);
  const layout = layOut({ groups: sheets.length, cellsPerGroup, aspect: width / height });
  const rows: Cell[][] = [];
  const clips: Note['clips'] = [];
  for (const sheet of sheets) {
    const [clip] = sheet.clips;
    if (!clip) continue;
    const chosen = spread(clip.times.length, cellsPerGroup);
    const page = await decodeJpeg(work.ffmpeg, await readFile(sheet.path), sheet.layout, work.signal);
    rows.push(
      chosen.map((n, place) => ({
        picture: cut(page, cellCorner(sheet.layout, n, 0), sheet.layout.cell),
        // The first frame needs no time: it has the clip's number.
        caption: place === 0 ? `#${rows.length + 1}` : timeText(clip.times[n] ?? 0),
      })),
    );
    clips.push({ ...clip, times: chosen.map((n) => clip.times[n] ?? 0) });
  }
  return drawSheet(rows, { layout, clips }, path, work);
}

async function drawSheet(groups: Cell[][], note: Note, path: string, { ffmpeg, signal }: Work): Promise<ContactSheet> {
  const { layout } = note;
  const canvas = createCanvas(layout);
  const dot = layout.caption > 12 ? 2 : 1;
  groups.forEach((cells, group) => {
    cells.forEach(({ picture, caption }, place) => {
      const corner = cellCorner(layout, group, place);
      paint(canvas, corner, shrink(picture, layout.cell));
      write(canvas, { x: corner.x + dot, y: corner.y + layout.cell.height + 1 + dot }, caption, dot);
    });
  });
  return saveSheet(path, await encodeJpeg(ffmpeg, canvas, largestBytes - longestNote, signal), note);
}

/** So many places of a row, spread evenly, the first and the last among them. */
function spread(length: number, count: number): number[] {
  const places = Math.min(length, count);
  return Array.from({ length: places }, (_, n) => Math.round((n * (length - 1)) / Math.max(1, places - 1)));
}

function timeText(seconds: number): string {
  return `${seconds.toFixed(1)}s`;
}
