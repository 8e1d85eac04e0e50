import * as z from 'zod';
import type { App } from '../app.ts';
import { toAppError } from '../core/errors.ts';
import type { TakeRow } from '../jobs/productions/rows.ts';
import { Check } from '../media/frames/checks.ts';
import type { ContactSheet } from '../media/frames/sheet-file.ts';
import { lastFrameStep, type TaskOutput } from './task-output.ts';

export const FramesKind = z.enum(['sheet', 'last']);
export type FramesKind = z.output<typeof FramesKind>;

/** What `frames` adds to an answer: a picture beside the video, and what looks broken in the video. */
export const FramesOutput = z.object({
  frames: z.object({
    path: z.string(),
    media_type: z.string(),
    width: z.number(),
    height: z.number(),
    /** When the frames of a sheet are shown, in seconds; of a film, for each clip. */
    times: z.array(z.array(z.number())).optional(),
  }),
  checks: z.array(Check.extend({ clip: z.int().optional() })),
});
export type FramesOutput = Partial<z.output<typeof FramesOutput>> & { warnings: string[] };

/** A finished answer with the frames of its video. What stands in the way of them is a warning: the video is there. */
export async function addFrames(
  output: TaskOutput,
  kind: FramesKind,
  app: App,
  signal?: AbortSignal,
): Promise<TaskOutput & FramesOutput> {
  if (output.status !== 'completed') return output;
  const [video] = output.files.filter(({ media_type }) => media_type.startsWith('video/'));
  if (!video) return { ...output, warnings: [...output.warnings, whyNoFrames(output)] };
  const { warnings, ...frames } =
    kind === 'sheet'
      ? await renderSheet([video.path], app, signal)
      : await renderLastFrame({ path: video.path, lastFrameUrl: output.last_frame_url }, app, signal);
  const isLast = kind === 'last' && frames.frames !== undefined;
  const next_step = isLast ? output.next_step.replace(lastFrameStep, firstFrameStep) : output.next_step;
  return { ...output, ...frames, next_step, warnings: [...output.warnings, ...warnings] };
}

const firstFrameStep = '; or give the path in frames as first_frame of the next shot';

type ProductionAnswer = Pick<TaskOutput, 'warnings' | 'saving' | 'error'> & { status: string };

/** The same of a production: a row for each clip that has a take, or the last frame of the last one. */
export async function addFilmFrames<Answer extends ProductionAnswer>(
  output: Answer,
  { rows, kind, isBatch }: { rows: readonly TakeRow[]; kind: FramesKind; isBatch: boolean },
  app: App,
  signal?: AbortSignal,
): Promise<Answer & FramesOutput> {
  if (output.status !== 'completed') return output;
  const used = rows.filter((row) => row.used).sort((a, b) => a.clip - b.clip);
  const files = used.flatMap(({ task }) => task?.files[0] ?? []);
  const videos = files.filter(({ media_type }) => media_type.startsWith('video/')).map(({ path }) => path);
  const [last] = videos.slice(-1);
  if (last === undefined) return { ...output, warnings: [...output.warnings, whyNoFrames({ ...output, files })] };
  if (kind === 'last' && isBatch && videos.length > 1)
    return { ...output, warnings: [...output.warnings, framesNeedTask] };
  const lastFrameUrl = used.find(({ task }) => task?.files[0]?.path === last)?.task?.remote?.lastFrameUrl;
  const { warnings, ...frames } =
    kind === 'sheet'
      ? await renderSheet(videos, app, signal)
      : await renderLastFrame({ path: last, lastFrameUrl }, app, signal);
  return { ...output, ...frames, warnings: [...output.warnings, ...warnings] };
}

export const framesNeedTask = 'There are no frames: give the task_id of the task whose video you want to see.';

/** The sheet of a video, or of a film's clips in their order. */
async function renderSheet(
  videos: readonly string[],
  { frames }: Pick<App, 'frames'>,
  signal?: AbortSignal,
): Promise<FramesOutput> {
  return orWarning(async () => {
    const sheet = await frames.makeSheet(videos, signal);
    const { describeChecks } = await import('../media/frames/describe-checks.ts');
    const { path, mediaType, layout, clips } = sheet;
    const isFilm = clips.length > 1;
    return {
      frames: {
        path,
        media_type: mediaType,
        width: layout.width,
        height: layout.height,
        times: clips.map(({ times }) => times),
      },
      checks: checksOf(sheet),
      warnings: clips.flatMap(({ checks }, n) =>
        describeChecks(checks).map((sentence) => (isFilm ? `Clip ${n + 1}: ${sentence}` : sentence)),
      ),
    };
  }, signal);
}

async function renderLastFrame(
  video: { path: string; lastFrameUrl?: string },
  { frames }: Pick<App, 'frames'>,
  signal?: AbortSignal,
): Promise<FramesOutput> {
  return orWarning(async () => {
    const { path, mediaType, width, height } = await frames.saveLastFrame(video, signal);
    return { frames: { path, media_type: mediaType, width, height }, warnings: [] };
  }, signal);
}

function checksOf({ clips }: ContactSheet): FramesOutput['checks'] {
  return clips.flatMap(({ checks }, n) =>
    checks.map((check) => (clips.length > 1 ? { clip: n + 1, ...check } : check)),
  );
}

async function orWarning(make: () => Promise<FramesOutput>, signal?: AbortSignal): Promise<FramesOutput> {
  try {
    return await make();
  } catch (thrown) {
    signal?.throwIfAborted();
    const { message, nextStep } = toAppError(thrown);
    return { warnings: [`${message} ${nextStep}`.trim()] };
  }
}

function whyNoFrames({ saving, files, error }: Pick<TaskOutput, 'saving' | 'error'> & { files: unknown[] }): string {
  if (error?.code === 'not_saved') return 'There are no frames, because the video is not saved: error says why.';
  if (saving) return 'There are no frames yet, because the video is still being saved: call get_task again.';
  return files.length > 0
    ? 'There are no frames: this task made pictures, and frames are taken from videos.'
    : 'There are no frames, because the video is not saved: call get_task again without save: false.';
}
