import type { Clock } from '../core/clock.ts';
import { findJson } from '../core/find-json.ts';
import { NetworkError, type Reply } from './send.ts';

/** A reply read to its end. `json` is undefined when the text is not JSON; `retryAfterMs` is its `Retry-After`. */
export type Answer = { status: number; text: string; json: unknown; retryAfterMs?: number };

const largestReplyBytes = 8 * 1024 * 1024;
/** Shorter ones could be ordinary words of an answer. */
const shortestKey = 16;

/** Reads a reply to its end. A service that says the key back does not bring it into our errors and records. */
export async function readAnswer(reply: Reply, clock: Clock, key = ''): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reply.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > largestReplyBytes) throw new NetworkError('the answer is larger than 8 MB', 'broken');
    chunks.push(chunk);
  }
  const said = Buffer.concat(chunks).toString('utf8');
  const text = key.length >= shortestKey ? said.replace(spellingsOf(key), '[key]') : said;
  const retryAfterMs = parseRetryAfter(reply.headers.get('retry-after'), clock.now());
  return { status: reply.status, text, json: findJson(text), retryAfterMs };
}

/** A key as it may stand in JSON, in a URL, or in both: each character as it is or in one of its escapes. */
function spellingsOf(key: string): RegExp {
  const characters = [...key].map((character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
    return `(?:\\\\?${character.replace(/\W/, '\\$&')}|\\\\u00${hex}|%${hex})`;
  });
  return new RegExp(characters.join(''), 'gi');
}

/** Seconds, or a date. */
function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
