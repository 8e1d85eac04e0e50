import { bareAddress } from '../core/addresses-in-text.ts';
import { AppError } from '../core/errors.ts';
import { findNearest } from '../core/nearest.ts';
import type { Tier } from '../core/tier.ts';
import { findMeanings, type Meaning, plainSpelling } from './aliases.ts';
import type { Backend, Model } from './backend.ts';
import { pixazo } from './pixazo/index.ts';
import { xskill } from './xskill/index.ts';

/** Every service, the default one first. A third is one more line here. */
export const backends: readonly Backend[] = [xskill, pixazo];

/** `tier`: the name said it too. */
export type Resolved = { backend: Backend; model: Model; tier?: Tier; warnings: string[] };

/**
 * The model that an id or a well-known name means, and the service that has it; a service's name may stand in front.
 * Of what a name may mean, the models of services with a key (`isUsable`) come before all others. An id that nothing here describes passes through to a service that takes such ids, with a warning. What may mean several models,
 * or looks like a slip of the finger, is refused as `unknown_model`.
 */
export function resolveModel(given: string, isUsable: (backendId: string) => boolean = () => false): Resolved {
  const name = bareAddress(given);
  const named = backends.find(({ id }) => new RegExp(`^${id}[/:]`, 'i').test(name));
  const id = named ? name.slice(named.id.length + 1) : name;
  const among = named ? [named] : backends;
  const known = findModel(id, among);
  if (known) return tell(name, known);
  const isUndescribed = among.some(({ undescribed }) => undescribed?.includes(id));
  const isElsewhere = findModel(id, backends) !== undefined;
  const meant = isUndescribed || isElsewhere ? [] : meaningsOf(id, among);
  // A key may be in a file: it is looked for only where it decides.
  const withKey = meant.length > 1 ? meant.filter(({ backend }) => isUsable(backend.id)) : [];
  const [only, second] = withKey.length > 0 ? withKey : meant;
  if (only && second) throw unclear(name, [only, second]);
  return only ? tell(name, only) : (passThrough(id, among) ?? refuse(id, among));
}

type Found = Omit<Resolved, 'warnings'>;

function findModel(id: string, among: readonly Backend[]): Found | undefined {
  for (const backend of among) {
    const model = backend.models.find((known) => known.id === id);
    if (model) return { backend, model };
  }
  return undefined;
}

/** The model whose id is this name in another spelling, else what the table of names says. */
function meaningsOf(name: string, among: readonly Backend[]): Found[] {
  const spelled = knownIds(among).find((id) => plainSpelling(id) === plainSpelling(name));
  const meanings = spelled === undefined ? findMeanings(name) : [{ id: spelled }];
  return meanings.flatMap(({ id, tier }: Meaning) => {
    const found = findModel(id, among);
    return found ? [{ ...found, tier }] : [];
  });
}

function tell(name: string, found: Found): Resolved {
  const taken = name === found.model.id ? [] : [`"${name.slice(0, 100)}" was read as ${describeModel(found)}.`];
  return { ...found, warnings: taken };
}

function describeModel({ backend, model, tier }: Found): string {
  return `${model.id}${tier ? ` with tier "${tier}"` : ''} (${model.title}, at ${backend.title})`;
}

function unclear(name: string, [first, second]: [Found, Found]): AppError {
  const message = `"${name.slice(0, 100)}" may mean ${describeModel(first)} or ${describeModel(second)}.`;
  return new AppError('unknown_model', message, { nextStep: 'Give one of these ids as model_id. Nothing was sent.' });
}

function knownIds(among: readonly Backend[]): string[] {
  return among.flatMap(({ models }) => models.map(({ id }) => id));
}

function passThrough(id: string, among: readonly Backend[]): Resolved | undefined {
  const near = findNearest(id, knownIds(among));
  if ((near && !isOtherVersion(id, near)) || isOfClosedService(id)) return undefined;
  for (const backend of among) {
    const model = backend.passThrough?.(id);
    const mayMean = near ? ` If ${near} was meant, use that.` : '';
    const warning = `${id} is not described here: none of its parameters were checked, and ${backend.title} may refuse them.${mayMean}`;
    if (model) return { backend, model, warnings: [warning] };
  }
  return undefined;
}

/** `…/v4/edit` beside `…/v4.5/edit`, `super-seed3` beside `super-seed2`: a model of its own, not a slip of the finger. */
function isOtherVersion(id: string, known: string): boolean {
  return id.toLowerCase() !== known.toLowerCase() && withoutVersion(id) === withoutVersion(known);
}

function withoutVersion(id: string): string {
  return id.toLowerCase().replace(/v?\d+(?:[.-]\d+)*/g, '#');
}

/** `seedance-2-0/…` belongs to a service whose operations are all known, and so does `seedance-3-0/…`. */
function isOfClosedService(id: string): boolean {
  const familyOf = (modelId: string) => withoutVersion(modelId.split('/')[0] ?? '');
  return backends.some(
    (backend) => !backend.passThrough && backend.models.some((model) => familyOf(model.id) === familyOf(id)),
  );
}

function refuse(id: string, among: readonly Backend[]): never {
  const known = knownIds(among);
  const near = findNearest(id, known);
  const [first, second] = findAlike(id, among).map(describeModel);
  const alike = first && second ? `The nearest are ${first} and ${second}. ` : '';
  const hint = near ? `Did you mean ${near}?` : `${alike}Known are: ${known.join(', ')}.`;
  throw new AppError('unknown_model', `There is no model "${id.slice(0, 100)}". ${hint}`);
}

/** The models whose ids and titles share words with a name, the most alike first. */
function findAlike(name: string, among: readonly Backend[]): Found[] {
  const words = new Set(wordsOf(name));
  return among
    .flatMap((backend) => backend.models.map((model): Found => ({ backend, model })))
    .map((found) => ({ found, shared: countShared(words, `${found.model.id} ${found.model.title}`) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .map(({ found }) => found);
}

function countShared(words: ReadonlySet<string>, text: string): number {
  return [...new Set(wordsOf(text))].filter((word) => words.has(word)).length;
}

function wordsOf(name: string): string[] {
  return plainSpelling(name)
    .replace(/(?<=[a-z])(?=\d)/g, '-')
    .split(/[^a-z\d]+/)
    .filter(Boolean);
}
