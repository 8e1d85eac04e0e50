import * as z from 'zod';

/** An amount in the service's own unit, and how sure it is. `unknown` carries no amount and a note that says why. */
export const Price = z.object({
  amount: z.number().optional(),
  unit: z.string(),
  source: z.enum(['charged', 'quoted', 'listed', 'refunded', 'unknown']),
  note: z.string().optional(),
});
export type Price = z.output<typeof Price>;

/** `100 points charged`, `1.45 USD listed`. */
export function renderPrice({ amount, unit, source }: Price): string {
  return amount === undefined ? 'price unknown' : `${renderAmount(amount, unit)} ${source}`;
}

/** `100 points`, `1.45 USD`. */
export function renderAmount(amount: number, unit: string): string {
  return `${Number.isInteger(amount) ? amount : amount.toFixed(2)} ${unit}`;
}
