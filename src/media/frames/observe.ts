import { createPictureSplitter, type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import { type Clip, inputArgs } from './clip.ts';
import { createEvenSample } from './even-sample.ts';
import type { Frame, Observation } from './observation.ts';
import { createPassLog } from './pass-log.ts';
import { measurePicture, type PictureFacts } from './picture-facts.ts';

type Size = { width: number; height: number };

/** A raw RGB picture and when it is shown, in seconds. */
export type Still = { time: number; rgb: Buffer };

type Options = {
  ffmpeg: Ffmpeg;
  /** What the stills are scaled to. */
  size: Size;
  /** How many stills, spread over the clip. */
  count: number;
  signal?: AbortSignal;
};

/** Differences are multiplied by this before they are averaged over a cell, so that small ones survive. */
const motionGain = 16;

/** Pixels. The side of a cell of the motion grid: an encoder's noise evens out in it, a blink does not. */
const cellSide = 4;

/** Sound that stays below this is silence: three steps of 16 bits. The room tone of a quiet clip is far above. */
const silenceDb = -80;

/** Decodes a clip once and returns what the checks and the contact sheet need. */
export async function observeClip(clip: Clip, options: Options): Promise<{ seen: Observation; stills: Still[] }> {
  const { width, height } = options.size;
  const log = createPassLog(motionGain);
  const facts: PictureFacts[] = [];
  const sample = createEvenSample<Buffer>(options.count);
  await runFfmpeg(options.ffmpeg, {
    args: [...inputArgs(clip), ...filterArgs(clip, options)],
    signal: options.signal,
    onLine: log.readLine,
    onOutput: createPictureSplitter(width * height * 3, (picture) => {
      facts.push(measurePicture(picture, width, height));
      sample.add(Buffer.from(picture));
    }),
  });
  const frames = facts.map((fact, index): Frame => {
    const time = log.times[index] ?? 0;
    return { ...fact, time, motion: log.motionAt(time) };
  });
  const seen: Observation = {
    frames,
    silences: clip.has_audio ? log.silencesWithin(clip.duration_seconds) : undefined,
    declaredSeconds: Math.max(log.declaredSeconds(), clip.duration_seconds),
    declaredPictureSeconds: clip.picture_seconds,
  };
  const stills = sample.take().map(({ index, value }) => ({ time: frames[index]?.time ?? 0, rgb: value }));
  return { seen, stills };
}

/** One graph: small pictures go to standard output; their times, the motion and the silences to the log. */
function filterArgs(clip: Clip, { size: { width, height }, ffmpeg }: Options): string[] {
  const cells = [clip.width, clip.height].map((length) => Math.ceil(length / cellSide));
  const statistics = ['YMAX', 'YAVG', 'YHIGH'].map((name) => `metadata=print:key=lavfi.signalstats.${name}`);
  const graph = [
    '[0:V:0]split[shown][moved]',
    `[shown]scale=${width}:${height}:flags=area,format=rgb24,showinfo[pictures]`,
    [
      '[moved]format=yuv420p|yuv422p|yuv444p,tblend=all_mode=difference',
      `lutyuv=y='min(val*${motionGain},255)',scale=${cells.join(':')}:flags=area,signalstats`,
      ...statistics,
      'nullsink',
    ].join(','),
  ];
  const pictures = ['-map', '[pictures]', ...ffmpeg.passthrough, '-f', 'rawvideo', 'pipe:1'];
  if (!clip.has_audio) return ['-filter_complex', graph.join(';'), ...pictures];
  // A sound track that begins late or ends early is silent there.
  const padded = `aresample=async=1:first_pts=0,apad,atrim=duration=${clip.duration_seconds}`;
  graph.push(`[0:a:0]${padded},silencedetect=noise=${silenceDb}dB:duration=0.5[sound]`);
  return ['-filter_complex', graph.join(';'), ...pictures, '-map', '[sound]', '-f', 'null', '-'];
}
