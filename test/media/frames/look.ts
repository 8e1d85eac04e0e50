import { expect } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { createFfmpegFinder, type Ffmpeg } from '../../../src/media/ffmpeg.ts';
import { type Check, findChecks } from '../../../src/media/frames/checks.ts';
import { readClip } from '../../../src/media/frames/clip.ts';
import { observeClip } from '../../../src/media/frames/observe.ts';
import { temporaryFolder } from '../../folder.ts';
import { type Format, makeBases, makeClip, type Recipe } from './zoo.ts';

const find = createFfmpegFinder({ env: process.env, clock: systemClock });

/** The ffmpeg of this machine, found as the program finds it. */
export async function findFfmpeg(): Promise<Ffmpeg> {
  const found = await find();
  if (!found) throw new Error('ffmpeg is on PATH and was not found');
  return found;
}

/** What is found in a file. */
export async function checksIn(path: string): Promise<Check[]> {
  const options = { ffmpeg: await findFfmpeg(), size: { width: 320, height: 180 }, count: 1 };
  const { seen } = await observeClip(await readClip(path), options);
  return findChecks(seen);
}

/** Makes clips in a folder of its own and looks at them. */
export function createZoo(format: Format) {
  const folder = temporaryFolder();
  return {
    open: () => makeBases(folder, format),
    checksOf: async (name: string, recipe: Recipe) => checksIn(await makeClip(folder, name, recipe)),
  };
}

/** A check whose times may be a few frames off. */
export function nearly({ check, start, end }: { check: string; start: number; end: number }) {
  const within = (seconds: number) => expect.toSatisfy((got: number) => Math.abs(got - seconds) < 0.15);
  return { check, start: within(start), end: within(end) };
}
