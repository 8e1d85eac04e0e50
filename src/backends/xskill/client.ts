import { untilAborted } from '../../core/abort.ts';
import type { Clock } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { Price } from '../../core/price.ts';
import { type Http, pathSegment } from '../../net/http.ts';
import type { CallOptions, Client, Uploaded } from '../backend.ts';
import { replyAbout } from '../remote-id.ts';
import { documentedReply } from './documented.ts';
import { unit } from './model.ts';
import { modelOf } from './models.ts';
import { docsReply, hasLevels, type Pricing, priceOf } from './pricing.ts';
import { type Balance, balanceReply, createReply, listReply, taskReply, uploadReply } from './wire.ts';

/** Speaks to xskill. Routes and what is tried after a 404: docs/wire.md, xskill routes. */
export function createClient(http: Http, clock: Clock): Client {
  const pricingOf = rememberFor(pricingAgeMs, clock, (id) => readPricing(http, id));
  const levelOf = rememberFor(pricingAgeMs, clock, async () => {
    const { vipLevel } = await readBalance(http, { deadlineMs: docsDeadlineMs });
    return vipLevel;
  });
  return {
    submit: ({ path, body }, { signal } = {}) => http.spend({ path, body, schema: createReply, signal }),
    get: (remoteId, { signal, once, deadlineMs } = {}) =>
      http.read({
        path: '/api/v3/tasks/query',
        method: 'POST',
        body: { task_id: remoteId },
        schema: replyAbout(remoteId, [['data', 'task_id']], taskReply),
        once,
        deadlineMs,
        signal,
      }),
    upload: (source, options) => upload(http, source, options),
    balance: async (options = {}) => {
      const { vipLevel: _, ...balance } = await readBalance(http, options);
      return balance;
    },
    quote: async (model, input, options = {}) => {
      const published = await pricingOf(model.id, options).catch(asUnknown);
      if ('source' in published) return published;
      const { pricing } = published;
      const level = pricing && hasLevels(pricing) ? await levelOf('', options).catch(() => undefined) : undefined;
      return priceOf(pricing, modelOf(model.id).quantity(input), level);
    },
    recent: ({ signal } = {}) =>
      http.read({ path: '/api/v3/tasks/list', method: 'POST', body: { limit: 20 }, schema: listReply, signal }),
    documented: (id, { signal } = {}) =>
      http.read({ path: docsPath(id), schema: documentedReply, anonymous: true, signal, deadlineMs: docsDeadlineMs }),
  };
}

/** A slow line carries 30 MB in this time. */
const uploadMs = 120_000;
/** A client gives up at 60 s: trouble is not repeated for longer than this. */
const uploadRepeatsMs = 20_000;
const noUpload = 'Give the public URL of the picture instead, or try again later.';
const pricingAgeMs = 5 * 60_000;
/** The tasks of one batch do not each wait for a list that is out of reach. */
const failureAgeMs = 10_000;
/** A price is worth a short wait before a submit, not a long one. */
const docsDeadlineMs = 3_000;

async function upload(
  http: Http,
  source: { url: string } | { base64: string; mediaType: string },
  { signal }: CallOptions = {},
): Promise<Uploaded> {
  const post = (path: string, body: unknown) =>
    http.read({
      path,
      method: 'POST',
      body,
      schema: uploadReply,
      signal,
      attemptMs: uploadMs,
      deadlineMs: uploadRepeatsMs,
    });
  const noneOffered = orOn404<Uploaded>(() => {
    throw new AppError('unavailable', 'xskill takes no uploads at this address.', { nextStep: noUpload });
  });
  if ('base64' in source) {
    const image_data = `data:${source.mediaType};base64,${source.base64}`;
    return post('/api/v3/upload/image', { image_data }).catch(noneOffered);
  }
  const { url } = source;
  const transfer = () => post('/api/v3/tools/transfer-url', { url, type: 'image' });
  return post('/api/v3/upload/image', { image_url: url }).catch(orOn404(transfer)).catch(noneOffered);
}

function readBalance(http: Http, { signal, deadlineMs }: CallOptions & { deadlineMs?: number }): Promise<Balance> {
  const from = (path: string) => http.read({ path, schema: balanceReply, signal, deadlineMs });
  return from('/api/v3/balance').catch(orOn404(() => from('/api/v3/user/balance')));
}

async function readPricing(http: Http, id: string): Promise<{ pricing: Pricing | undefined }> {
  const pricing = await http
    .read({ path: docsPath(id), schema: docsReply, anonymous: true, deadlineMs: docsDeadlineMs })
    .catch(orOn404(async () => undefined));
  return { pricing };
}

function docsPath(modelId: string): string {
  return `/api/v3/models/${modelId.split('/').map(pathSegment).join('/')}/docs?lang=en`;
}

/** Trouble with the price list is no reason to refuse: the price is then unknown, and says why. */
function asUnknown(thrown: unknown): Price {
  if (!(thrown instanceof AppError)) throw thrown;
  return { unit, source: 'unknown', note: `The price could not be read just now. ${thrown.message}` };
}

/** Another way, where the service does not have this one. */
function orOn404<T>(otherwise: () => Promise<T>): (thrown: unknown) => Promise<T> {
  return (thrown) => {
    if (thrown instanceof AppError && (thrown.code === 'not_found' || thrown.code === 'unknown_model'))
      return otherwise();
    throw thrown;
  };
}

/** Keeps answers for a while, and failures for a moment. Many that ask at the same time ask once, so nobody's signal ends the question. */
function rememberFor<T>(ageMs: number, clock: Clock, ask: (id: string) => Promise<T>) {
  const known = new Map<string, { until: number; answer: Promise<T> }>();
  const keep = (id: string): Promise<T> => {
    const asked = { until: Number.POSITIVE_INFINITY, answer: ask(id) };
    known.set(id, asked);
    const keepFor = (ms: number) => () => {
      asked.until = clock.now() + ms;
    };
    asked.answer.then(keepFor(ageMs), keepFor(failureAgeMs));
    return asked.answer;
  };
  return (id: string, { signal }: CallOptions): Promise<T> => {
    const kept = known.get(id);
    const answer = kept && clock.now() < kept.until ? kept.answer : keep(id);
    return signal ? untilAborted(answer, signal) : answer;
  };
}
