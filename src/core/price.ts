import * as z from 'zod';

/** An amount in the service's own unit, and how sure it is. `unknown` carries no amount and a note that says why. */
export const Price = z.object({
  amount: z.number().optional(),
  /** Where the amount is before the account's multiplier, which is not known: the most it may become. Caps and max_cost hold this. */
  at_most: z.number().optional(),
  unit: z.string(),
  source: z.enum(['charged', 'quoted', 'listed', 'refunded', 'unknown']),
  note: z.string().optional(),
});
export type Price = z.output<typeof Price>;

/** `100 points charged`, `1.45 USD listed`. */
export function renderPrice({ amount, unit, source }: Price): string {
  return amount === undefined ? 'price unknown' : `${renderAmount(amount, unit)} ${source}`;
}

/** What is held for a price until it is charged. */
export function mostOf({ amount, at_most }: Pick<Price, 'amount' | 'at_most'>): number | undefined {
  return at_most ?? amount;
}

/** Of several alike. */
export function multiplyAmount(amount: number, times: number): number {
  return roundSum([amount * times]);
}

/** `100 points`, `1.45 USD`. */
export function renderAmount(amount: number, unit: string): string {
  return `${Number.isInteger(amount) ? amount : amount.toFixed(2)} ${unit}`;
}

/** What several tasks cost together, where they are charged in more than one unit. */
export const PriceSum = z.object({
  amounts: z.array(z.object({ amount: z.number(), unit: z.string() })),
  note: z.string().optional(),
});
export type PriceSum = z.output<typeof PriceSum>;

/** One sum a unit. What is not known is left out, and told. */
export function addPrices(prices: readonly Price[]): Price | PriceSum {
  const units = [...new Set(prices.map(({ unit }) => unit))];
  const sums = units.map((unit) =>
    addUnit(
      unit,
      prices.filter((price) => price.unit === unit),
    ),
  );
  const [sum, ...others] = sums;
  if (sum && others.length === 0) return sum;
  return { amounts: sums.flatMap(({ amount, unit }) => (amount === undefined ? [] : [{ amount, unit }])) };
}

/** As sure as the least sure of them. */
const bySureness = ['unknown', 'listed', 'quoted', 'charged', 'refunded'] as const;

function addUnit(unit: string, prices: readonly Price[]): Price {
  const known = prices.filter(({ amount }) => amount !== undefined);
  if (known.length === 0) return { unit, source: 'unknown', note: prices.find(({ note }) => note)?.note };
  const paid = known.filter(({ source }) => source !== 'refunded');
  const amount = roundSum(paid.map((price) => price.amount ?? 0));
  const most = roundSum(paid.map((price) => mostOf(price) ?? 0));
  const source = bySureness.find((one) => known.some((price) => price.source === one)) ?? 'quoted';
  const unknown = prices.length - known.length;
  const note = unknown > 0 ? `Without ${unknown} that have no known price.` : known.find((price) => price.note)?.note;
  return { amount, ...(most > amount && { at_most: most }), unit, source, ...(note && { note }) };
}

function roundSum(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((sum, one) => sum + one, 0) * 1e6) / 1e6;
}

/** `100 points`, `100 points and 1.45 USD`, `100 points before your account's multiplier (at most 200 points)`. */
export function renderSum(sum: Price | PriceSum): string {
  const amounts = 'amounts' in sum ? sum.amounts : sum.amount === undefined ? [] : [{ ...sum, amount: sum.amount }];
  if ('at_most' in sum && sum.at_most !== undefined && sum.amount !== undefined)
    return `${renderAmount(sum.amount, sum.unit)} before your account's multiplier (at most ${renderAmount(sum.at_most, sum.unit)})`;
  return amounts.map(({ amount, unit }) => renderAmount(amount, unit)).join(' and ') || 'a price that is not known';
}
