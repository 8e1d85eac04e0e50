import { createService } from '../../simulation/service.ts';
import { createRouter, type Simulator, type SimulatorOptions } from '../../simulation/simulator.ts';
import { modelRoutes } from './simulator-models.ts';
import { fail } from './simulator-replies.ts';
import { taskRoutes } from './simulator-tasks.ts';
import { uploadRoutes } from './simulator-uploads.ts';

/**
 * xskill as docs/wire.md describes it: tasks, points, uploads, prices. Any key `sk-…` is good unless it says `wrong`.
 * What can be made to fail on purpose is the table in src/simulation/faults.ts.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const service = createService('xskill', options);
  const routes = [...taskRoutes(service), ...uploadRoutes(service), ...modelRoutes, ...service.files.routes];
  return createRouter(routes, refuseKey, () => fail(404, 'Not Found'));
}

function refuseKey(request: Request): Response | undefined {
  const key = /^Bearer (sk-[\w-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  return key && !key.includes('wrong') ? undefined : fail(401, 'Invalid API key');
}
