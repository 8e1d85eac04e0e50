import * as z from 'zod';
import type { Price } from '../../core/price.ts';
import { quoted } from '../upstream.ts';
import { highestMultiplier, type Quantity, unit } from './model.ts';

const number = z
  .union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())])
  .nullish()
  .catch(undefined);

const pricing = z.looseObject({
  price_type: z.string().catch('none'),
  price_description: z.string().nullish().catch(undefined),
  ...{ base_price: number, per_second: number, per_minute: number },
  // By level of the account, as a list or by its number. A table that cannot be read counts as one that is not known.
  vip_discount: z
    .union([z.array(number), z.record(z.string(), number)])
    .nullish()
    .catch({}),
});

export type Pricing = z.infer<typeof pricing>;

/** `GET /api/v3/models/{id}/docs`; undefined where the model has no price there. */
export const docsReply = z
  .looseObject({ data: z.looseObject({ pricing: pricing.nullish().catch(undefined) }).nullish() })
  .transform(({ data }): Pricing | undefined => data?.pricing ?? undefined);

/**
 * What a request costs by the service's published pricing, for an account of that level.
 * What cannot be computed is `unknown`, with the service's own description.
 */
export function priceOf(published: Pricing | undefined, quantity: Quantity, vipLevel?: number): Price {
  if (!published) return { unit, source: 'unknown', note: 'The service publishes no price for this model.' };
  const type = published.price_type.trim().toLowerCase();
  const base = Object.hasOwn(amounts, type) ? amounts[type]?.(published, quantity) : undefined;
  const multiplier = multiplierOf(published, vipLevel);
  const times = (quantity.times?.factor ?? 1) * (multiplier ?? 1);
  const amount = base === undefined ? undefined : Math.ceil(round(base * times));
  if (amount === undefined || !Number.isFinite(amount) || amount < 0) {
    const described = published.price_description ? ` (${quoted(published.price_description)})` : '';
    return {
      unit,
      source: 'unknown',
      note: `${Object.hasOwn(uncounted, type) ? uncounted[type] : 'The service prices this model in a way that cannot be computed here'}${described}.`,
    };
  }
  const notes = [describeFactor(quantity), describeMultiplier(published, multiplier)].filter(Boolean).join(' ');
  const isUnknown = hasLevels(published) && multiplier === undefined;
  const at_most = isUnknown ? Math.ceil(round(amount * highestOf(published))) : undefined;
  return { amount, ...(at_most !== undefined && { at_most }), unit, source: 'quoted', ...(notes && { note: notes }) };
}

/** Whether the account's level changes the price. */
export function hasLevels({ vip_discount }: Pricing): boolean {
  return vip_discount !== undefined && vip_discount !== null;
}

/** Undefined where there are no levels, or where that of the account is not known. */
function multiplierOf({ vip_discount }: Pricing, vipLevel: number | undefined): number | undefined {
  if (!vip_discount || vipLevel === undefined) return undefined;
  const multiplier = Object.entries(vip_discount).find(([level]) => Number(level) === vipLevel)?.[1];
  return multiplier && multiplier > 0 ? multiplier : undefined;
}

function describeFactor({ times }: Quantity): string | undefined {
  return times && `Published rate × ${times.factor}, because of ${times.why}.`;
}

function describeMultiplier(published: Pricing, multiplier: number | undefined): string | undefined {
  if (!hasLevels(published)) return undefined;
  if (multiplier !== undefined) return `Your account's multiplier, × ${multiplier}, is in it.`;
  return `Before your account's multiplier, which may be up to × ${highestOf(published)}.`;
}

function highestOf({ vip_discount }: Pricing): number {
  const known = Object.values(vip_discount ?? {}).map(Number);
  return Math.max(highestMultiplier, ...known.filter((one) => one > 0));
}

/** Ways of charging that no request tells before it is done (docs/wire.md, xskill money). */
const uncounted: Readonly<Record<string, string>> = {
  token_based: 'The service charges by tokens, which nobody can count beforehand',
  token_postcharge: 'The service charges by tokens after the task is done',
  composite_media_price: 'The service charges by the media that go in and come out',
  char_based: 'The service charges by the characters of the text, at a rate that it does not publish',
};

/** How each `price_type` is charged (docs/wire.md, xskill money). Types that need more than seconds or pictures are left out on purpose. */
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
