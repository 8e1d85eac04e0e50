import type { ModelChoice, Target } from '../../prompt/target.ts';
import type { Model, Wait, Wire } from '../backend.ts';

/** What a request is charged by, where the service publishes a rate. */
export type Quantity = {
  seconds?: number;
  images?: number;
  /** How many times the published rate this request costs, and why. */
  times?: { factor: number; why: string };
};

export type XskillModel<Input = Record<string, unknown>> = Model<Input> & {
  quantity(input: Input): Quantity;
  /** Where a task of the composer is a mode of its own: its limits, and the parameters that name it. */
  forTask?(task: string, has: Parameters<Target['modelFor']>[1]): Pick<ModelChoice, 'limits' | 'parameters'>;
};

/** 1 point = ¥0.01, 400 points = $1 (docs/wire.md, xskill money). */
export const unit = 'points';

/** docs/wire.md, xskill money: an account of level 0 pays twice the published rate. */
export const highestMultiplier = 2;

/** docs/wire.md, xskill models. */
export const imageWait: Wait = { firstSeconds: 30, everySeconds: 30, typicalSeconds: 90, pollSeconds: 5 };

/** docs/wire.md, xskill models. */
export const videoWait: Wait = { firstSeconds: 60, everySeconds: 90, typicalSeconds: 600, pollSeconds: 10 };

/** The body of a create call. Missing parameters and empty lists are left out. */
export function createTask(model: string, params: Record<string, unknown>): Wire {
  const given = Object.entries(params).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { path: '/api/v3/tasks/create', body: { model, params: Object.fromEntries(given), channel: null } };
}
