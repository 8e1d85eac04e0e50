import * as z from 'zod';
import { referenceErrors } from '../../simulation/references.ts';
import type { Service } from '../../simulation/service.ts';
import { type Route, readJson } from '../../simulation/simulator.ts';
import { fieldErrors } from '../../simulation/validate.ts';
import { invalid, ok } from './simulator-replies.ts';

const UploadBody = z.strictObject({ image_url: z.string().optional(), image_data: z.string().optional() });
const TransferBody = z.strictObject({ url: z.string(), type: z.enum(['image', 'audio']) });
const largestUploadBytes = 30 * 1024 * 1024; // docs/wire.md, xskill routes

/** Pictures by bytes or by URL. Nothing is fetched: a picture of ours stands for whatever a URL holds. */
export function uploadRoutes(service: Service): Route[] {
  return [
    { method: 'POST', path: /^\/api\/v3\/upload\/image$/, handle: (request) => upload(service, request) },
    {
      method: 'POST',
      path: /^\/api\/v3\/tools\/transfer-url$/,
      anonymous: true,
      handle: (request) => transfer(service, request),
    },
  ];
}

async function upload({ files, origin }: Service, request: Request): Promise<Response> {
  const body = UploadBody.safeParse(await readJson(request));
  if (!body.success) return invalid(fieldErrors(body.error));
  const { image_url: from, image_data: data } = body.data;
  if (data !== undefined) {
    const base64 = data.replace(/^data:[^,]*,/, '');
    const bytes = Buffer.from(base64, 'base64');
    const mediaType = pictureType(bytes);
    if (!mediaType) return invalid([{ field: 'image_data', message: 'not a PNG, JPEG, WebP, HEIC or GIF' }]);
    if (bytes.length > largestUploadBytes) return invalid([{ field: 'image_data', message: 'larger than 30 MB' }]);
    return stored(files.keep({ mediaType, base64 }), mediaType, bytes.length);
  }
  if (from === undefined) return invalid([{ field: 'image_url', message: 'image_url or image_data is required' }]);
  const errors = referenceErrors({ image_url: [from] }, origin);
  return errors.length > 0 ? invalid(errors) : stored(files.keep({ mediaType: 'image/png', from }), 'image/png');
}

async function transfer({ files, origin }: Service, request: Request): Promise<Response> {
  const body = TransferBody.safeParse(await readJson(request));
  if (!body.success) return invalid(fieldErrors(body.error));
  const { url, type } = body.data;
  const errors = referenceErrors({ url: [url] }, origin);
  if (errors.length > 0) return invalid(errors);
  return ok({ original_url: url, cdn_url: files.keep({ mediaType: 'image/png', from: url }), type, size_bytes: 0 });
}

function stored(url: string, content_type: string, size_bytes = 0): Response {
  const object_key = new URL(url).pathname.slice(1);
  return ok({ url, object_key, bucket_name: 'rehearsal', content_type, size_bytes });
}

function pictureType(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 12);
  if (start.startsWith('\x89PNG')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('GIF8')) return 'image/gif';
  if (/^....ftyp(?:hei|hev|mif1|msf1)/s.test(start)) return 'image/heic';
  return /^RIFF....WEBP$/s.test(start) ? 'image/webp' : undefined;
}
