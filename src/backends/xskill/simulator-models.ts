import * as z from 'zod';
import type { Route } from '../../simulation/simulator.ts';
import type { Task } from '../../simulation/tasks.ts';
import { digest } from '../../simulation/validate.ts';
import { fail, ok } from './simulator-replies.ts';
import { seedance25 } from './simulator-seedance-25.ts';

/** A model as the simulated service knows it. `pricing` is what its docs publish; `charge` follows it. */
export type SimulatedModel = {
  id: string;
  name: string;
  category: 'image' | 'video';
  taskType: string;
  parameters: z.ZodType<Order>;
  pricing: Record<string, unknown> & { vip_discount?: Readonly<Record<string, number>> };
};

/** What the simulator needs of a request's parameters. `slow` is the standard model beside the fast one. */
export type Order = {
  prompt: string;
  price: number;
  slow?: boolean;
  references: Record<string, string[]>;
  result: Task['result'];
};

const prompt = z.string().min(1).max(20_000);
const list = (most: number) => z.array(z.string()).max(most).default([]);

// Pixels a side are ours, at the 2K that Seedream 4.5 draws; the names: docs/wire.md, Seedream.
const imageSizes = {
  auto_2K: [2048, 2048],
  auto_4K: [4096, 4096],
  square_hd: [2048, 2048],
  portrait_4_3: [1728, 2304],
  portrait_16_9: [1440, 2560],
  landscape_4_3: [2304, 1728],
  landscape_16_9: [2560, 1440],
} as const;

const pictureFields = {
  prompt,
  image_size: z.enum(Object.keys(imageSizes) as (keyof typeof imageSizes)[]).default('auto_2K'),
  num_images: z.number().int().min(1).max(6).default(1),
};

const pointsAPicture = 4;

function pictures(
  fields: { prompt: string; image_size: keyof typeof imageSizes; num_images: number },
  references = {},
): Order {
  const [width, height] = imageSizes[fields.image_size];
  const count = fields.num_images;
  const result = { kind: 'image' as const, width, height, count, seed: digest(fields.prompt) };
  return { prompt: fields.prompt, price: pointsAPicture * count, references, result };
}

const picturePricing = {
  base_price: pointsAPicture,
  price_type: 'quantity_based',
  price_description: `${pointsAPicture} points an image`,
  examples: [{ description: '1 image', price: pointsAPicture }],
};

const videoFields = z.strictObject({
  prompt,
  functionMode: z.enum(['omni_reference', 'first_last_frames']).default('omni_reference'),
  image_files: list(9),
  video_files: list(3),
  audio_files: list(3),
  filePaths: list(2),
  ratio: z.enum(['21:9', '16:9', '4:3', '1:1', '3:4', '9:16']).default('16:9'),
  duration: z.number().int().min(4).max(15).default(5),
  model: z.enum(['seedance_2.0_fast', 'seedance_2.0']).default('seedance_2.0_fast'),
});
type VideoFields = z.infer<typeof videoFields>;

const pointsASecond = { 'seedance_2.0_fast': 10, 'seedance_2.0': 20 } as const; // docs/wire.md, xskill money

function video(fields: VideoFields): Order {
  const { prompt, duration, ratio, model, image_files, video_files, audio_files, filePaths } = fields;
  return {
    prompt,
    price: duration * pointsASecond[model] * (video_files.length > 0 ? 2 : 1),
    slow: model === 'seedance_2.0',
    references: { image_files, video_files, audio_files, filePaths },
    result: { kind: 'video', seconds: duration, ratio, resolution: '720p', audio: true },
  };
}

/** What a schema cannot say of modes, counts and mentions. */
function checkVideo(fields: VideoFields, issues: z.core.$RefinementCtx<VideoFields>): void {
  const refuse = (field: string, message: string) => issues.addIssue({ code: 'custom', path: [field], message });
  const given = { image: fields.image_files, video: fields.video_files, audio: fields.audio_files };
  if (fields.functionMode === 'first_last_frames') {
    for (const [type, urls] of Object.entries(given)) {
      if (urls.length > 0) refuse(`${type}_files`, 'not allowed with functionMode first_last_frames; use filePaths');
    }
    return;
  }
  if (fields.filePaths.length > 0) refuse('filePaths', 'only allowed with functionMode first_last_frames');
  if (given.image.length + given.video.length + given.audio.length > 12)
    refuse('image_files', 'at most 12 files altogether');
  if (given.audio.length > 0 && given.image.length + given.video.length === 0)
    refuse('audio_files', 'need an image or a video beside them');
  for (const [, type = '', from = '', to = from] of fields.prompt.matchAll(
    /@(image|video|audio)_file_(\d+)(?:-(\d+))?/g,
  )) {
    const urls = given[type as keyof typeof given];
    if (Math.max(Number(from), Number(to)) > urls.length)
      refuse('prompt', `@${type}_file_${to} has no file: ${type}_files holds ${urls.length}`);
  }
}

const videoPricing = {
  base_price: 0,
  price_type: 'per_second',
  price_description:
    'seedance_2.0_fast 10 points per second, seedance_2.0 20 points per second; doubled with a video reference',
  per_second: pointsASecond['seedance_2.0_fast'],
  examples: [
    { description: 'seedance_2.0_fast, 5 s', price: 50 },
    { description: 'seedance_2.0, 15 s', price: 300 },
    { description: 'seedance_2.0_fast, 5 s, with a video reference', price: 100 },
  ],
};

/** Later models whose parameters nobody wrote down: anything with a prompt is taken. */
function undocumented(id: string, name: string, category: 'image' | 'video', price: number): SimulatedModel {
  const pricing = {
    base_price: price,
    price_type: 'token_based',
    price_description: 'Depends on the tokens used',
    examples: [],
  };
  const parameters = z.looseObject({ prompt }).transform((fields): Order => {
    if (category === 'image') return { ...pictures({ ...fields, image_size: 'auto_2K', num_images: 1 }), price };
    const result = { kind: 'video' as const, seconds: 5, ratio: '16:9', resolution: '720p', audio: true };
    return { prompt: fields.prompt, price, references: {}, result };
  });
  return { id, name, category, taskType: category === 'image' ? 't2i' : 't2v', parameters, pricing };
}

export const simulatedModels: readonly SimulatedModel[] = [
  {
    id: 'st-ai/super-seed2',
    name: 'Seedance 2.0',
    category: 'video',
    taskType: 'i2v',
    parameters: videoFields.superRefine(checkVideo).transform(video),
    pricing: videoPricing,
  },
  {
    id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
    name: 'Seedream 4.5',
    category: 'image',
    taskType: 't2i',
    parameters: z.strictObject(pictureFields).transform((fields) => pictures(fields)),
    pricing: picturePricing,
  },
  {
    id: 'fal-ai/bytedance/seedream/v4.5/edit',
    name: 'Seedream 4.5 Edit',
    category: 'image',
    taskType: 'i2i',
    parameters: z
      .strictObject({ ...pictureFields, image_urls: z.array(z.string()).min(1).max(10) })
      .transform(({ image_urls, ...fields }) => pictures(fields, { image_urls })),
    pricing: picturePricing,
  },
  seedance25,
  undocumented('ark/seedance-2.0', 'Seedance 2.0 (Ark)', 'video', 120),
  undocumented('fal-ai/bytedance/seedream/v5/lite/text-to-image', 'Seedream 5 Lite', 'image', 3),
  undocumented('fal-ai/bytedance/seedream/v5/lite/edit', 'Seedream 5 Lite Edit', 'image', 3),
];

/** The service's own list, one of its rows, and each model's docs; none asks for a key. */
export const modelRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/api\/v3\/mcp\/models$/, anonymous: true, handle: listModels },
  { method: 'GET', path: /^\/api\/v3\/mcp\/models\/(.+)$/, anonymous: true, handle: showModel },
  { method: 'GET', path: /^\/api\/v3\/models\/(.+)\/docs$/, anonymous: true, handle: describeModel },
];

function rowOf({ id, name, category, taskType }: SimulatedModel) {
  const stats = { success_rate: 0.49, total_tasks: 17_661 }; // docs/wire.md, xskill models
  return { id, name, category, task_type: taskType, description: name, stats };
}

function listModels(request: Request): Response {
  const category = new URL(request.url).searchParams.get('category');
  const shown = simulatedModels.filter((model) => !category || category === 'all' || model.category === category);
  return ok({ models: shown.map(rowOf) });
}

function showModel(_: Request, [id]: string[]): Response {
  const model = simulatedModels.find((one) => one.id === id);
  return model ? ok({ ...rowOf(model), params_schema: paramsSchema(model) }) : fail(404, `Model not found: ${id}`);
}

function describeModel(_: Request, [id]: string[]): Response {
  const model = simulatedModels.find((one) => one.id === id);
  if (!model) return fail(404, `Model not found: ${id}`);
  return ok({ id, name: model.name, params_schema: paramsSchema(model), pricing: model.pricing });
}

export function paramsSchema({ parameters }: SimulatedModel): unknown {
  return z.toJSONSchema(parameters, { io: 'input' });
}
