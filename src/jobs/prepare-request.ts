import type { Model } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import type { Service, Services } from '../backends/service.ts';
import { chooseTier } from '../backends/tier.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';
import { quote } from '../core/quote.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import { replaceStrings } from '../core/replace-strings.ts';
import type { Tier } from '../core/tier.ts';
import type { LocalImage } from '../media/read-image.ts';
import type { Payer } from '../store/events.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Jobs } from './jobs.ts';
import { addressOwnClips } from './own-results.ts';
import { advice, refuseErrors } from './refuse-errors.ts';
import { refuseKeys } from './refuse-keys.ts';
import type { OpenOptions } from './upload.ts';

/** A request that passed every check that needs no network, and whose money it would spend. */
export type PreparedRequest = {
  service: Service;
  model: Model;
  /** As they were read, with what the tier adds. */
  parameters: Record<string, unknown>;
  input: Record<string, unknown>;
  /** Pictures of this machine, by the path that was given. */
  pictures: ReadonlyMap<string, LocalImage>;
  /** References that are URLs already. */
  links: ReferenceFile[];
  fingerprint: string;
  payer: Payer | undefined;
  warnings: string[];
};

/** Pictures that requests share, each read once for the limits of a model. */
export type Opened = Map<string, Promise<LocalImage>>;

type Request = {
  parameters: Record<string, unknown>;
  tier?: Tier;
  files?: OpenOptions;
  opened?: Opened;
  /** Addresses that stand for results which are not there yet, and what tells those results apart. */
  standIns?: ReadonlyMap<string, string>;
};

/** Checks a request and computes its fingerprint from what it would make, not from how it is written. Sends nothing that costs. */
export async function prepareRequest(
  jobs: Jobs,
  { parameters: given, tier, files, opened = new Map(), standIns = new Map() }: Request,
  modelId: string,
): Promise<PreparedRequest> {
  refuseKeys(jobs.services, [modelId, given]);
  const { service, model, parameters: asked, warnings } = applyTier(jobs, modelId, given, tier);
  const { input = {}, parameters, problems } = checkParameters(model, await addressOwnClips(jobs, asked));
  refuseErrors(problems);
  const { references } = model.expected(input);
  const local = references.filter(({ url }) => isLocal(url));
  refuseErrors(local.filter(({ type }) => type !== 'image').map(noRoute));
  const pictures = new Map<string, LocalImage>();
  for (const { url } of local) {
    const name = `${model.id} ${url}`;
    const opening = opened.get(name) ?? jobs.openImage(url, model.limits, files);
    opened.set(name, opening);
    pictures.set(url, await opening);
  }

  const { backend, baseUrl, rehearsal } = service;
  const known = new Map([...standIns, ...(await contents(jobs, references, pictures))]);
  const made = replaceStrings((model.canonicalWire ?? model.toWire)(input), known);
  const fingerprint = fingerprintOf([backend.id, baseUrl, rehearsal, made]);
  const links = references.filter(({ url }) => !isLocal(url) && !standIns.has(url));
  return {
    service,
    model,
    parameters,
    input,
    pictures,
    links,
    fingerprint,
    payer: await jobs.payers.identify(service),
    warnings: [...warnings, ...advice(problems), ...[...pictures].flatMap(tellPicture)],
  };
}

function tellPicture([path, { warnings }]: [string, LocalImage]): string[] {
  return warnings.map((warning) => `${path}: ${warning}`);
}

/** The model that is meant, and the parameters with those that a tier stands for. */
function applyTier(
  { services }: Jobs,
  modelId: string,
  given: Record<string, unknown>,
  asked: Tier | undefined,
): ReturnType<Services['forModel']> & { parameters: Record<string, unknown> } {
  const named = services.forModel(modelId);
  const tier = asked ?? named.tier;
  if (tier === undefined) return { ...named, parameters: given };
  if (named.tier !== undefined && named.tier !== tier) throw twoTiers(`model_id ${modelId}`, tier);
  const { modelId: other, parameters = {} } = chooseTier(named.model, tier);
  const contradicted = Object.keys(parameters).find((key) => key in given && given[key] !== parameters[key]);
  if (contradicted) throw twoTiers(`parameters.${contradicted}`, tier);
  const chosen = other === undefined ? named : { ...services.forModel(other), warnings: named.warnings };
  return { ...chosen, parameters: { ...given, ...parameters } };
}

function twoTiers(other: string, tier: Tier): AppError {
  return new AppError('invalid_input', `tier ${tier} and ${other} say two different things.`, {
    nextStep: 'Leave one of them out. Nothing was sent.',
  });
}

/** A picture counts by its bytes, whether it comes as a path or as the URL of its upload. */
async function contents(
  { store }: Jobs,
  references: ReferenceFile[],
  pictures: ReadonlyMap<string, LocalImage>,
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const { url } of references) {
    const sha256 = pictures.get(url)?.sha256 ?? (await store.findUploadedBytes(url));
    if (sha256) known.set(url, `sha256:${sha256}`);
  }
  return known;
}

/** A path or a file: URL. Anything else with a scheme is looked at as a URL. */
export function isLocal(url: string): boolean {
  return /^file:/i.test(url) || /^[a-z]:[\\/]/i.test(url) || !/^[a-z][a-z0-9+.-]*:/i.test(url);
}

/** No service takes a clip or a sound as an upload. */
export function noRoute({ type, field, url }: ReferenceFile): Diagnostic {
  return {
    rule: 'ref-local-media',
    severity: 'error',
    path: `parameters.${field}`,
    message: `${quote(url)} is a local ${type}; neither service accepts uploads of ${type}.`,
    fix: 'Put it where anyone can open it (cloud storage with a public link, a web server) and give that URL.',
  };
}
