import type * as z from 'zod';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { quote } from '../core/quote.ts';
import { type Answer, readAnswer } from './answer.ts';
import { NetworkError, type Send, withDeadline } from './send.ts';

export type { Answer } from './answer.ts';
export { NetworkError, type Reply, type Send, type SendInit, withDeadline } from './send.ts';

/** An error that a service answered, with the HTTP status it means (an envelope may say 402 inside a 200). */
export type Refusal = { status: number; error: AppError };

export type HttpOptions = {
  title: string;
  baseUrl: string;
  send: Send;
  clock: Clock;
  /** Read at every call, so that a newly saved key works at once. Throws `unauthorized` with the service's own words. */
  key(): string;
  headers(key: string): Record<string, string>;
  /** Undefined when the answer is not an error. Only called with whole answers, of any status. `spending`: the request is never repeated. */
  refusal(answer: Answer, spending: boolean): Refusal | undefined;
  log?(fields: Record<string, unknown>, message: string): void;
  /** Waits until one more request may leave. */
  pace?(signal?: AbortSignal): Promise<void>;
};

type ReadRequest<T> = {
  path: string;
  schema: z.ZodType<T>;
  method?: 'GET' | 'POST';
  body?: unknown;
  /** Sent without the key. */
  anonymous?: boolean;
  /** One attempt, no repeats. */
  once?: boolean;
  signal?: AbortSignal;
  deadlineMs?: number;
  /** How long one attempt may take, for big bodies, also past the deadline for repeats; default 15 s. */
  attemptMs?: number;
};

type SpendRequest<T> = { path: string; body: unknown; schema: z.ZodType<T>; signal?: AbortSignal };

/** The one way to a service. */
export type Http = {
  baseUrl: string;
  /** Repeats on 408, 429, 5xx and network trouble with back-off, inside one deadline (default 30 s). */
  read<T>(request: ReadRequest<T>): Promise<T>;
  /** Sends once. Throws `uncertain` whenever the service may have taken it (docs/wire.md, Which calls may be repeated). */
  spend<T>(request: SpendRequest<T>): Promise<T>;
};

const readDeadlineMs = 30_000;
const attemptTimeoutMs = 15_000;
const spendDeadlineMs = 120_000; // docs/wire.md, Which calls may be repeated
const rateLimitWaitMs = 5_000; // docs/wire.md, Which calls may be repeated
const longestRateLimitWaitMs = 60_000;

export function createHttp(options: HttpOptions): Http {
  return {
    baseUrl: options.baseUrl,
    read: (request) => read(options, request),
    spend: (request) => spend(options, request),
  };
}

async function read<T>(options: HttpOptions, request: ReadRequest<T>): Promise<T> {
  const { clock, title } = options;
  const deadlineAt = clock.now() + (request.deadlineMs ?? readDeadlineMs);
  for (let repeats = 0; ; repeats++) {
    const timeoutMs = request.attemptMs ?? Math.max(1, Math.min(attemptTimeoutMs, deadlineAt - clock.now()));
    const attempt = await attemptOnce(options, request, timeoutMs);
    if ('answer' in attempt) return parseAnswer(request.schema, attempt.answer, title);
    const pauseMs = pauseBeforeRepeatMs(attempt, repeats);
    if (request.once || pauseMs === undefined || clock.now() + pauseMs >= deadlineAt) throw readError(title, attempt);
    await clock.sleep(pauseMs, request.signal);
  }
}

async function spend<T>(options: HttpOptions, request: SpendRequest<T>): Promise<T> {
  const { clock, title } = options;
  const post = { ...request, method: 'POST' as const, once: true, spending: true };
  let attempt = await attemptOnce(options, post, spendDeadlineMs);
  if ('refusal' in attempt && attempt.refusal.status === 429) {
    const { error } = attempt.refusal;
    const pauseMs = Math.min(attempt.retryAfterMs ?? rateLimitWaitMs, longestRateLimitWaitMs);
    await clock.sleep(pauseMs, request.signal).catch(() => Promise.reject(error)); // cut short, it stays refused
    attempt = await attemptOnce(options, post, spendDeadlineMs);
  }
  if ('network' in attempt) {
    throw attempt.network.neverSent
      ? readError(title, attempt)
      : uncertain(
          title,
          `the connection failed after the request had left (${attempt.network.message})`,
          attempt.network,
        );
  }
  if ('refusal' in attempt) {
    const { status, error } = attempt.refusal;
    const certain = status >= 400 && status < 500 && status !== 408;
    throw certain ? error : uncertain(title, `it answered with an error (${error.message})`, error);
  }
  const parsed = request.schema.safeParse(attempt.answer.json);
  if (!parsed.success) throw uncertain(title, 'its answer could not be read', parsed.error);
  return parsed.data;
}

type Attempt = { answer: Answer } | { refusal: Refusal; retryAfterMs?: number } | { network: NetworkError };
type AttemptRequest = {
  path: string;
  method?: 'GET' | 'POST';
  body?: unknown;
  anonymous?: boolean;
  signal?: AbortSignal;
  /** Not repeated, so it gets a connection of its own. */
  once?: boolean;
  spending?: boolean;
};

async function attemptOnce(options: HttpOptions, request: AttemptRequest, timeoutMs: number): Promise<Attempt> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const key = request.anonymous ? undefined : options.key();
  if (key !== undefined) Object.assign(headers, options.headers(key));
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  if (body !== undefined) headers['content-type'] = 'application/json';
  const method = request.method ?? 'GET';
  const url = new URL(options.baseUrl.replace(/\/+$/, '') + request.path).href;
  await options.pace?.(request.signal);
  const startedAt = options.clock.now();
  try {
    const answer = await withDeadline(options.clock, timeoutMs, request.signal, async (signal) =>
      readAnswer(await options.send(url, { method, headers, body, signal, alone: request.once }), options.clock, key),
    );
    options.log?.({ method, path: request.path, status: answer.status, ms: options.clock.now() - startedAt }, 'answer');
    const refusal = options.refusal(answer, request.spending ?? false);
    return refusal ? { refusal, retryAfterMs: answer.retryAfterMs } : { answer };
  } catch (thrown) {
    if (thrown instanceof AppError || request.signal?.aborted) throw thrown;
    const network = thrown instanceof NetworkError ? thrown : new NetworkError(messageOf(thrown), 'broken', thrown);
    options.log?.({ method, path: request.path, error: network.message }, 'no answer');
    return { network };
  }
}

/** One path segment of a URL. Refuses what could climb out of it. */
export function pathSegment(id: string): string {
  if (id === '' || id === '.' || id === '..' || /[/\\]|\p{Cs}/u.test(id)) {
    throw new AppError('invalid_input', `${quote(id)} is not a task id.`);
  }
  return encodeURIComponent(id);
}

function parseAnswer<T>(schema: z.ZodType<T>, answer: Answer, title: string): T {
  const parsed = schema.safeParse(answer.json);
  if (parsed.success) return parsed.data;
  throw new AppError('bad_reply', `${title} gave an answer that could not be read (HTTP ${answer.status}).`, {
    cause: parsed.error,
  });
}

function pauseBeforeRepeatMs(attempt: Attempt, repeats: number): number | undefined {
  if ('refusal' in attempt) {
    const { status } = attempt.refusal;
    if (status !== 408 && status !== 429 && status < 500) return undefined;
    if (attempt.retryAfterMs !== undefined) return attempt.retryAfterMs;
    if (status === 429) return rateLimitWaitMs;
  }
  if ('network' in attempt && (attempt.network.reason === 'private_address' || attempt.network.nextStep))
    return undefined;
  return 500 * 2 ** repeats * (0.5 + Math.random());
}

function readError(title: string, attempt: Attempt): AppError {
  if ('refusal' in attempt) return attempt.refusal.error;
  const cause = 'network' in attempt ? attempt.network : undefined;
  const sent = cause?.neverSent ? ' The request was not sent.' : '';
  return new AppError('unavailable', `${title} could not be reached: ${cause?.message ?? 'no answer'}.${sent}`, {
    cause,
    nextStep: cause?.nextStep,
  });
}

function uncertain(title: string, why: string, cause: unknown): AppError {
  return new AppError('uncertain', `It is unclear whether ${title} accepted the task: ${why}.`, { cause });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
