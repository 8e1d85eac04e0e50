import { checkParameters } from '../backends/check.ts';
import type { Service } from '../backends/service.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { type AppError, toAppError } from '../core/errors.ts';
import { addPrices, type Price } from '../core/price.ts';
import type { ClipDraft } from '../store/draft.ts';
import type { Jobs } from './jobs.ts';
import { findOwnClip } from './own-results.ts';
import { isLocal, noRoute, type PreparedRequest } from './prepare-request.ts';
import { type Limits, readLimits, requireMoney } from './spending.ts';
import { type OpenOptions, requireUploads } from './upload.ts';

/** For a dry run: what the submit itself would be refused with now. */
export async function findRefusal(
  jobs: Jobs,
  prepared: Pick<PreparedRequest, 'service' | 'pictures'>,
  price: Price,
  limits: Limits,
): Promise<AppError | undefined> {
  try {
    requireRoad(jobs, prepared.service, prepared.pictures.size > 0);
    await requireMoney(jobs, prepared.service, price, limits);
    return undefined;
  } catch (thrown) {
    return toAppError(thrown);
  }
}

/** Throws where there is no key, or no way for pictures of this machine. */
export function requireRoad({ services }: Jobs, service: Service, hasPictures: boolean): void {
  service.requireKey();
  if (hasPictures) requireUploads(services, service.backend.id);
}

type Needs = { prices: Price[]; pictures: Set<string> };

/** What a submit of composed requests, and of a soundtrack of this machine, would be refused with now. Reads this machine and the record, and sends nothing. */
export async function foresee(
  jobs: Jobs,
  requests: readonly ClipDraft[],
  files: OpenOptions,
  sound?: string,
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  if (sound !== undefined)
    await jobs
      .findSound(sound, files)
      .catch((thrown) => found.push({ ...describeFile(toAppError(thrown)), path: 'soundtrack' }));
  const services = new Map<Service, Needs>();
  for (const { model_id, parameters } of requests) {
    const { service, model } = jobs.services.forModel(model_id);
    const { input } = checkParameters(model, parameters);
    if (!input) continue;
    const needs = services.get(service) ?? { prices: [], pictures: new Set() };
    services.set(service, needs);
    needs.prices.push(model.listedPrice(input));
    for (const reference of model.expected(input).references) {
      const { url, type } = reference;
      if (!isLocal(url) || needs.pictures.has(url)) continue;
      if (type !== 'image') {
        if (!(await findOwnClip(jobs, url))) found.push(noRoute(reference));
        continue;
      }
      needs.pictures.add(url);
      await jobs.openImage(url, model.limits, files).catch((thrown) => found.push(describeFile(toAppError(thrown))));
    }
  }
  for (const [service, needs] of services) found.push(...(await foreseeService(jobs, service, needs)));
  return found;
}

async function foreseeService(jobs: Jobs, service: Service, { prices, pictures }: Needs): Promise<Diagnostic[]> {
  let what = 'Submitting it now would be refused';
  try {
    requireRoad(jobs, service, pictures.size > 0);
    what = 'If nothing of it is there already, submitting it now would be refused';
    const price = addPrices(prices);
    if (!('amounts' in price)) await requireMoney(jobs, service, price, readLimits(jobs, service));
    return [];
  } catch (thrown) {
    const { message, nextStep } = toAppError(thrown);
    return [
      { rule: 'submit-refused', severity: 'warn', path: 'submit', message: `${what}. ${message}`, fix: nextStep },
    ];
  }
}

function describeFile({ message, nextStep }: AppError): Diagnostic {
  return { rule: 'ref-not-readable', severity: 'error', path: 'references', message, fix: nextStep };
}
