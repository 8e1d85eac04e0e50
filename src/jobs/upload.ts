import type { Service, Services } from '../backends/service.ts';
import { untilAborted } from '../core/abort.ts';
import { bareAddress } from '../core/addresses-in-text.ts';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import { quote } from '../core/quote.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import type { LocalImage } from '../media/read-image.ts';
import type { Store } from '../store/store.ts';
import { isLinkAlive } from './dead-uploads.ts';
import { refuseErrors } from './refuse-errors.ts';

export type UploadSource = { url: string } | { data: string } | { path: string } | { image: LocalImage };

export type OpenOptions = {
  /** A path typed by a person in a shell may be any readable image. */
  anyReadable?: boolean;
  /** Folders that the client has open, beside the configured ones. */
  roots?(): Promise<string[]>;
};

export type UploadOptions = OpenOptions & { backend?: string; signal?: AbortSignal };

export type UploadResult = {
  url: string;
  backend: string;
  mediaType?: string;
  bytes?: number;
  width?: number;
  height?: number;
  reused: boolean;
  warnings: string[];
};

type Parts = {
  services: Services;
  store: Store;
  clock: Clock;
  openImage(path: string, limits: ModelLimits, options: OpenOptions): Promise<LocalImage>;
  parseImageData(data: string, limits: ModelLimits): Promise<LocalImage>;
  checkUrls(references: ReferenceFile[], limits: ModelLimits): Promise<Diagnostic[]>;
};

/** Services keep files about a day (docs/wire.md, xskill answers); a task needs them for up to 20 minutes. */
const uploadLivesMs = 20 * 60 * 60 * 1000;

const heicElsewhere = 'HEIC is taken by the Seedance video models; for Seedream convert it to JPEG or PNG first.';

/** Turns a picture into a URL that the services can read. */
export type Uploader = (source: UploadSource, options?: UploadOptions) => Promise<UploadResult>;

type Uploaded = Pick<UploadResult, 'url' | 'reused'>;

/** An identical picture is uploaded only once, however many ask for it at the same time. */
export function createUploader(parts: Parts): Uploader {
  const running = new Map<string, Promise<Uploaded>>();
  return async (source, options = {}) => {
    const service = chooseService(parts.services, options.backend);
    service.requireKey();
    const limits = service.backend.uploadLimits ?? {};
    if ('url' in source) {
      const url = bareAddress(source.url);
      refuseErrors(await parts.checkUrls([{ type: 'image', url, field: 'image_url' }], limits));
      return uploadUrl(service, url, options.signal);
    }
    const image = await readSource(parts, source, limits, options);
    const { mediaType, width, height } = image;
    const warnings = mediaType === 'image/heic' ? [...image.warnings, heicElsewhere] : image.warnings;
    const facts = { backend: service.backend.id, mediaType, bytes: image.bytes.length, width, height, warnings };
    const name = `${image.sha256} ${service.baseUrl}`;
    const known = running.get(name);
    const uploading = known ?? uploadOnce(parts, service, image).finally(() => running.delete(name));
    running.set(name, uploading);
    // One that gives up does not stop the others.
    const { url, reused } = await (options.signal ? untilAborted(uploading, options.signal) : uploading);
    return { url, ...facts, reused: reused || known !== undefined };
  };
}

async function uploadOnce(parts: Parts, service: Service, image: LocalImage): Promise<Uploaded> {
  const { mediaType, sha256, bytes } = image;
  const at = parts.clock.now();
  const known = await findLivingUpload(parts, sha256, service.baseUrl);
  if (known !== undefined) return { url: known, reused: true };
  const uploaded = await service.client.upload?.({ base64: bytes.toString('base64'), mediaType }, {});
  if (!uploaded) throw new AppError('internal', `${service.backend.title} accepts no uploads.`);
  await parts.store.tryRecord({
    type: 'uploaded',
    at,
    sha256,
    base_url: service.baseUrl,
    url: uploaded.url,
    media_type: mediaType,
  });
  return { url: uploaded.url, reused: false };
}

/** A service may drop a file before its time, so it is looked at before it is offered again. */
async function findLivingUpload(
  { store, clock, checkUrls }: Parts,
  sha256: string,
  baseUrl: string,
): Promise<string | undefined> {
  const known = await store.findUpload(sha256, baseUrl);
  if (!known || Math.abs(clock.now() - known.at) >= uploadLivesMs) return undefined;
  return (await isLinkAlive(checkUrls, 'image', known.url)) ? known.url : undefined;
}

function readSource(
  parts: Parts,
  source: Exclude<UploadSource, { url: string }>,
  limits: ModelLimits,
  options: OpenOptions,
): LocalImage | Promise<LocalImage> {
  if ('image' in source) return source.image;
  return 'path' in source ? parts.openImage(source.path, limits, options) : parts.parseImageData(source.data, limits);
}

async function uploadUrl(service: Service, url: string, signal?: AbortSignal): Promise<UploadResult> {
  const uploaded = await service.client.upload?.({ url }, { signal });
  if (!uploaded) throw new AppError('internal', `${service.backend.title} accepts no uploads.`);
  return { ...uploaded, backend: service.backend.id, reused: false, warnings: [] };
}

/** Throws where pictures for a service could not be uploaded: there is no way, or no key for it. */
export function requireUploads(services: Services, backend: string): void {
  chooseService(services, backend).requireKey();
}

/** The service that was named, else the first that accepts uploads and has a key. */
function chooseService({ all, byId }: Services, asked: string | undefined): Service {
  const named = asked === undefined ? undefined : byId(asked);
  if (asked !== undefined && !named) {
    throw new AppError(
      'invalid_input',
      `There is no backend ${quote(asked)}. Known: ${all.map(({ backend }) => backend.id).join(', ')}.`,
    );
  }
  if (named?.client.upload) return named;
  const able = all.filter(({ client }) => client.upload);
  const chosen = able.find(({ hasKey }) => hasKey()) ?? able[0];
  if (!chosen)
    throw new AppError('file_refused', 'No service here accepts uploads.', {
      nextStep: 'Pass the public URL of the picture instead.',
    });
  if (named && !chosen.hasKey()) {
    throw new AppError(
      'file_refused',
      `${named.backend.title} has no upload of its own, and ${chosen.backend.title} has no key.`,
      {
        nextStep: `Put the picture where anyone can open it and pass its URL, or set a key: ${chosen.backend.credential.missing}`,
      },
    );
  }
  return chosen;
}
