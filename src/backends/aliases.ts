import type { Tier } from '../core/tier.ts';

/** A model as a name may mean it. */
export type Meaning = { id: string; tier?: Tier };

const fast = { id: 'st-ai/super-seed2', tier: 'fast' } as const;
const standard = { id: 'st-ai/super-seed2', tier: 'standard' } as const;
const seedream = 'fal-ai/bytedance/seedream/v4.5';

const seedance2: readonly Meaning[] = [
  { id: 'st-ai/super-seed2' },
  { id: 'seedance-2-0/text-to-video' },
  { id: 'seedance-2-0/reference-to-video' },
  { id: 'seedance-2-0/image-to-video-first-and-last-frames' },
];
const seedance1: readonly Meaning[] = [
  { id: 'bytedance-text-to-image/generate-video-task' },
  { id: 'bytedance-text-to-image/image-to-video-task' },
];

/** Names that people know from elsewhere, in plain spelling, and the models here that each may mean; the usual one of a service comes first. */
const aliases: Readonly<Record<string, readonly Meaning[]>> = {
  seedance: seedance2,
  'seedance-2-0': seedance2,
  'seedance-2-0-standard': [standard, ...seedance2.slice(1)],
  'seedance-2-0-pro': [standard, ...seedance2.slice(1)],
  'seedance-2-0-fast': [
    fast,
    { id: 'seedance-2-0-fast/text-to-video' },
    { id: 'seedance-2-0-fast/multimodal-reference-image-video-audio' },
    { id: 'seedance-2-0-fast/image-to-video-first-and-last-frames' },
  ],
  'seedance-2-0-mini': [{ id: 'seedance-2-0-mini/text-to-video' }, { id: 'seedance-2-0-mini/reference-to-video' }],
  'seedance-2-5': [
    { id: 'st-ai/super-seed2-lite' },
    { id: 'seedance-2-5/text-to-video' },
    { id: 'seedance-2-5/reference-to-video' },
    { id: 'seedance-2-5/first-last-frame-to-video' },
  ],
  'seedance-1-0': seedance1,
  'seedance-1-0-lite': seedance1,
  'seedance-1-0-pro': seedance1,
  'super-seed2': [{ id: 'st-ai/super-seed2' }],
  'super-seed2-lite': [{ id: 'st-ai/super-seed2-lite' }],
  seedream: [{ id: `${seedream}/text-to-image` }, { id: `${seedream}/edit` }],
  'seedream-4-5': [{ id: `${seedream}/text-to-image` }, { id: `${seedream}/edit` }],
  'seedream-4-5-text-to-image': [{ id: `${seedream}/text-to-image` }],
  'seedream-4-5-edit': [{ id: `${seedream}/edit` }],
};

/** What others put behind a model's name, and which of the ids here do the same. */
const operations: readonly { words: RegExp; ids: RegExp }[] = [
  { words: /-(?:text-to-video|t2v)$/, ids: /text-to-video|generate-video|^st-ai/ },
  { words: /-(?:image-to-video|i2v)$/, ids: /image-to-video|first-last-frame|^st-ai/ },
  { words: /-(?:reference-to-video|r2v)$/, ids: /reference|^st-ai/ },
];

/** Names under which models are sold elsewhere. `fal-ai/…` is also how xskill calls some of its own. */
const makers = /^(?:(?:bytedance(?:-seed)?|byteplus|volcengine|doubao|dreamina|replicate|wavespeed-ai|fal-ai)-)+/;

/** What a name may mean, with or without its maker, its date and what it makes: `doubao-seedance-2-0-260128`, `bytedance/seedance-2.0/image-to-video`. */
export function findMeanings(name: string): readonly Meaning[] {
  const spelled = plainSpelling(name);
  const bare = spelled
    .replace(makers, '')
    .replace(/-\d{6}$/, '')
    .replace(/-\d{3,4}p$/, '');
  const operation = spelled.startsWith('fal-ai-') ? undefined : operations.find(({ words }) => words.test(bare));
  const family = bare
    .replace(operation?.words ?? '', '')
    .replace(/^(seedance|seedream)-?v?(?=\d)/, '$1-')
    .replace(/^(seedance-[12])(?!-?\d)/, '$1-0');
  const meanings = Object.hasOwn(aliases, family) ? (aliases[family] ?? []) : [];
  return operation ? meanings.filter(({ id }) => operation.ids.test(id)) : meanings;
}

/** The same for every habit of capitals, blanks, dots and strokes. */
export function plainSpelling(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_./]+/g, '-');
}
