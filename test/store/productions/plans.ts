import type { ErrorCode } from '../../../src/core/errors.ts';
import type { Intent, TaskEvent } from '../../../src/store/events.ts';
import type { Offer, Plan } from '../../../src/store/productions/plan.ts';
import type { NewPlan } from '../../../src/store/store.ts';

export const account = { backend: 'xskill', base_url: 'https://api.xskill.ai', rehearsal: false };

export const offerOf = (amount: number, more: Partial<Offer> = {}): Offer => ({
  account,
  model_id: 'st-ai/super-seed2',
  price: { amount, unit: 'points', source: 'quoted' },
  held: amount,
  refunds: true,
  ...more,
});

/** `needs`: the clips that a clip is made from, by its number. */
type Shape = { clips?: number; takes?: number; offer?: Offer; needs?: Record<number, number[]> } & Partial<Plan>;

/** A plan of so many clips, each in so many takes. */
export function planOf(
  fingerprint: string,
  { clips = 1, takes = 1, offer = offerOf(50), needs = {}, ...more }: Shape = {},
): Plan {
  const numbers = Array.from({ length: clips * takes }, (_, n) => Math.floor(n / takes) + 1);
  return {
    type: 'planned',
    key: '',
    at: 0,
    fingerprint,
    kind: clips > 1 ? 'batch' : 'takes',
    rehearsal: false,
    offers: [offer],
    steps: numbers.map((clip) => ({
      clip,
      offer: 0,
      ...(needs[clip] && {
        needs: needs[clip].map((other) => ({ clip: other, address: `https://clip-${other}.test` })),
      }),
    })),
    ...more,
  };
}

/** As it is handed to a store. The fingerprint of a clip's request follows from the plan's. */
export function newPlan(plan: Plan, links: NewPlan['links'] = []): NewPlan {
  const clips = [...new Set(plan.steps.map(({ clip }) => clip))];
  const requests = clips.map((clip) => {
    const prompt = `clip ${clip} of ${plan.fingerprint}`;
    const parameters = { prompt };
    return { model_id: 'st-ai/super-seed2', kind: 'video' as const, fingerprint: prompt, prompt, parameters };
  });
  return { plan, requests, links };
}

/** What makes an intent that of a step. */
export function stepOf({ key, fingerprint, steps, offers }: Plan, number: number): Partial<Intent> {
  const { clip = 0, offer = 0 } = steps[number] ?? {};
  const { price, held } = offers[offer] as Offer;
  const max_cost = price.amount === undefined ? held : undefined;
  return { fingerprint: `clip ${clip} of ${fingerprint}`, step: { production: key, number }, price, max_cost };
}

export const refused = (key: string, code: ErrorCode, at = 0): TaskEvent => ({
  type: 'refused',
  key,
  at,
  error: { code, message: 'No.', nextStep: 'Wait.' },
});

export const failed = (key: string, code: ErrorCode, at = 0): TaskEvent => ({
  type: 'status',
  key,
  at,
  remote: {
    status: 'failed',
    upstreamStatus: 'failed',
    outputUrls: [],
    error: { code, message: 'It failed.', nextStep: 'Change it.' },
  },
});
