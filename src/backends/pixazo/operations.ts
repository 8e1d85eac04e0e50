import type { Price } from '../../core/price.ts';
import type { Expected, Model, Wire } from '../backend.ts';
import { findReferenceFiles } from '../reference-files.ts';
import { checkOperation } from './check.ts';
import { type ContentItem, composeContent, textIn, writeText } from './content.ts';
import { type Family, limitsOf, type OperationName, operationId, operationNames, unit, wait } from './family.ts';
import { createOperation, type Input } from './operation-spec.ts';

/** Its operations as models. `group` holds the families among which a tier chooses, this one among them. */
export function defineFamily(family: Family, group: readonly Family[]): Model<Input>[] {
  return operationNames.flatMap((name) => {
    const id = operationId(family, name);
    const path = family.operations[name]?.path;
    const tiers = group.flatMap((one) => (one.tier ? [[one.tier, { modelId: operationId(one, name) }]] : []));
    if (id === undefined || path === undefined) return [];
    return [{ ...describeOperation(family, name, path), id, tiers: Object.fromEntries(tiers) }];
  });
}

function describeOperation(family: Family, name: OperationName, path: string): Omit<Model<Input>, 'id'> {
  const spec = createOperation(family, name);
  return {
    title: `${family.title}, ${titles[name]}`,
    kind: 'video',
    limits: limitsOf(family, name),
    input: spec.input,
    parameterHints: spec.parameterHints,
    check: (raw) => checkOperation(raw, spec),
    wait,
    expected: (input) => expected(input, family, name),
    toWire: (input) => toWire(path, input, family, name),
    canonicalWire: (input) => toWire(path, { ...family.defaults, ...input }, family, name),
    listedPrice: (input) => listedPrice(input, family),
  };
}

const titles: Readonly<Record<OperationName, string>> = {
  text: 'text to video',
  frames: 'first and last frames to video',
  references: 'references to video',
  edit: 'video editing',
  extend: 'video extension',
};

function toWire(path: string, given: Input, family: Family, name: OperationName): Wire {
  const { video_seconds: _, audio_seconds: __, ...input } = { ...given, ...demandedOptions(given, family, name) };
  const { content, prompt, image_files, video_files, audio_files, first_frame, last_frame, ...options } = input;
  const written = content?.map(spelled) ?? composeContent(input, !family.framesByOrder);
  return { path, body: { content: written, ...options } };
}

/** Options that an operation demands, whatever was asked for. An undefined one leaves the body as JSON. */
function demandedOptions({ duration }: Input, family: Family, name: OperationName): Partial<Input> {
  const { limits, sendsDuration, adaptive, asLongAsClip } = family;
  return {
    ...(sendsDuration && { duration: duration ?? limits.duration.default }),
    ...(asLongAsClip?.includes(name) && { duration: undefined }),
    ...(adaptive?.includes(name) && { ratio: 'adaptive' }),
  };
}

function spelled(item: ContentItem): ContentItem {
  return item.type === 'text' ? { ...item, text: writeText(item.text) } : item;
}

function expected(input: Input, { tier, adaptive, limits, sendsDuration }: Family, name: OperationName): Expected {
  const { duration = sendsDuration ? limits.duration.default : undefined, ratio, resolution } = input;
  const shapesItself = ratio === 'adaptive' || adaptive?.includes(name);
  return {
    prompt: textIn(input)?.words ?? '',
    durationSeconds: duration === -1 ? undefined : duration,
    ratio: shapesItself ? undefined : ratio,
    resolution,
    audio: input.generate_audio,
    ...(tier && { tier }),
    references: findReferenceFiles(input),
  };
}

/** docs/wire.md, Pixazo prices: a 5 s request was billed as 6 s. An automatic length may be the longest. */
function listedPrice({ duration, resolution = '720p' }: Input, { title, limits, rates }: Family): Price {
  const usd = typeof rates?.usd === 'number' ? rates.usd : rates?.usd[resolution];
  if (rates === undefined || usd === undefined) {
    const known = rates && typeof rates.usd === 'object' ? ` at ${resolution}` : '';
    return { unit, source: 'unknown', note: `Pixazo publishes no price for ${title}${known}.` };
  }
  const automatic = duration === -1;
  const seconds = (automatic ? limits.duration.most : (duration ?? limits.duration.default)) + 1;
  const most = automatic ? ' The length is automatic, so this is the most it can be.' : '';
  const note = `${rates.source}: $${usd} a second, rounded up (5 s were billed as 6).${most}`;
  return { amount: Math.round(seconds * usd * 100) / 100, unit, source: 'listed', note };
}
