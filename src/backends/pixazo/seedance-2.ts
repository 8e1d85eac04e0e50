import type { Expected, Model, Price, Wait, Wire } from '../backend.ts';
import { findReferenceFiles } from '../reference-files.ts';
import { checkOperation } from './check.ts';
import { type ContentItem, composeContent, textIn, writeText } from './content.ts';
import type { Input, OperationSpec } from './operation-spec.ts';

/** Seeds: about 10 minutes; looked at as the xskill seed says. */
export const wait: Wait = { firstSeconds: 60, everySeconds: 90, typicalSeconds: 600, pollSeconds: 10 };

export const unit = 'USD';

/** One operation of Seedance 2.0. */
export type Operation = { id: string; title: string; path: string; kind: OperationSpec; usdPerSecond: number };

export function defineSeedance2({ id, title, path, kind, usdPerSecond }: Operation): Model<Input> {
  return {
    id,
    title,
    kind: 'video',
    input: kind.input,
    parameterHints: kind.parameterHints,
    check: (raw) => checkOperation(raw, kind),
    wait,
    expected,
    toWire: (input) => toWire(path, input),
    canonicalWire: (input) => toWire(path, { ...defaults, ...input }),
    listedPrice: (input) => listedPrice(input, usdPerSecond),
  };
}

function toWire(path: string, { video_seconds: _, audio_seconds: __, ...input }: Input): Wire {
  const { content, prompt, image_files, video_files, audio_files, first_frame, last_frame, ...options } = input;
  return { path, body: { content: content?.map(spelled) ?? composeContent(input), ...options } };
}

function spelled(item: ContentItem): ContentItem {
  return item.type === 'text' ? { ...item, text: writeText(item.text) } : item;
}

function expected(input: Input): Expected {
  const { duration, ratio, resolution, generate_audio: audio } = input;
  return {
    prompt: textIn(input)?.words ?? '',
    durationSeconds: duration === -1 ? undefined : duration,
    ratio: ratio === 'adaptive' ? undefined : ratio,
    resolution,
    audio,
    references: findReferenceFiles(input),
  };
}

/** What the service takes for what is left out (WIRE.md section 2). */
const defaults = {
  duration: 5,
  ratio: 'adaptive',
  resolution: '720p',
  generate_audio: true,
  watermark: false,
} as const;

const longestSeconds = 15;

/** WIRE.md section 2: a 5 s request was billed as 6 s. An automatic length may be the longest. */
function listedPrice({ duration = defaults.duration }: Input, usdPerSecond: number): Price {
  const automatic = duration === -1;
  const seconds = (automatic ? longestSeconds : duration) + 1;
  const most = automatic ? ' The length is automatic, so this is the most it can be.' : '';
  const note = `Price list of April 2026: $${usdPerSecond} a second, rounded up (5 s were billed as 6).${most}`;
  return { amount: Math.round(seconds * usdPerSecond * 100) / 100, unit, source: 'listed', note };
}
