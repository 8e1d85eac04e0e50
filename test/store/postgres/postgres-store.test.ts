import { describe, it } from 'vitest';
import { withoutPostgres } from '../../postgres-server.ts';
import { describeStore } from '../contract.ts';
import { holdCap } from '../productions/cap.ts';
import { describeProductions } from '../productions/contract.ts';
import { createStage } from './stage.ts';

if (withoutPostgres) console.warn(withoutPostgres);

describe.skipIf(withoutPostgres)('PostgreSQL', () => {
  describeStore('PostgreSQL', createStage, 5);
  describeProductions('PostgreSQL', createStage);

  it('a cap is never passed by held prices, in 5 histories; `npm run faults` tries more', async () => {
    await holdCap(createStage, 5);
  });
});
