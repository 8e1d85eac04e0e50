import { it, vi } from 'vitest';
import { holdCap } from '../productions/cap.ts';
import { createStage } from './stage.ts';

// What a crash leaves on the disk is for `npm run faults`: here only the order of the lines matters.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, fdatasyncSync: () => undefined, fsyncSync: () => undefined };
});

it('a cap is never passed by held prices, in 1,000 histories of takes, batches, stops, doubts and deaths', async () => {
  await holdCap(createStage, 1_000);
}, 60_000);
