/** A process of its own that saves one task, for tests of what processes do to each other. */
import { systemClock } from '../../src/core/clock.ts';
import { saveOutputs } from '../../src/media/save.ts';
import { createNetwork } from '../../src/net/network.ts';

const { origin, ...options } = JSON.parse(process.argv[2] ?? '{}');
const send = createNetwork({ trustedOrigins: new Set([origin]) });
saveOutputs({ ...options, send, clock: systemClock }).then((saved) => process.stdout.write(JSON.stringify(saved)));
