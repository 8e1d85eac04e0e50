import { canonicalUrl } from '../../core/canonical-url.ts';
import type { Payer, SharedEvent, Upload } from '../events.ts';

/** What the record says beside its tasks. */
export type SharedFacts = {
  add(event: SharedEvent): void;
  findUpload(sha256: string, baseUrl: string): Upload | undefined;
  findUploadByUrl(url: string): Upload | undefined;
  /** A payer with the account id that became known since. */
  identify(payer: Payer | undefined): Payer | undefined;
};

export function createSharedFacts(): SharedFacts {
  const uploads = new Map<string, Upload>();
  const uploadsByUrl = new Map<string, Upload>();
  const payerIds = new Map<string, string>();
  return {
    add: (event) => {
      if (event.type === 'payer') payerIds.set(nameOfKey(event), event.id);
      if (event.type !== 'uploaded') return;
      uploads.set(`${event.sha256} ${event.base_url}`, event);
      uploadsByUrl.set(canonicalUrl(event.url), event);
    },
    findUpload: (sha256, baseUrl) => uploads.get(`${sha256} ${baseUrl}`),
    findUploadByUrl: (url) => uploadsByUrl.get(canonicalUrl(url)),
    identify: (payer) => payer && { ...payer, id: payer.id ?? payerIds.get(nameOfKey(payer)) },
  };
}

function nameOfKey({ salt, key_hash }: Payer): string {
  return `${salt} ${key_hash}`;
}
