import { stat } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { toAppError } from '../core/errors.ts';
import type { FilmOutline } from '../core/film-plan.ts';
import { makeFolder } from '../core/make-folder.ts';
import type { SavedFile } from '../core/saved-file.ts';
import type { Send } from '../net/http.ts';
import type { Film } from '../prompt/export/film/film.ts';
import { download } from './download.ts';
import type { FilmSidecar } from './film-sidecar.ts';
import { checkSoundtrack, soundtrackName } from './join/beside.ts';
import { type JoinOptions, type JoinResult, joinClips } from './join/index.ts';
import { fileStem } from './name.ts';
import { removeAbandoned, withTemporary } from './partial-file.ts';
import { hashFile, renameOrKeep } from './rename-exclusive.ts';
import { writeSidecar } from './sidecar.ts';
import { formatOf } from './signature.ts';
import { saveText } from './text.ts';

/** The used take of a clip. */
export type UsedTake = { file: SavedFile; taskId: string; prompt: string };

export type FilmOrder = {
  directory: string;
  taskId: string;
  submittedAt: number;
  outline: FilmOutline;
  /** In the order of the film. */
  takes: readonly UsedTake[];
  /** What only the record knows, for the sidecar. */
  record: Pick<FilmSidecar, 'price' | 'rehearsal'> & { takesOf(clip: number): FilmSidecar['clips'][number]['takes'] };
  signal?: AbortSignal;
};

export type WrittenFile = { path: string; media_type: string; bytes: number };
/** The film first, or its playlist; then what stands beside it. */
export type WrittenFilm = { files: WrittenFile[]; seconds: number; warnings: string[]; incomplete?: boolean };

type Export = { extension: string; mediaType: string; render(film: Film): string };
/** What an editor opens; empty text is not written. */
export type LoadExports = () => Promise<readonly Export[]>;
type Parts = { send: Send; clock: Clock; findFfmpeg(): Promise<JoinOptions['ffmpeg']>; loadExports: LoadExports };

/** Joins the used takes of a film, and writes beside it what an editor opens and how it was made. All times there are measured. */
export async function writeFilm(parts: Parts, order: FilmOrder): Promise<WrittenFilm> {
  const { directory, outline, takes, taskId, submittedAt, signal } = order;
  await makeFolder(directory);
  await removeAbandoned(directory);
  const stem = fileStem({ at: submittedAt, title: outline.title, taskId });
  const { soundtrack, warning } = await openSoundtrack(parts, order, stem);
  const joined = await joinClips({
    clips: takes.map(({ file }, n) => ({ path: file.path, title: `Clip ${n + 1}` })),
    out: join(directory, `${stem}.mp4`),
    soundtrack,
    ffmpeg: await parts.findFfmpeg(),
    signal,
  });
  const warnings = [...(warning ? [warning] : []), ...describeJoin(joined)];
  return writeBeside(parts, order, { joined, soundtrack, warnings });
}

type Joined = { joined: JoinResult; soundtrack?: JoinOptions['soundtrack']; warnings: string[] };

async function writeBeside(
  { clock, loadExports }: Parts,
  order: FilmOrder,
  { joined, soundtrack, warnings }: Joined,
): Promise<WrittenFilm> {
  const { directory, outline } = order;
  const main = joined.kind === 'joined' ? joined.path : joined.playlist;
  const stem = parse(main).name;
  const film = describeFilm(order, joined, soundtrack);
  const mainFile = await describeFile(main, joined.kind === 'joined' ? 'video/mp4' : 'audio/x-mpegurl');
  const files = [mainFile];
  for (const { extension, mediaType, render } of await loadExports()) {
    const text = render(film);
    if (text !== '') files.push({ ...(await saveText({ directory, stem, extension, text })), media_type: mediaType });
  }
  const exports = files.slice(1).map(({ path }) => basename(path));
  const beside = joined.soundtrack?.isMixed === false ? basename(joined.soundtrack.path) : undefined;
  const sidecar: FilmSidecar = {
    made_by: 'seedance-mcp',
    kind: 'film',
    task_id: order.taskId,
    title: outline.title,
    storyboard: outline,
    seconds: joined.seconds,
    ...(joined.kind === 'joined' && {
      film: { name: basename(main), bytes: mainFile.bytes, sha256: await hashFile(main) },
    }),
    ...(joined.kind === 'apart' && {
      apart: { playlist: basename(main), reason: joined.reason, missing: joined.missing },
    }),
    clips: outline.clips.map(({ clip, shots, scene }, n) => ({
      ...{ clip, shots, scene, start: 0, end: 0, frames: 0, ...joined.clips[n] },
      ...(joined.kind === 'joined' && joined.converted.includes(n + 1) && { converted: true }),
      takes: order.record
        .takesOf(clip)
        .map((take) => ({ ...take, file: take.used ? describeTake(order, n) : undefined })),
    })),
    soundtrack: joined.soundtrack && { mixed: joined.soundtrack.isMixed, name: beside },
    exports,
    price: order.record.price,
    rehearsal: order.record.rehearsal,
    submitted_at: new Date(order.submittedAt).toISOString(),
    saved_at: new Date(clock.now()).toISOString(),
    warnings,
  };
  files.push(await describeFile(await writeSidecar(directory, stem, sidecar), 'application/json'));
  const isMixed = !outline.soundtrack || joined.soundtrack?.isMixed === true;
  const incomplete = joined.kind === 'apart' || !isMixed;
  return { files, seconds: joined.seconds, warnings, ...(incomplete && { incomplete }) };
}

/** Only names of its own folder stand in a sidecar. */
function describeTake(
  { directory, takes }: FilmOrder,
  n: number,
): FilmSidecar['clips'][number]['takes'][number]['file'] {
  const file = takes[n]?.file;
  if (!file || dirname(file.path) !== directory) return undefined;
  return { name: basename(file.path), bytes: file.bytes, sha256: file.sha256 };
}

/** The film as an editor needs it: what is spoken moves with the measured start of its clip. */
function describeFilm({ outline, takes }: FilmOrder, joined: JoinResult, soundtrack: Joined['soundtrack']): Film {
  const [first] = takes;
  const frames = joined.clips.reduce((sum, clip) => sum + clip.frames, 0);
  let planned = 0;
  const moved = outline.clips.map(({ clip, seconds }, n) => {
    const by = (joined.clips[n]?.start ?? planned) - planned;
    planned += seconds;
    return [clip, by] as const;
  });
  const delays = new Map(moved);
  return {
    title: outline.title,
    fps: frames / joined.seconds,
    width: first?.file.width ?? 0,
    height: first?.file.height ?? 0,
    clips: takes.map(({ file, taskId, prompt }, n) => ({
      ...{ path: file.path, width: file.width, height: file.height, taskId, prompt },
      seconds: (joined.clips[n]?.end ?? 0) - (joined.clips[n]?.start ?? 0),
      hasSound: file.has_audio ?? false,
      shots: outline.clips[n]?.timeline ?? [],
    })),
    lines: outline.lines.map(({ clip, start, end, speaker, text, off_screen }) => {
      const by = delays.get(clip) ?? 0;
      return { start: start + by, end: end + by, speaker, text, isOffScreen: off_screen };
    }),
    soundtrack: soundtrack && {
      ...soundtrack,
      path: joined.soundtrack?.isMixed === false ? joined.soundtrack.path : soundtrack.path,
    },
  };
}

function describeJoin(joined: JoinResult): string[] {
  if (joined.kind === 'apart') return [`The clips stay apart. ${joined.reason} ${joined.missing}`];
  const { soundtrack, converted } = joined;
  const beside = soundtrack?.isMixed === false ? [`The soundtrack stands beside the film: ${soundtrack.missing}`] : [];
  const changed = converted.length > 0 ? [`Clip ${converted.join(', ')} was re-encoded to fit the others.`] : [];
  return [...beside, ...changed];
}

const largestSoundBytes = 200 * 1024 * 1024;

/** A film without its soundtrack is worth more than none. One of the web stays beside the film, where an editor finds it. */
async function openSoundtrack({ send, clock }: Parts, { directory, outline, signal }: FilmOrder, stem: string) {
  if (!outline.soundtrack) return {};
  const { path: local, url = '', start_seconds: startSeconds, level } = outline.soundtrack;
  const fetchBeside = async (temporary: string): Promise<string> => {
    await download({ url, path: temporary, send, clock, largestBytes: largestSoundBytes, signal });
    const extension = `.${formatOf(await checkSoundtrack(temporary))}`;
    return renameOrKeep(temporary, soundtrackName(directory, stem, extension));
  };
  try {
    if (local !== undefined) await checkSoundtrack(local);
    const path = local ?? (await withTemporary(directory, 'soundtrack', fetchBeside));
    return { soundtrack: { path, startSeconds, level } };
  } catch (thrown) {
    signal?.throwIfAborted();
    return { warning: `The film has no soundtrack: ${toAppError(thrown).message} Lay it under the film in an editor.` };
  }
}

async function describeFile(path: string, mediaType: string): Promise<WrittenFile> {
  return { path, media_type: mediaType, bytes: (await stat(path)).size };
}
