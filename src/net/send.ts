import { followAbort, untilAborted } from '../core/abort.ts';
import type { Clock } from '../core/clock.ts';

export type SendInit = {
  method: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
  /** Refuse to connect to loopback, private, link-local and metadata addresses, also behind DNS and redirects. */
  publicOnly?: boolean;
  /** On a connection of its own: one kept from earlier may die under the request and leave its outcome unknown. */
  alone?: boolean;
  /** Follow up to five redirects. Never set where a key is sent. */
  followRedirects?: boolean;
};

export type Reply = {
  status: number;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
};

/** The small part of fetch that we use. The network and a simulator both satisfy it. */
export type Send = (url: string, init: SendInit) => Promise<Reply>;

/** A request that got no reply. `neverSent` is true only when no byte of it can have left. */
export class NetworkError extends Error {
  readonly neverSent: boolean;
  readonly reason: 'unreachable' | 'private_address' | 'broken';
  /** What a person has to change before it can work: asking again is no use until then. */
  readonly nextStep: string | undefined;

  constructor(message: string, reason: NetworkError['reason'], cause?: unknown, nextStep?: string) {
    super(message, { cause });
    this.name = 'NetworkError';
    this.reason = reason;
    this.nextStep = nextStep;
    this.neverSent = reason !== 'broken';
  }
}

/** Runs `work` with a signal that fires at the deadline, or with the caller's own. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const settled = new AbortController();
  const attempt = followAbort(caller);
  clock.sleep(ms, settled.signal).then(
    () => attempt.abort(new NetworkError(`no answer within ${Math.round(ms / 1000)} s`, 'broken')),
    () => undefined,
  );
  try {
    return await untilAborted(work(attempt.signal), attempt.signal);
  } finally {
    settled.abort();
    attempt.release();
  }
}
