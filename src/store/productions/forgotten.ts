import type { PlanEvent } from './plan.ts';
import type { Production } from './production.ts';
import { statusOfProduction } from './progress.ts';

const error = {
  code: 'not_found' as const,
  message: 'Its prompts were erased.',
  nextStep: 'Submit what is missing again.',
};

/** What has no words any more cannot be sent: its money is given back. */
export function stopForgotten(production: Production, at: number): PlanEvent[] {
  if (statusOfProduction(production) !== 'processing') return [];
  return [{ type: 'plan_stopped', key: production.plan.key, at, error }];
}
