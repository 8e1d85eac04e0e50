import type { ModelLimits } from '../core/model-limits.ts';

const mega = 1024 * 1024;

const ratios = ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'] as const;

const pictures = ['png', 'jpeg', 'jpg', 'webp', 'bmp', 'tiff', 'gif'];

/** What the maker takes of every model behind both services (docs/wire.md, Reference files). */
export const seedance = {
  ratios,
  formats: { image: [...pictures, 'heic', 'heif'], video: ['mp4', 'mov'], audio: ['mp3', 'wav'] },
  fileBytes: { image: 30 * mega, video: 200 * mega, audio: 15 * mega },
  picture: { side: { least: 300, most: 6000 }, aspect: { least: 0.4, most: 2.5 } },
} as const satisfies ModelLimits;

/** docs/wire.md, Reference files: that HEIC is taken is said of the video models. */
export const seedreamPictures = { ...seedance, formats: { image: pictures } } as const satisfies ModelLimits;

// Twenty times what the maker advises; beyond it somebody pasted a file.
const promptCharacters = 20_000;

/** docs/wire.md, Seedance 1.0 at Pixazo. */
export const seedance1 = {
  ...seedance,
  duration: { least: 3, most: 12, default: 5 },
  promptCharacters,
} as const satisfies ModelLimits;

/** docs/wire.md, Seedance 2.0 limits. */
export const seedance2 = {
  ...seedance,
  duration: { least: 4, most: 15, default: 5 },
  files: { image: 9, video: 3, audio: 3, together: 12 },
  audioAlone: 'refused',
  clipSeconds: { least: 2, most: 15, together: 15 },
  promptCharacters,
} as const satisfies ModelLimits;
/** docs/wire.md, Seedance 2.5 limits. How long a reference clip may be is not published. */
export const seedance25 = {
  ...seedance,
  duration: { least: 4, most: 30, default: 5 },
  files: { image: 30, video: 10, audio: 10, together: 50 },
  promptCharacters,
} as const satisfies ModelLimits;
