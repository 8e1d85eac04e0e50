import type { Model } from '../backend.ts';
import { seedance2, seedance25 } from '../seedance-limits.ts';
import type { Family } from './family.ts';
import { extractFrame } from './media-tools.ts';
import { defineFamily } from './operations.ts';
import { frameToVideo, imageToVideo, textToVideo } from './seedance-1.ts';

/** docs/wire.md, Pixazo operations. */
const published = {
  limits: {
    ...seedance2,
    duration: { ...seedance2.duration, automatic: true },
    ratios: [...seedance2.ratios, 'adaptive'],
    resolutions: ['480p', '720p'],
  },
  defaults: { duration: 5, ratio: 'adaptive', resolution: '720p', generate_audio: true, watermark: false },
} as const satisfies Partial<Family>;

const standard: Family = {
  ...published,
  id: 'seedance-2-0',
  title: 'Seedance 2.0',
  tier: 'standard',
  operations: {
    text: { name: 'text-to-video', path: '/seedance-2-0/v1/text-to-video' },
    frames: { name: 'image-to-video-first-and-last-frames', path: '/seedance-2-0/v1/first-last-frame-to-video' },
    references: { name: 'reference-to-video', path: '/seedance-2-0/v1/reference-to-video' },
    edit: { name: 'edit-video', path: '/seedance-2-0/v1/edit-video' },
  },
  rates: { usd: 0.29, source: 'Price list of April 2026' },
};

const fast: Family = {
  ...published,
  id: 'seedance-2-0-fast',
  title: 'Seedance 2.0 Fast',
  tier: 'fast',
  operations: {
    text: { name: 'text-to-video', path: '/seedance-2-0-fast/v1/text-to-video-fast' },
    frames: {
      name: 'image-to-video-first-and-last-frames',
      path: '/seedance-2-0-fast/v1/first-last-frame-to-video-fast',
    },
    references: {
      name: 'multimodal-reference-image-video-audio',
      path: '/seedance-2-0-fast/v1/reference-to-video-fast',
    },
    edit: { name: 'video-editing', path: '/seedance-2-0-fast/v1/edit-video-fast' },
  },
  rates: { usd: 0.24, source: 'Price list of April 2026' },
};

/** docs/wire.md, Seedance 2.0 Mini at Pixazo: its paths have no version. */
const mini: Family = {
  ...published,
  id: 'seedance-2-0-mini',
  title: 'Seedance 2.0 Mini',
  operations: {
    text: { name: 'text-to-video', path: '/seedance-2-0-mini/text-to-video' },
    frames: { name: 'image-to-video-first-and-last-frames', path: '/seedance-2-0-mini/first-last-frame-to-video' },
    references: { name: 'reference-to-video', path: '/seedance-2-0-mini/reference-to-video' },
    edit: { name: 'edit-video', path: '/seedance-2-0-mini/edit-video' },
  },
  rates: { usd: { '480p': 0.0302 }, source: 'Figure of November 2026' },
};

/** docs/wire.md, Seedance 2.5 at Pixazo. */
const twoPointFive: Family = {
  id: 'seedance-2-5',
  title: 'Seedance 2.5',
  tier: 'standard',
  limits: {
    ...seedance25,
    ratios: [...seedance25.ratios, 'adaptive'],
    resolutions: ['480p', '720p', '1080p'],
    audioAlone: 'untested',
  },
  operations: {
    text: { name: 'text-to-video', path: '/seedance-2-5/v1/text-to-video' },
    frames: { name: 'first-last-frame-to-video', path: '/seedance-2-5/v1/first-last-frame-to-video' },
    references: { name: 'reference-to-video', path: '/seedance-2-5/v1/reference-to-video' },
    edit: { name: 'edit-video', path: '/seedance-2-5/v1/edit-video' },
    extend: { name: 'extend-video', path: '/seedance-2-5/v1/extend-video' },
  },
  optionsUnpublished: true,
  sendsDuration: true,
  framesByOrder: true,
  adaptive: ['frames', 'edit', 'extend'],
  asLongAsClip: ['edit'],
};

/** What a storyboard is written for unless it names another. */
export const usualFamily = standard;

/** The families among which a tier chooses stand together. */
const groups: readonly (readonly Family[])[] = [[standard, fast], [mini], [twoPointFive]];

export const families: readonly Family[] = groups.flat();

export const models: readonly Model[] = [
  ...groups.flatMap((group) => group.flatMap((family) => defineFamily(family, group))),
  frameToVideo,
  imageToVideo,
  textToVideo,
  extractFrame,
];
