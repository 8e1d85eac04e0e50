import { rm } from 'node:fs/promises';
import { basename, parse, resolve } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { makeFolder } from '../../core/make-folder.ts';
import { describeDiskError } from '../disk.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { temporaryPath } from '../partial-file.ts';
import { renameOrKeep } from '../rename-exclusive.ts';
import { saveText } from '../text.ts';
import { type Assembly, assemble, ClipsDiffer, inAnEditor } from './assemble.ts';
import { checkSoundtrack, placeBeside, renderPlaylist } from './beside.ts';
import type { Soundtrack } from './convert.ts';
import { findFlaw, finishIndex } from './finish.ts';
import { type MeasuredClip, measureClip, type Picture } from './measure.ts';
import { remux } from './remux.ts';
import { layEndToEnd, type Span } from './timeline.ts';

export type JoinOptions = {
  /** In the order of the film. A title is shown in the playlist. */
  clips: readonly { path: string; title?: string }[];
  /** Where the film goes: a path that ends in `.mp4`. Another file of that name is kept, and the film gets `-2`. */
  out: string;
  soundtrack?: Soundtrack;
  /** What to run where packets cannot be copied; without it such clips stay apart. */
  ffmpeg?: Ffmpeg;
  signal?: AbortSignal;
};

/** A clip in the film, on measured times. */
export type JoinedClip = Span & { frames: number };

/** A soundtrack is in the film, or beside it with what was missing. */
export type JoinedSoundtrack = { isMixed: true } | { isMixed: false; path: string; missing: string };

/** The film's times, as measured. */
type FilmTimes = { seconds: number; clips: JoinedClip[]; soundtrack?: JoinedSoundtrack };

export type JoinResult = FilmTimes &
  (
    | {
        kind: 'joined';
        path: string;
        /** The clips, from 1, whose picture was re-encoded; all others keep every bit. */
        converted: number[];
      }
    | { kind: 'apart'; playlist: string; reason: string; missing: string }
  );

/**
 * Joins clips into one file, without re-encoding wherever the clips allow it. A film that is not whole never gets its name: what was
 * written is read again and measured first. Clips that do not fit together, and that no ffmpeg can fit, stay apart with a playlist.
 */
export async function joinClips(options: JoinOptions): Promise<JoinResult> {
  const { dir: directory, name: stem } = parse(resolve(options.out));
  const temporaries: string[] = [];
  const place: Place = {
    directory,
    stem,
    temporary: () => {
      const path = temporaryPath(directory, stem);
      temporaries.push(path);
      return path;
    },
  };
  try {
    const clips = await measureClips(options.clips);
    if (options.soundtrack) await checkSoundtrack(options.soundtrack.path);
    await makeFolder(directory);
    return await joinMeasured(clips, options, place);
  } catch (thrown) {
    options.signal?.throwIfAborted();
    const disk = describeDiskError(thrown, directory);
    if (!disk) throw thrown;
    throw new AppError('file_refused', `The film was not written: ${disk}.`, {
      nextStep: 'Make room, or choose another folder, then join again. The clips are unchanged.',
      cause: thrown,
    });
  } finally {
    for (const path of temporaries) await rm(path, { force: true });
  }
}

type Place = { directory: string; stem: string; temporary: () => string };

async function joinMeasured(clips: MeasuredClip[], options: JoinOptions, place: Place): Promise<JoinResult> {
  try {
    return await writeFilm(await assemble({ ...options, clips, temporary: place.temporary }), options, place);
  } catch (thrown) {
    if (!(thrown instanceof ClipsDiffer)) throw thrown;
    return leaveApart(thrown, clips, options, place);
  }
}

async function writeFilm(
  { reel, converted, missingSoundtrack }: Assembly,
  { soundtrack, signal }: JoinOptions,
  { directory, stem, temporary }: Place,
): Promise<JoinResult> {
  const written = temporary();
  const counts = await remux(written, reel, signal).catch((thrown) => {
    signal?.throwIfAborted();
    if (describeDiskError(thrown, directory)) throw thrown;
    throw new ClipsDiffer(`The clips cannot be copied into one file: ${messageOf(thrown)}`, inAnEditor);
  });
  await finishIndex(written, reel);
  const flaw = await findFlaw(written, reel, counts);
  if (flaw) throw new ClipsDiffer(`The joined file is not whole: ${flaw}.`, inAnEditor);
  const path = await renameOrKeep(written, { directory, stem, extension: '.mp4' });
  return {
    kind: 'joined',
    path,
    converted: converted.map((n) => n + 1),
    ...timesOf(reel.pictures.map(({ picture }) => picture)),
    soundtrack:
      soundtrack && missingSoundtrack
        ? { isMixed: false, path: await placeBeside(soundtrack.path, directory, stem), missing: missingSoundtrack }
        : soundtrack && { isMixed: true },
  };
}

async function leaveApart(
  { message: reason, missing }: ClipsDiffer,
  clips: MeasuredClip[],
  { clips: named, soundtrack }: JoinOptions,
  { directory, stem }: Place,
): Promise<JoinResult> {
  const entries = clips.map(({ picture: { path, seconds } }, n) => ({
    path,
    seconds,
    title: named[n]?.title ?? `Clip ${n + 1}`,
  }));
  const text = renderPlaylist(directory, entries);
  const { path: playlist } = await saveText({ directory, stem, extension: '.m3u8', text });
  return {
    kind: 'apart',
    playlist,
    reason,
    missing,
    ...timesOf(clips.map(({ picture }) => picture)),
    soundtrack: soundtrack && {
      isMixed: false,
      path: await placeBeside(soundtrack.path, directory, stem),
      missing,
    },
  };
}

function timesOf(pictures: readonly Picture[]): FilmTimes {
  const spans = layEndToEnd(pictures.map(({ seconds }) => seconds));
  const clips = pictures.flatMap(({ packets }, n) => (spans[n] ? [{ ...spans[n], frames: packets }] : []));
  return { seconds: spans.at(-1)?.end ?? 0, clips };
}

async function measureClips(clips: JoinOptions['clips']): Promise<MeasuredClip[]> {
  if (clips.length === 0) throw new AppError('invalid_input', 'There is no clip to join.');
  const measured: MeasuredClip[] = [];
  for (const [n, { path }] of clips.entries()) {
    try {
      measured.push(await measureClip(path));
    } catch (thrown) {
      const reason = thrown instanceof AppError ? thrown.message : `it cannot be read (${messageOf(thrown)}).`;
      throw new AppError('file_refused', `Clip ${n + 1} (${basename(path)}) cannot be joined: ${reason}`, {
        nextStep: 'Delete that file and call get_task with this task_id again: it saves the clip again and joins it.',
        cause: thrown,
      });
    }
  }
  return measured;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
