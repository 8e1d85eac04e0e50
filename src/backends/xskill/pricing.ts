import * as z from 'zod';
import type { Price } from '../../core/price.ts';
import { quoted } from '../upstream.ts';
import { type Quantity, unit } from './model.ts';

const number = z
  .union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())])
  .nullish()
  .catch(undefined);

const pricing = z.looseObject({
  price_type: z.string().catch('none'),
  price_description: z.string().nullish().catch(undefined),
  ...{ base_price: number, per_second: number, per_minute: number },
});

export type Pricing = z.infer<typeof pricing>;

/** `GET /api/v3/models/{id}/docs`; undefined where the model has no price there. */
export const docsReply = z
  .looseObject({ data: z.looseObject({ pricing: pricing.nullish().catch(undefined) }).nullish() })
  .transform(({ data }): Pricing | undefined => data?.pricing ?? undefined);

/** What a request costs by the service's published pricing. What cannot be computed is `unknown`, with the service's own description. */
export function priceOf(published: Pricing | undefined, quantity: Quantity): Price {
  if (!published) return { unit, source: 'unknown', note: 'The service publishes no price for this model.' };
  const type = published.price_type.trim().toLowerCase();
  const base = Object.hasOwn(amounts, type) ? amounts[type]?.(published, quantity) : undefined;
  const amount = base === undefined ? undefined : Math.ceil(round(base * (quantity.times?.factor ?? 1)));
  if (amount === undefined || !Number.isFinite(amount) || amount < 0) {
    const described = published.price_description ? ` (${quoted(published.price_description)})` : '';
    return {
      unit,
      source: 'unknown',
      note: `The service prices this model in a way that cannot be computed here${described}.`,
    };
  }
  const { times } = quantity;
  return {
    amount,
    unit,
    source: 'quoted',
    ...(times && { note: `The published rate, taken ${times.factor} times for ${times.why}.` }),
  };
}

/** How each `price_type` is charged (WIRE.md section 1). Types that need more than seconds or pictures are left out on purpose. */
const amounts: Readonly<Record<string, (pricing: Pricing, quantity: Quantity) => number | undefined>> = {
  fixed: ({ base_price }) => base_price ?? undefined,
  quantity_based: ({ base_price }, { images = 1 }) => product(base_price, images),
  per_second: perSecond,
  dynamic_per_second: perSecond,
  duration_based: perSecond,
  per_minute: ({ per_minute, base_price }, { seconds }) =>
    product(per_minute || base_price, seconds && Math.ceil(seconds / 60)),
};

function perSecond({ per_second, base_price }: Pricing, { seconds }: Quantity): number | undefined {
  return product(per_second || base_price, seconds);
}

/** A rate of nothing is a rate that was not filled in. */
function product(rate: number | null | undefined, times: number | undefined): number | undefined {
  return rate && times ? rate * times : undefined;
}

/** 0.1 + 0.2 must not cost a point more. */
function round(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
