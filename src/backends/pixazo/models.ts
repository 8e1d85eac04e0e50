import type { Model } from '../backend.ts';
import { edit, frames, references, text } from './operation-spec.ts';
import { frameToVideo, imageToVideo, textToVideo } from './seedance-1.ts';
import { defineSeedance2 } from './seedance-2.ts';

/** The eleven operations of the seed, in its order. Paths: seeds/002, "Endpoints"; prices: WIRE.md section 2, April 2026. */
export const models: readonly Model[] = [
  defineSeedance2({
    id: 'seedance-2-0/text-to-video',
    title: 'Seedance 2.0, text to video',
    path: '/seedance-2-0/v1/text-to-video',
    kind: text,
    usdPerSecond: 0.29,
  }),
  defineSeedance2({
    id: 'seedance-2-0/image-to-video-first-and-last-frames',
    title: 'Seedance 2.0, first and last frames to video',
    path: '/seedance-2-0/v1/first-last-frame-to-video',
    kind: frames,
    usdPerSecond: 0.29,
  }),
  defineSeedance2({
    id: 'seedance-2-0/reference-to-video',
    title: 'Seedance 2.0, references to video',
    path: '/seedance-2-0/v1/reference-to-video',
    kind: references,
    usdPerSecond: 0.29,
  }),
  defineSeedance2({
    id: 'seedance-2-0/edit-video',
    title: 'Seedance 2.0, video editing',
    path: '/seedance-2-0/v1/edit-video',
    kind: edit,
    usdPerSecond: 0.29,
  }),
  defineSeedance2({
    id: 'seedance-2-0-fast/text-to-video',
    title: 'Seedance 2.0 Fast, text to video',
    path: '/seedance-2-0-fast/v1/text-to-video-fast',
    kind: text,
    usdPerSecond: 0.24,
  }),
  defineSeedance2({
    id: 'seedance-2-0-fast/image-to-video-first-and-last-frames',
    title: 'Seedance 2.0 Fast, first and last frames to video',
    path: '/seedance-2-0-fast/v1/first-last-frame-to-video-fast',
    kind: frames,
    usdPerSecond: 0.24,
  }),
  defineSeedance2({
    id: 'seedance-2-0-fast/multimodal-reference-image-video-audio',
    title: 'Seedance 2.0 Fast, references to video',
    path: '/seedance-2-0-fast/v1/reference-to-video-fast',
    kind: references,
    usdPerSecond: 0.24,
  }),
  defineSeedance2({
    id: 'seedance-2-0-fast/video-editing',
    title: 'Seedance 2.0 Fast, video editing',
    path: '/seedance-2-0-fast/v1/edit-video-fast',
    kind: edit,
    usdPerSecond: 0.24,
  }),
  frameToVideo,
  imageToVideo,
  textToVideo,
];
