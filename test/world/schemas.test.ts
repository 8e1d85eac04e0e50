import { JSONSchemaToZod } from '@dmitryrechkin/json-schema-to-zod';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { convertJsonSchemaToZod } from 'zod-from-json-schema';
import { makePicture } from '../../src/simulation/picture.ts';
import { openFront, submissionOf } from '../harness.ts';

type Json = {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Json>;
  required?: string[];
  items?: Json;
  additionalProperties?: boolean;
  [keyword: string]: unknown;
};

const picture = 'https://files.test/hero.png';
const bytes = makePicture({ width: 512, height: 512 }, 'hero');

const front = await openFront({
  tamper: ({ url }) => (url === picture ? Promise.resolve(new Response(new Uint8Array(bytes))) : undefined),
});
afterAll(() => front.close());
const { tools } = await front.client.listTools();
const schemas = tools.map(({ name, inputSchema }) => [name, inputSchema as Json] as const);

/** A schema and every schema inside it. */
function within(schema: Json): Json[] {
  const { properties = {}, items } = schema;
  return [schema, ...Object.values(properties).flatMap(within), ...(items ? within(items) : [])];
}

const parameters = {
  prompt: 'Hero @image_file_1 walks',
  image_files: [picture],
  ratio: '16:9',
  duration: 5,
  model: 'seedance_2.0',
};
/** Calls of a whole workflow, as a model writes them. */
const calls: [string, Record<string, unknown>][] = [
  [
    'compose_storyboard',
    {
      shots: [
        {
          visual: '@hero walks',
          camera: 'wide shot, static camera',
          dialogue: [{ speaker: 'Mei', line: 'We made it.' }],
        },
      ],
      references: [{ url: picture, role: 'character', name: 'hero' }],
      duration: 5,
      constraints: ['no text'],
      strict: false,
    },
  ],
  ['submit_task', { model_id: 'st-ai/super-seed2', parameters, dry_run: true, max_cost: 1_000 }],
  [
    'submit_task',
    {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: 'A fox', first_frame: picture, last_frame: picture, duration: 5 },
      dry_run: true,
    },
  ],
  [
    'submit_task',
    {
      model_id: 'fal-ai/bytedance/seedream/v4.5/edit',
      parameters: { prompt: 'Figure 1 at night', image_urls: [picture], image_size: 'square_hd', num_images: 2 },
      dry_run: true,
    },
  ],
  [
    'submit_task',
    {
      model_id: 'seedance-2-0/text-to-video',
      parameters: { prompt: 'A fox', duration: 5, resolution: '480p', generate_audio: false },
      dry_run: true,
    },
  ],
  ['get_task', { limit: 5, search: 'fox', save: false }],
  ['get_balance', {}],
];

describe('the tool list by the rules of', () => {
  it.each(schemas)('Anthropic and OpenAI: %s', (name, schema) => {
    expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(schema.type).toBe('object');
    for (const key of ['anyOf', 'oneOf', 'allOf', 'enum', 'not']) expect(schema).not.toHaveProperty(key);
    for (const inner of within(schema)) {
      expect(inner.type, JSON.stringify(inner)).toEqual(expect.any(String));
      if (inner.type === 'array') expect(inner.items).toBeDefined();
      for (const property of Object.keys(inner.properties ?? {})) expect(property).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/);
    }
  });

  // The keywords of its Schema object (ai.google.dev/api/caching#Schema), less those that its JSON Schema mode leaves out.
  const gemini = ['type', 'description', 'enum', 'properties', 'required', 'items', 'minimum', 'maximum'];

  it.each(schemas)('Gemini: %s', (_, schema) => {
    for (const inner of within(schema)) {
      expect([...gemini, 'additionalProperties']).toEqual(expect.arrayContaining(Object.keys(inner)));
      expect(Object.keys(inner.properties ?? {})).toEqual(expect.arrayContaining(inner.required ?? []));
      if (inner.enum)
        expect([inner.type, ...inner.enum.map((one) => typeof one)]).toEqual(inner.enum.concat('').map(() => 'string'));
    }
  });
});

/** OpenAI's strict mode: closed objects, and every field required; what is left out comes as null. */
function fillStrictly(schema: Json, given: unknown): unknown {
  if (given === undefined) return null;
  if (Array.isArray(given)) return given.map((item) => fillStrictly(schema.items ?? {}, item));
  if (schema.type !== 'object' || typeof given !== 'object' || given === null) return given;
  const fields = Object.entries(schema.properties ?? {});
  return Object.fromEntries(fields.map(([key, inner]) => [key, fillStrictly(inner, Reflect.get(given, key))]));
}

describe('a call through a host that converts the schema', () => {
  const hosts: [string, (schema: Json, args: Record<string, unknown>) => unknown][] = [
    ['OpenAI, strict', fillStrictly],
    ['zod', (schema, args) => z.fromJSONSchema(schema as never).parse(args)],
    ['zod-from-json-schema (Mastra)', (schema, args) => convertJsonSchemaToZod(schema as never).parse(args)],
    [
      '@dmitryrechkin/json-schema-to-zod (mcp-use)',
      (schema, args) => JSONSchemaToZod.convert(schema as never).parse(args),
    ],
  ];

  it.each(hosts)('%s: arrives whole', async (_, convert) => {
    for (const [name, args] of calls) {
      const [, schema = {}] = schemas.find(([listed]) => listed === name) ?? [];
      const arrived = convert(schema, args) as Record<string, unknown>;
      expect(arrived).toMatchObject(args);
      const [direct, converted] = [await front.call(name, args), await front.call(name, arrived)];
      expect(direct.isError, direct.text).toBe(false);
      expect(converted.text).toEqual(direct.text);
    }
  });
});

describe('what a storyboard hands to submit_task', () => {
  const clip = { url: 'https://files.test/a.mp4', seconds: 5 };
  const { properties = {} } = schemas.find(([name]) => name === 'submit_task')?.[1].properties?.parameters ?? {};

  it.each([
    ['frames', { task: 'first_last_frames', references: [{ url: picture, role: 'first frame' }] }],
    ['a clip', { task: 'extend', references: [{ ...clip, role: 'extend' }], tier: 'standard' }],
    [
      'sound',
      {
        references: [
          { url: picture, role: 'character' },
          { ...clip, url: 'https://files.test/a.mp3', role: 'music' },
        ],
      },
    ],
    ['Pixazo', { model_id: 'seedance-2-0/text-to-video' }],
    ['2.5', { model_id: 'st-ai/super-seed2-lite' }],
  ])('is listed, so that no host drops it: %s', async (_, input) => {
    const { data } = await front.call('compose_storyboard', {
      shots: [{ visual: 'A fox', sound: 'wind' }],
      duration: 5,
      ...input,
    });
    const checkedHereOnly = ['video_seconds', 'audio_seconds'];
    const handed = Object.keys((await submissionOf(front, data.submit))?.parameters ?? {}).filter(
      (key) => !checkedHereOnly.includes(key),
    );
    expect(handed).toContain('prompt');
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(handed));
  });
});
