import type { Diagnostic } from '../../core/diagnostic.ts';
import { AppError } from '../../core/errors.ts';
import { addPrices, mostOf, multiplyAmount, type Price, renderSum } from '../../core/price.ts';
import type { Jobs } from '../jobs.ts';
import { inLanes } from '../lanes.ts';
import { quote } from '../quote.ts';
import { advice, refuseErrors } from '../refuse-errors.ts';
import { hasFaster, type Limits, overMaxCost, readLimits } from '../spending.ts';
import type { PreparedClip } from './prepare-clips.ts';

export type QuotedClip = PreparedClip & {
  price: Price;
  /** How many tasks are to be sent at the worst: those that are missing, each twice where a failure is not refunded. */
  attempts: number;
  /** What is reserved for one of them. */
  held: number;
};

export type Quote = { clips: QuotedClip[]; limits: Limits[]; warnings: string[] };

const lanes = 8;

/** The price of every clip, and a look at every link. Throws what a submit of it alone would be refused with. */
export async function quoteClips(jobs: Jobs, prepared: readonly PreparedClip[], maxCost?: number): Promise<Quote> {
  const missing = prepared.filter(({ takes, there }) => there.length < takes);
  const problems = await checkLinks(jobs, missing);
  refuseErrors(problems);
  const priced = await inLanes(lanes, prepared, async (clip) => {
    const { service, model, input } = clip.prepared;
    const left = clip.takes - clip.there.length;
    const attempts = service.backend.refundsFailures ? left : 2 * left;
    const price = left === 0 ? (clip.there[0]?.price ?? model.listedPrice(input)) : await quote(service, model, input);
    return { ...clip, price, attempts };
  });
  const services = [...new Set(missing.map((clip) => clip.prepared.service))];
  const limits = services.map((service) => readLimits(jobs, service, maxCost));
  const clips = holdPrices(priced, limits, maxCost);
  const told = prepared.flatMap((clip) => clip.prepared.warnings);
  return { clips, limits, warnings: [...new Set([...told, ...advice(problems)])] };
}

/** A link that many clips share is looked at once. */
async function checkLinks(jobs: Jobs, clips: readonly PreparedClip[]): Promise<Diagnostic[]> {
  const looks = new Map<string, Promise<Diagnostic[]>>();
  const found = await inLanes(lanes, clips, async ({ prepared: { links, model }, name }) => {
    const diagnostics = await Promise.all(
      links.map((link) => {
        const address = `${model.id} ${link.type} ${link.url}`;
        const look = looks.get(address) ?? jobs.checkUrls([link], model.limits);
        looks.set(address, look);
        return look;
      }),
    );
    const prefix = clips.length > 1 ? `${name}.parameters` : 'parameters';
    return diagnostics.flat().map((diagnostic) => ({ ...diagnostic, path: `${prefix}.${diagnostic.path}` }));
  });
  return found.flat();
}

type Priced = Omit<QuotedClip, 'held'>;

/** The whole under `max_cost`, at its worst. What has no known price shares what is left of it. */
function holdPrices(clips: readonly Priced[], limits: readonly Limits[], maxCost?: number): QuotedClip[] {
  const paid = clips.filter(({ attempts }) => attempts > 0);
  const units = new Set(paid.map(({ price }) => price.unit));
  if (maxCost !== undefined && units.size > 1) throw refuseMixedUnits([...units]);
  const known = paid.reduce((sum, { price, attempts }) => sum + (mostOf(price) ?? 0) * attempts, 0);
  const unknown = paid.filter(({ price }) => price.amount === undefined);
  const isTooMuch = maxCost !== undefined && (known > maxCost || (unknown.length > 0 && known === maxCost));
  if (isTooMuch) throw refuseExpensive(paid, maxCost);
  const isCapped = limits.some(({ dailyCap }) => dailyCap !== undefined);
  if (unknown.length > 0 && (maxCost !== undefined) !== isCapped) throw refuseUnknown(unknown, maxCost);
  const shares = unknown.reduce((sum, { attempts }) => sum + attempts, 0);
  const share = shares > 0 ? ((maxCost ?? known) - known) / shares : 0;
  return clips.map((clip) => ({ ...clip, held: mostOf(clip.price) ?? share }));
}

/** What it all costs at the worst. */
export function totalOf(clips: readonly QuotedClip[]): ReturnType<typeof addPrices> {
  return addPrices(
    clips.map(({ price, attempts }) => {
      if (attempts === 0) return { ...price, amount: 0, at_most: undefined };
      const all = (one?: number) => one && multiplyAmount(one, attempts);
      return { ...price, amount: all(price.amount), at_most: all(price.at_most) };
    }),
  );
}

function refuseMixedUnits(units: string[]): AppError {
  return new AppError('invalid_input', `max_cost is one number, and this is charged in ${units.join(' and ')}.`, {
    nextStep: 'Leave out max_cost, or submit the tasks of each service by themselves. Nothing was sent.',
  });
}

function refuseExpensive(paid: readonly Priced[], maxCost: number): AppError {
  const whole = renderSum(totalOf(paid.map((clip) => ({ ...clip, held: 0 }))));
  const canBeFast = paid.some(({ prepared: { model, input } }) => hasFaster(model, input));
  const isRepeated = paid.some(({ attempts, takes, there }) => attempts > takes - there.length);
  const cost = isRepeated ? `may cost ${whole} with one repeat each` : `costs ${whole}`;
  return overMaxCost(cost, maxCost, canBeFast);
}

function refuseUnknown(unknown: readonly Priced[], maxCost: number | undefined): AppError {
  const reason = unknown[0]?.price.note ?? 'the service names none';
  const message =
    maxCost === undefined
      ? `The price of ${unknown.length} of these is not known (${reason}), and a daily cap is set. Give max_cost as well and the whole is held as that.`
      : `The price of ${unknown.length} of these is not known (${reason}), so max_cost ${maxCost} cannot be held.`;
  const nextStep =
    maxCost === undefined
      ? 'Nothing was submitted. Ask the user for a max_cost.'
      : 'Nothing was submitted. Ask the user whether to submit without max_cost.';
  return new AppError('over_budget', message, { nextStep });
}
