import * as z from 'zod';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ModelLimits } from '../../core/model-limits.ts';
import type { Price } from '../../core/price.ts';
import { checkFigures, findFigures, findReferences } from '../../prompt/references/references.ts';
import type { Expected } from '../backend.ts';
import { checkUrls } from '../media-check.ts';
import { parameterError } from '../parameter-error.ts';
import { fileFields, text } from '../parameters.ts';
import { findReferenceFiles } from '../reference-files.ts';
import { seedreamPictures } from '../seedance-limits.ts';
import { createTask, imageWait, type Quantity, unit, type XskillModel } from './model.ts';

/** Storyboard ratio → `image_size`, as docs/wire.md, Seedream, has it. */
export const imageSizes: Record<string, { size: ImageSize; note?: string }> = {
  '16:9': { size: 'landscape_16_9' },
  '9:16': { size: 'portrait_16_9' },
  '4:3': { size: 'landscape_4_3' },
  '3:4': { size: 'portrait_4_3' },
  '1:1': { size: 'square_hd' },
  '21:9': { size: 'landscape_16_9', note: 'Approximate ultrawide: there is no 21:9 size, the picture comes as 16:9.' },
};

type ImageSize = (typeof sizes)[number];

const sizes = [
  'auto_2K',
  'auto_4K',
  'square_hd',
  'portrait_4_3',
  'portrait_16_9',
  'landscape_4_3',
  'landscape_16_9',
] as const;

const ratioOfSize: Partial<Record<ImageSize, string>> = {
  ...{ square_hd: '1:1', portrait_4_3: '3:4', portrait_16_9: '9:16', landscape_4_3: '4:3', landscape_16_9: '16:9' },
};

/** docs/wire.md, Seedream: how many pictures an edit takes is not published; their size is held to that of Seedance. */
const limits = { ...seedreamPictures, images: { least: 1, most: 6, default: 1 } } as const satisfies ModelLimits;

const output = {
  image_size: z
    .enum(sizes)
    .optional()
    .describe(`Size of the picture: ${sizes.join(', ')}.`),
  ratio: z.enum(limits.ratios).optional().describe('Aspect ratio, in place of image_size; 21:9 comes as 16:9.'),
  num_images: z
    .int()
    .min(limits.images.least)
    .max(limits.images.most)
    .optional()
    .describe(
      `How many pictures, ${limits.images.least}–${limits.images.most}; ${limits.images.default} when left out.`,
    ),
};

const textToImageInput = z.strictObject({
  prompt: text.describe('What the picture shows; English works best.'),
  ...output,
});

const editInput = z.strictObject({
  prompt: text.describe('What to change; the images are Figure 1, Figure 2 … in it.'),
  image_urls: z
    .array(text)
    .min(1)
    .optional()
    .describe('The images to edit: public http(s) URLs; Figure 1 is the first.'),
  image_files: fileFields(limits).image_files.describe('The same as image_urls.'),
  ...output,
});

type Output = { prompt: string; image_size?: ImageSize; ratio?: string; num_images?: number };

const shared = {
  kind: 'image' as const,
  limits,
  wait: imageWait,
  listedPrice: (): Price => ({
    unit,
    source: 'unknown',
    note: 'No price is listed here for Seedream; the service tells it when asked.',
  }),
  quantity: ({ num_images = limits.images.default }: Output): Quantity => ({ images: num_images }),
};

export const seedreamTextToImage: XskillModel<z.infer<typeof textToImageInput>> = {
  ...shared,
  id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  title: 'Seedream 4.5, text to image',
  input: textToImageInput,
  parameterHints: {
    image_files: 'Use fal-ai/bytedance/seedream/v4.5/edit to change or combine images.',
  },
  check: (raw) => [...checkSize(raw), ...checkNoReferences(raw.prompt)],
  expected: (input) => expectedOf(input, []),
  canonicalWire: (input) => seedreamTextToImage.toWire({ num_images: limits.images.default, ...input }),
  toWire: ({ ratio, ...input }) =>
    createTask(seedreamTextToImage.id, { ...input, image_size: sizeOf(input.image_size, ratio) }),
};

export const seedreamEdit: XskillModel<z.infer<typeof editInput>> = {
  ...shared,
  id: 'fal-ai/bytedance/seedream/v4.5/edit',
  title: 'Seedream 4.5, image editing',
  input: editInput,
  check: (raw) => [...checkSize(raw), ...checkImages(raw)],
  expected: (input) => expectedOf(input, findReferenceFiles(input)),
  canonicalWire: (input) => seedreamEdit.toWire({ num_images: limits.images.default, ...input }),
  toWire: ({ prompt, image_urls, image_files, ratio, ...input }) =>
    createTask(seedreamEdit.id, {
      prompt: writeFigures(prompt),
      image_urls: image_urls ?? image_files,
      ...input,
      image_size: sizeOf(input.image_size, ratio),
    }),
};

function sizeOf(size: ImageSize | undefined, ratio: string | undefined): ImageSize | undefined {
  return size ?? (ratio ? imageSizes[ratio]?.size : undefined);
}

function expectedOf({ prompt, image_size, ratio }: Output, references: Expected['references']): Expected {
  const size = sizeOf(image_size, ratio);
  return { prompt, ratio: size && ratioOfSize[size], references };
}

function checkSize({ image_size, ratio }: Record<string, unknown>): Diagnostic[] {
  if (typeof ratio !== 'string') return [];
  const path = 'parameters.ratio';
  if (image_size !== undefined) {
    return [
      parameterError(
        'parameter-twice',
        path,
        'ratio and image_size say the same thing twice.',
        'Leave one of them out.',
      ),
    ];
  }
  const note = Object.hasOwn(imageSizes, ratio) ? imageSizes[ratio]?.note : undefined;
  return note ? [{ rule: 'ratio-approximate', severity: 'warn', path, message: note }] : [];
}

/** A picture without sources cannot be told about `@image_file_1`. Plain words such as "image 1" may be lettering in the picture. */
function checkNoReferences(prompt: unknown): Diagnostic[] {
  const [first] = typeof prompt === 'string' ? findReferences(prompt).filter(({ style }) => style.sigil !== '') : [];
  if (!first) return [];
  const message = `The text mentions ${first.text}, but this model takes no images.`;
  const fix = 'Use fal-ai/bytedance/seedream/v4.5/edit with image_urls, or describe what the image shows.';
  return [parameterError('ref-missing-file', 'parameters.prompt', message, fix)];
}

function checkImages({ prompt, image_urls, image_files }: Record<string, unknown>): Diagnostic[] {
  const path = 'parameters.image_urls';
  const files = findReferenceFiles({ image_urls, image_files });
  if (files.length === 0)
    return [parameterError('parameter-missing', path, 'image_urls is missing.', 'Give the URL of the image to edit.')];
  const twice = image_urls !== undefined && image_files !== undefined;
  return [
    ...checkUrls(files),
    ...(twice
      ? [parameterError('parameter-twice', path, 'image_urls and image_files are the same list.', 'Give one of them.')]
      : []),
    ...(typeof prompt === 'string' ? checkFigures(prompt, files.length) : []),
  ];
}

/** `@image_file_1` in an edit means `Figure 1`. */
function writeFigures(prompt: string): string {
  return findFigures(prompt)
    .filter(({ style }) => style.sigil !== '')
    .reduceRight((written, { start, end, numbers }) => {
      const figures = numbers.map((n) => `Figure ${n}`).join(', ');
      return `${written.slice(0, start)}${figures}${written.slice(end)}`;
    }, prompt);
}
