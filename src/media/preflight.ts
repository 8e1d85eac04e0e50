import { describeSeveral, isLibraryAsset } from '../core/addresses-in-text.ts';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import type { ReferenceFile, ReferenceType } from '../core/reference-file.ts';
import { bareHost, isPrivateHost } from '../net/addresses.ts';
import { type Reply, type Send, withDeadline } from '../net/http.ts';
import type { TrustedOrigins } from '../net/trusted-origins.ts';
import { describeWrongSize, findWrongFormat } from './limits.ts';
import {
  deadLink,
  expiredLink,
  type Inspection,
  linkNotWeb,
  linkWithPassword,
  privateLink,
  tooBigFile,
  unseenLink,
} from './link-findings.ts';
import { measurePicture } from './picture.ts';
import { describeStart, findMediaType, unknownKind } from './signature.ts';
import { findExpiry, saysExpired } from './signed-link.ts';

export type PreflightOptions = {
  /** Of the model that the references are for. */
  limits: ModelLimits;
  send: Send;
  clock: Clock;
  /** Origins of the configured base URLs: they may be private, as in a rehearsal. */
  trustedOrigins: TrustedOrigins;
  /** For all of them together. */
  deadlineMs?: number;
  signal?: AbortSignal;
};

/** Enough for the size in pixels of nearly every image. */
const lookBytes = 64 * 1024;
const usualDeadlineMs = 3_000;
const nouns = { image: 'an image', video: 'a video', audio: 'an audio file' } as const;

/**
 * Looks at the references that are about to be paid for. What the service certainly cannot use is an error;
 * what only this network says (its resolver, its proxy, its walls) is a warning. All are asked at once, within the deadline.
 */
export async function checkUrls(
  references: readonly ReferenceFile[],
  options: PreflightOptions,
): Promise<Diagnostic[]> {
  const found = await Promise.all(references.map((reference) => checkReference(reference, options)));
  return found.flatMap((finding, n) => (finding ? [{ ...finding, path: references[n]?.field ?? '' }] : []));
}

async function checkReference(reference: ReferenceFile, options: PreflightOptions): Promise<Inspection | undefined> {
  const { url: text } = reference;
  const several = describeSeveral(text);
  if (several) return several;
  if (isLibraryAsset(text)) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return linkNotWeb(reference);
  if (url.username || url.password) return linkWithPassword(url);
  if (!options.trustedOrigins.has(url.origin) && isInsideHost(url.hostname)) return privateLink(url.host);
  const { clock, deadlineMs = usualDeadlineMs } = options;
  try {
    return await withDeadline(clock, deadlineMs, options.signal, (signal) => look(reference, url, options, signal));
  } catch (thrown) {
    options.signal?.throwIfAborted();
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return isLongOver(url, clock) ? expiredLink(url, reason) : unseenLink(url, reason);
  }
}

async function look(
  reference: ReferenceFile,
  url: URL,
  { send, clock, limits }: PreflightOptions,
  signal: AbortSignal,
): Promise<Inspection | undefined> {
  const headers = { range: `bytes=0-${lookBytes - 1}`, 'accept-encoding': 'identity' };
  const reply = await send(url.href, { method: 'GET', headers, signal, publicOnly: true, followRedirects: true });
  const start = await readStart(reply);
  if (reply.status === 404 || reply.status === 410) return deadLink(url, reply.status);
  if ([400, 401, 403].includes(reply.status) && (isLongOver(url, clock) || saysExpired(start.toString()))) {
    return expiredLink(url, `HTTP ${reply.status}`);
  }
  if (reply.status !== 200 && reply.status !== 206) return unseenLink(url, `HTTP ${reply.status}`);
  const totalBytes = findTotal(reply);
  const limit = limits.fileBytes?.[reference.type];
  if (totalBytes !== undefined && limit !== undefined && totalBytes > limit)
    return tooBigFile(reference, totalBytes, limit);
  return checkMedia(reference, start, limits) ?? (await checkPixels(reference, start, limits));
}

function checkMedia({ type }: ReferenceFile, start: Buffer, limits: ModelLimits): Inspection | undefined {
  const found = findMediaType(start);
  // An MP4 may hold sound alone, so its container does not contradict an audio reference.
  if (found === 'video/mp4' && type === 'audio') return undefined;
  if (found?.startsWith(`${type}/`)) return checkFormat(found, type, limits);
  const what = describeStart(start);
  if (what === unknownKind) return undefined;
  return {
    rule: 'ref-wrong-media',
    severity: 'error',
    message: `The link gives ${what}, not ${nouns[type]}.`,
    fix: 'Give the direct link of the file itself, not of a page that shows it.',
  };
}

function checkFormat(mediaType: string, type: ReferenceType, limits: ModelLimits): Inspection | undefined {
  const wrong = findWrongFormat(mediaType, type, limits);
  return wrong && { rule: 'ref-format', severity: 'error', message: `The ${type} ${wrong.message}.`, fix: wrong.fix };
}

async function checkPixels(
  { type }: ReferenceFile,
  start: Buffer,
  { picture }: ModelLimits,
): Promise<Inspection | undefined> {
  const size = type === 'image' && picture ? await measurePicture(start) : undefined;
  const wrong = size && picture && describeWrongSize(size, picture);
  return wrong
    ? { rule: 'ref-image-size', severity: 'error', message: `The image ${wrong}.`, fix: 'Resize or crop it.' }
    : undefined;
}

async function readStart({ body }: Reply): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= lookBytes) break;
  }
  return Buffer.concat(chunks);
}

function findTotal({ status, headers }: Reply): number | undefined {
  if (![null, 'identity'].includes(headers.get('content-encoding'))) return undefined;
  const text = status === 206 ? headers.get('content-range')?.split('/')[1] : headers.get('content-length');
  return text && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Names and literal addresses that no service can reach. */
function isInsideHost(hostname: string): boolean {
  return isPrivateHost(hostname) || /\.(local|internal|lan|home\.arpa)$/.test(bareHost(hostname));
}

/** This machine's clock may be off by some minutes. */
const clockDoubtMs = 10 * 60_000;

function isLongOver(url: URL, clock: Clock): boolean {
  return (findExpiry(url) ?? Number.POSITIVE_INFINITY) < clock.now() - clockDoubtMs;
}
