import { looksLikeBase64 } from '../core/addresses-in-text.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import { findExpiry } from './signed-link.ts';

/** What is said of one link. */
export type Inspection = Omit<Diagnostic, 'path'>;

export function linkWithPassword({ host }: URL): Inspection {
  return {
    rule: 'ref-password',
    severity: 'error',
    message: `The URL at ${host} holds a user name or password, which would be sent and recorded.`,
    fix: 'Give a link that works without one.',
  };
}

export function linkNotWeb({ url }: ReferenceFile): Inspection {
  const what = looksLikeBase64(url) ? 'What looks like base64' : `"${url.slice(0, 80)}"`;
  return {
    rule: 'ref-not-http',
    severity: 'error',
    message: `${what} is not a link that the service can open: only http and https links are.`,
    fix: 'Hand an image to upload_image (image_path, or image_data for base64) and use the URL it gives; put a video or audio file where anyone can open it.',
  };
}

export function privateLink(host: string): Inspection {
  return {
    rule: 'ref-private-address',
    severity: 'error',
    message: `${host} is an address of this machine or a private network, which the service cannot reach.`,
    fix: 'Hand an image to upload_image, or give a public link.',
  };
}

export function deadLink(url: URL, status: number): Inspection {
  return {
    rule: 'ref-dead-link',
    severity: 'error',
    message: `The link is dead: ${url.host} answers HTTP ${status}.`,
    fix: 'Give a working link.',
  };
}

export function expiredLink(url: URL, reason: string): Inspection {
  const at = findExpiry(url);
  const until = at === undefined ? '' : `; it was good until ${new Date(at).toISOString()}`;
  return {
    rule: 'ref-expired-link',
    severity: 'error',
    message: `The signed link at ${url.host} has expired (${reason})${until}.`,
    fix: 'Give a new link that lives for a day or longer: the service reads it only when the task starts.',
  };
}

export function unseenLink(url: URL, reason: string): Inspection {
  return {
    rule: 'ref-unseen',
    severity: 'warn',
    message: `${url.host} could not be checked from here (${reason}). The service may still reach it.`,
  };
}

export function tooBigFile({ type }: ReferenceFile, bytes: number, limit: number): Inspection {
  const mega = (n: number) => Math.ceil(n / 1024 / 1024);
  return {
    rule: 'ref-too-big',
    severity: 'error',
    message: `The ${type} has ${mega(bytes)} MB; the service takes at most ${mega(limit)} MB.`,
    fix: 'Make it smaller.',
  };
}
