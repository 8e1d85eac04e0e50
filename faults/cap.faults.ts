import { it, vi } from 'vitest';
import { createStage } from '../test/store/files/stage.ts';
import { holdCap } from '../test/store/productions/cap.ts';

// Only the order of the lines matters here; what a crash leaves on the disk is for kill.faults.ts.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, fdatasyncSync: () => undefined, fsyncSync: () => undefined };
});

it('a cap is never passed by held prices, in 10,000 histories of takes, batches, stops, doubts and deaths', async () => {
  await holdCap(createStage, 10_000);
}, 1_800_000);
