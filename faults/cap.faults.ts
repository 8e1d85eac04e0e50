import { it } from 'vitest';
import { holdCap } from '../test/store/productions/cap.ts';
import { createStage } from '../test/store/files/stage.ts';

it('a cap is never passed by held prices, in 10,000 histories of takes, batches, stops, doubts and deaths', async () => {
  await holdCap(createStage, 10_000);
}, 1_800_000);
