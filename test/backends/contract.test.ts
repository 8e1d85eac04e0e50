import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, Client, Model, Wire } from '../../src/backends/backend.ts';
import { checkParameters } from '../../src/backends/check.ts';
import { backends, resolveModel } from '../../src/backends/index.ts';
import { AppError } from '../../src/core/errors.ts';
import { type Connected, connect, connectSimulator, replying } from './connect.ts';
import { type Fixture, readFixtures } from './fixtures.ts';

/** Every service is held to the same promises: what it documents, what its simulator does, and what nobody foresaw. */
describe.each(backends)('$id', (backend) => {
  describe('documented exchanges', () => {
    const fixtures = readFixtures(backend.id).filter(({ means }) => !means.models);

    it.each(fixtures)('$name', async (fixture) => {
      const replies = [...(fixture.before ?? []).map(({ reply }) => reply), fixture.reply];
      const connected = connect(backend, replying(...replies), keyIn(fixture));
      const outcome = await connected.run(call(backend, connected.client, fixture)).catch((error: unknown) => error);
      expectMeaning(outcome, fixture);
      expectRequests(connected, fixture);
    });

    it('has some', () => expect(fixtures.length).toBeGreaterThan(40));
  });

  describe('in its simulator', () => {
    it.each(backend.models.map(({ id }) => id))('takes %s to its files', async (id) => {
      const connected = await connectSimulator(backend);
      const model = resolveModel(id).model;
      const { remoteId, price } = await connected.run(connected.client.submit(wireOf(model)));
      expect(remoteId).not.toBe('');
      if (price) expect(price).toMatchObject({ source: 'charged', unit: backend.unit });
      expect(await connected.run(connected.client.get(remoteId))).toMatchObject({ status: 'pending', outputUrls: [] });
      await connected.clock.advance(model.wait.firstSeconds * 1000 + 5_000);
      await connected.clock.advance(2 * model.wait.typicalSeconds * 1000);
      const task = await connected.run(connected.client.get(remoteId));
      expect(task).toMatchObject({ status: 'completed', outputUrls: [expect.stringMatching(/^https:\/\//)] });
    });

    it.each([
      ['401', 'unauthorized', 1],
      ['402', 'no_credit', 1],
      ['422', 'invalid_input', 1],
      ['moderated', 'content_refused', 1],
      ['429', 'rate_limited', 2],
      ['500', 'uncertain', 1],
      ['502', 'uncertain', 1],
      ['reset', 'uncertain', 1],
      ['cut', 'uncertain', 1],
      ['no-id', 'uncertain', 1],
    ])('a submit that meets %s is %s after %i POST', async (fault, code, posts) => {
      const connected = await connectSimulator(backend);
      const error = await connected
        .run(connected.client.submit(wireOf(videoModel(backend), fault)))
        .catch((thrown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error.code).toBe(code);
      expect(connected.sent).toHaveLength(posts);
    });

    it('accepts the second POST after one 429', async () => {
      const connected = await connectSimulator(backend);
      await connected.run(connected.client.submit(wireOf(videoModel(backend), '429-once')));
      expect(connected.sent).toHaveLength(2);
    });

    it.each([
      ['face', 'face_detected'],
      ['content', 'content_refused'],
      ['unreachable', 'input_unreachable'],
      ['overloaded', 'unavailable'],
      ['fail', 'task_failed'],
      ['fail, mute', 'task_failed'],
      ['no-url', 'bad_reply'],
    ])('a task that meets %s fails as %s and says what to do', async (fault, code) => {
      const connected = await connectSimulator(backend);
      const { remoteId } = await connected.run(connected.client.submit(wireOf(videoModel(backend), `${fault}, quick`)));
      await connected.clock.advance(5_000);
      const task = await connected.run(connected.client.get(remoteId));
      expect(task).toMatchObject({ status: 'failed', outputUrls: [], error: { code } });
      expect(task.error?.nextStep).toMatch(/\w/);
    });

    it('shows a status that nobody knows as processing', async () => {
      const connected = await connectSimulator(backend);
      const { remoteId } = await connected.run(
        connected.client.submit(wireOf(videoModel(backend), 'status=simmering')),
      );
      await connected.clock.advance(120_000);
      expect(await connected.run(connected.client.get(remoteId))).toMatchObject({
        status: 'processing',
        upstreamStatus: 'simmering',
      });
    });

    it('asks again while a query is in trouble, and exactly once when told so', async () => {
      const connected = await connectSimulator(backend);
      const { remoteId } = await connected.run(connected.client.submit(wireOf(videoModel(backend), 'broken-query')));
      await expect(connected.run(connected.client.get(remoteId))).rejects.toMatchObject({ code: 'unavailable' });
      const before = connected.sent.length;
      expect(before).toBeGreaterThan(3);
      await expect(connected.run(connected.client.get(remoteId, { once: true }))).rejects.toMatchObject({
        code: 'unavailable',
      });
      expect(connected.sent).toHaveLength(before + 1);
    });

    it('does not know a foreign task', async () => {
      const connected = await connectSimulator(backend);
      await expect(connected.run(connected.client.get('nobody'))).rejects.toMatchObject({ code: 'not_found' });
    });

    it('refuses a wrong key in the words of its seed', async () => {
      const connected = await connectSimulator(backend, 'sk-wrong');
      const error = await connected.run(connected.client.submit(wireOf(videoModel(backend)))).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'unauthorized' });
      expect(error.message + error.nextStep).toContain('https://');
    });
  });

  describe('whatever happens', () => {
    it('any JSON reply to any call gives an answer or an AppError', async () => {
      await fc.assert(
        fc.asyncProperty(hostileJson, fc.constantFrom(200, 202, 204, 302, 400, 404, 429, 500), async (body, status) => {
          const network = () => new Response(status === 204 ? null : JSON.stringify(body), { status });
          for (const name of calls(backend)) {
            const connected = connect(backend, network);
            const outcome = await connected
              .run(anyCall(backend, connected.client, name))
              .catch((error: unknown) => error);
            if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
          }
        }),
        { numRuns: 60 },
      );
    });

    it('any task id is refused or stays one segment of the path', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\uD800', '..', '../x', 'a/b', '%2e%2e')),
          async (id) => {
            const connected = connect(backend, replying({ status: 404, body: {} }));
            const error = await connected.run(connected.client.get(id)).catch((thrown: unknown) => thrown);
            expect(error).toBeInstanceOf(AppError);
            const depths = connected.sent.map(({ path }) => path.split('?')[0]!.split('/').length);
            expect(depths.every((depth) => depth === 5)).toBe(true);
          },
        ),
      );
    });

    it.each(backend.models)('$id never sends what has an error', (model) => {
      fc.assert(
        fc.property(parametersFor(model), (parameters) => {
          const { input, problems } = checkParameters(model, parameters);
          const refused = problems.some(({ severity }) => severity === 'error');
          expect(input === undefined).toBe(refused);
          for (const { path, message } of problems)
            expect([path.startsWith('parameters'), message.length > 5]).toEqual([true, true]);
          if (!input) return;
          const { path, body } = model.toWire(input);
          expect(path).toMatch(/^\/[\w/.-]+$/);
          expect(JSON.stringify(body)).not.toMatch(/_seconds"/);
          expect(model.expected(input).references.every(({ url }) => typeof url === 'string')).toBe(true);
          expect(model.listedPrice(input).unit).toBe(backend.unit);
        }),
        { numRuns: 150 },
      );
    });
  });

  it('speaks only to its own origin, with its key in the header and nowhere else', async () => {
    const connected = await connectSimulator(backend, 'sk-a-long-secret-key');
    await connected.run(connected.client.submit(wireOf(videoModel(backend))));
    for (const { path, body } of connected.sent) expect(path + JSON.stringify(body)).not.toContain('secret');
  });

  it('does not let a service say the key back', async () => {
    const key = 'sk-0123456789abcdef';
    const connected = connect(
      backend,
      replying({ status: 400, body: { message: `bad key ${key}`, detail: key, error: key } }),
      key,
    );
    const error = await connected.run(connected.client.submit(wireOf(videoModel(backend)))).catch((thrown) => thrown);
    expect(error.message + error.nextStep).not.toContain(key);
  });
});

function call(backend: Backend, client: Client, { means, request, operation }: Fixture): Promise<unknown> {
  if (means.quote) {
    const { model } = resolveModel(means.quote.model);
    return client.quote!(model, checkParameters(model, means.quote.parameters).input!);
  }
  const [, what] = /\/(query|list|balance|image|transfer-url|status|result|create)\b/.exec(request.path) ?? [];
  const body = (request.body ?? {}) as Record<string, unknown>;
  switch (what) {
    case 'query':
      return client.get(String(body.task_id));
    case 'status':
    case 'result':
      return client.get(decodeURIComponent(request.path.split('/').at(-1)!));
    case 'list':
      return client.recent!();
    case 'balance':
      return client.balance!();
    case 'image':
    case 'transfer-url':
      return client.upload!(sourceOf(body));
    default:
      return client.submit(documentedWire(backend, operation, { path: request.path, body }));
  }
}

/** Fixtures of a refusal carry what our own checks would stop. */
const refusedHere = new Set<unknown>(['st-ai/super-seed99', 60, '/seedance-2-0/v1/text-to-video-nowhere']);

/** What our model makes of a documented body must be that body again. */
function documentedWire(backend: Backend, operation: string | undefined, wire: Wire): Wire {
  const parameters = operation ? wire.body : (wire.body.params as Record<string, unknown>);
  const id = operation ?? String(wire.body.model);
  if ([id, parameters.duration, wire.path].some((one) => refusedHere.has(one))) return wire;
  const { backend: owner, model } = resolveModel(id);
  expect(owner).toBe(backend);
  const { input, problems } = checkParameters(model, parameters);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return model.toWire(input!);
}

function keyIn({ request: { headers = {} } }: Fixture): string | undefined {
  const { authorization, 'ocp-apim-subscription-key': key = authorization } = headers;
  return key?.replace('Bearer ', '');
}

function sourceOf({ image_url, url = image_url, image_data }: Record<string, unknown>) {
  if (typeof url === 'string') return { url };
  return { base64: String(image_data).replace(/^data:.*,/, ''), mediaType: 'image/png' };
}

function expectMeaning(outcome: unknown, { means }: Fixture): void {
  const { error, task, quote, ...rest } = means;
  if (error) {
    expect(outcome).toBeInstanceOf(AppError);
    expectError(outcome as AppError, error);
  } else if (task) {
    const { error: taskError, ...told } = task;
    expect(outcome).toMatchObject(told);
    if (taskError) expectError((outcome as { error: AppError }).error, taskError);
    else expect(outcome).not.toHaveProperty('error');
  } else {
    expect(outcome).toMatchObject((quote?.price ?? Object.values(rest)[0]) as object);
  }
}

function expectError(
  error: Pick<AppError, 'message' | 'code' | 'nextStep'>,
  { messageIncludes = [], ...told }: NonNullable<Fixture['means']['error']>,
): void {
  expect(error).toMatchObject(told);
  for (const words of messageIncludes) expect(error.message).toContain(words);
  expect(error.message.length).toBeLessThan(620);
  expect(error.nextStep).toMatch(/\w/);
}

/** The documented request, sent once; a 429 on a submit once more, a read in trouble a few times more. */
function expectRequests({ sent }: Connected, { before = [], request, reply, means }: Fixture): void {
  const documented = [...before.map((exchange) => exchange.request), request];
  for (const [i, { method, path, headers = {}, body }] of documented.entries()) {
    expect(sent[i]).toMatchObject({ method, path: path.replaceAll('%2F', '/'), headers });
    if (typeof (body as { image_data?: string })?.image_data === 'string') continue;
    expect(sent[i]!.body).toEqual(body);
  }
  if (means.error?.code === 'rate_limited' && reply.headers) expect(sent).toHaveLength(2);
  else if (!['unavailable', 'rate_limited'].includes(means.error?.code ?? ''))
    expect(sent).toHaveLength(documented.length);
}

function videoModel(backend: Backend): Model {
  return backend.models.find(({ kind }) => kind === 'video')!;
}

function wireOf(model: Model, fault?: string): Wire {
  const prompt = `A paper boat crosses a puddle${fault ? ` [rehearse: ${fault}]` : ''}`;
  const image = 'https://example.com/boat.png';
  const more = [
    {},
    { image_files: [image] },
    { image_files: [image], video_files: ['https://example.com/boat.mp4'] },
    { video_files: ['https://example.com/boat.mp4'] },
    { first_frame: image },
    { first_frame: image, last_frame: image },
  ];
  const requests = [...more.map((files) => ({ prompt, ...files })), { video_url: 'https://example.com/boat.mp4' }];
  const inputs = requests.map((request) => checkParameters(model, request).input);
  return model.toWire(inputs.find((input) => input !== undefined)!);
}

function calls(backend: Backend): (keyof Client)[] {
  const { client } = connect(backend, replying());
  return Object.keys(client) as (keyof Client)[];
}

function anyCall(backend: Backend, client: Client, name: keyof Client): Promise<unknown> {
  const model = videoModel(backend);
  const parameters = { prompt: 'A boat' };
  switch (name) {
    case 'submit':
      return client.submit(wireOf(model));
    case 'get':
      return client.get('abc', { once: true });
    case 'upload':
      return client.upload!({ url: 'https://example.com/boat.png' });
    case 'quote':
      return client.quote!(model, parameters);
    case 'documented':
      return client.documented!(model.id);
    default:
      return client[name]!();
  }
}

/** JSON that keeps to the services' keys often enough to get past the first look. */
const hostileJson = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('completed', 'FAILED', 'https://example.com/a.mp4', 200, 402, 4011, '5', null, ''),
  ),
  node: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...[
          'code',
          'data',
          'detail',
          'message',
          'error',
          'status',
          'task_id',
          'request_id',
          'id',
          'price',
          'result',
          'output',
          'images',
        ],
        ...[
          'videos',
          'video',
          'url',
          'video_url',
          'media_url',
          'progress',
          'balance',
          'unit',
          'pricing',
          'price_type',
          'base_price',
          '__proto__',
        ],
      ),
      tie('node'),
      { maxKeys: 6 },
    ),
  ),
})).node;

/** Parameters from good to absurd, by the model's own keys and those of others. */
function parametersFor(model: Model): fc.Arbitrary<Record<string, unknown>> {
  const url = fc.constantFrom(
    'https://example.com/a.png',
    'http://example.com/b.mp4',
    'boat.png',
    'data:image/png;base64,AAAA',
    'C:\\a.png',
    '',
  );
  const words = fc.constantFrom(
    'A boat',
    '@image_file_1 sails',
    'Image 2 and @图片1-4',
    'Figure 1',
    '--ratio 16:9 x',
    '[rehearse: face]',
    '',
  );
  const content = fc.array(
    fc.oneof(
      words.map((text) => ({ type: 'text', text })),
      url.map((address) => ({ type: 'image_url', image_url: { url: address } })),
      url.map((address) => ({ type: 'video_url', video_url: { url: address }, role: 'first_frame' })),
      url.map((address) => ({ type: 'image_url', image_url: address })),
      fc.jsonValue({ maxDepth: 1 }),
    ),
    { maxLength: 4 },
  );
  const urls = fc.array(url, { maxLength: 5 });
  const known = fc.record(
    {
      prompt: words,
      text: words,
      content,
      ...{
        image_files: urls,
        image_urls: urls,
        video_files: urls,
        audio_files: urls,
        filePaths: urls,
        first_frame: url,
        last_frame: url,
      },
      functionMode: fc.constantFrom('omni_reference', 'first_last_frames', 'OMNI_REFERENCE', 'neither'),
      ratio: fc.constantFrom('16:9', '21:9', 'adaptive', '2:1'),
      duration: fc.oneof(fc.integer({ min: -2, max: 16 }), fc.constantFrom('5', '5s', 5.5, null)),
      ...{ num_images: fc.integer({ max: 7 }), image_size: fc.constantFrom('square_hd', 'auto_4K', 'big') },
      ...{
        resolution: fc.constantFrom('480p', '720P', '1080p', '8K'),
        generate_audio: fc.constantFrom(true, 'false', 1),
      },
      ...{ video_seconds: fc.array(fc.float()), audio_seconds: fc.array(fc.integer({ max: 20 })) },
      ...{
        model: words,
        camera_fixed: fc.boolean(),
        tools: fc.constant([{ type: 'web_search' }]),
        watermark: fc.boolean(),
      },
      nonsense: fc.jsonValue({ maxDepth: 1 }),
    },
    { requiredKeys: [] },
  );
  const ours = known.map((all) =>
    Object.fromEntries(
      Object.entries(all).filter(([key]) => key in (model.input as unknown as { shape: object }).shape),
    ),
  );
  return fc.oneof({ arbitrary: ours, weight: 3 }, known, fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })));
}
