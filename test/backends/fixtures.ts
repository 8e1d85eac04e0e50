import { readExchanges } from '../fixtures/exchanges.ts';
import type { Reply, Sent } from './connect.ts';

type Meant = { code?: string; messageIncludes?: string[]; retryAfterMs?: number };

/** One documented exchange; the format is test/fixtures/wire/README.md. */
export type Fixture = {
  name: string;
  operation?: string;
  before?: { request: Sent; reply: Reply }[];
  request: Sent;
  reply: Reply;
  means: {
    accepted?: unknown;
    task?: { error?: Meant; [key: string]: unknown };
    balance?: unknown;
    uploaded?: unknown;
    rows?: unknown;
    models?: unknown;
    quote?: { model: string; parameters: Record<string, unknown>; price: unknown };
    error?: Meant;
  };
};

export function readFixtures(backendId: string): Fixture[] {
  return readExchanges(backendId);
}
