import { AppError } from '../core/errors.ts';
import { readFileOf } from '../core/regular-file.ts';
import { findJpegEnd, type JpegEnd } from './jpeg.ts';
import { holdsPlace } from './place.ts';
import { describeStart, findMediaType } from './signature.ts';

export type Picture = { mediaType: string; width: number; height: number };

/** What a model can look at in a result. */
const inlineTypes = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** Whether the bytes reach the end that the format promises. Formats left out do not say. */
const isComplete: Record<string, (bytes: Buffer) => boolean> = {
  'image/png': (bytes) => bytes.lastIndexOf('IEND') > 0,
  'image/gif': (bytes) => bytes.at(-1) === 0x3b || bytes.at(-1) === 0,
  'image/webp': (bytes) => bytes.byteLength >= bytes.readUInt32LE(4) + 8,
  'image/bmp': (bytes) => bytes.byteLength >= bytes.readUInt32LE(2),
};

/**
 * Reads format and size in pixels from a whole picture: PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC or AVIF.
 * Throws `file_refused` that says what the bytes are instead.
 */
export async function parsePicture(bytes: Buffer, jpeg = findEnd(bytes)): Promise<Picture> {
  const mediaType = findMediaType(bytes);
  if (!mediaType?.startsWith('image/')) throw unreadablePicture(`${describeStart(bytes)}, not an image`);
  if (!(jpeg ? jpeg.end !== undefined || jpeg.isWhole !== false : isWhole(mediaType, bytes)))
    throw unreadablePicture('cut off: the end of the image is missing');
  const size = await measurePicture(bytes);
  if (!size) throw unreadablePicture('damaged: its size in pixels cannot be read');
  return { mediaType, ...size };
}

/** Where a picture ends that is a JPEG: found once for all who ask, because it may take a second. */
export function findEnd(bytes: Buffer): JpegEnd | undefined {
  try {
    return findMediaType(bytes) === 'image/jpeg' ? findJpegEnd(bytes) : undefined;
  } catch {
    return { isWhole: false }; // shorter than its own header
  }
}

/** What the owner of a picture may want to know before it leaves. */
export function findPictureWarnings(bytes: Buffer, jpeg: JpegEnd | undefined): string[] {
  const warnings: string[] = [];
  if (jpeg?.end !== undefined && bytes.subarray(jpeg.end).includes('ftyp'))
    warnings.push('A film stands behind the picture (a Motion Photo): only the picture is sent.');
  if (jpeg && jpeg.end === undefined && jpeg.isWhole === undefined)
    warnings.push('The JPEG has no end mark: look at the picture, a part of it may be missing.');
  if (holdsPlace(bytes))
    warnings.push('The picture tells where it was taken (GPS): that is taken out before it is sent.');
  return warnings;
}

/** Size as displayed, from the first bytes of a picture. Undefined when they do not tell it. */
export async function measurePicture(start: Uint8Array): Promise<{ width: number; height: number } | undefined> {
  if (!findMediaType(start)?.startsWith('image/')) return undefined;
  const { imageSize } = await import('image-size');
  try {
    const { width, height, orientation = 1 } = imageSize(start);
    if (!(width > 0 && height > 0)) return undefined;
    const isTurned = orientation >= 5; // EXIF: by a quarter, so the sides change places
    return isTurned ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}

/** No finished picture is larger (src/media/limits.ts). */
const largestShownBytes = 64 * 1024 * 1024;

/** A finished picture for an image block in at most so many bytes, so that a model can judge it. Undefined for anything else. */
export async function showPicture(
  path: string,
  mostBytes: number,
): Promise<{ data: string; mimeType: string } | undefined> {
  const bytes = await readFileOf(path, largestShownBytes);
  const mimeType = findMediaType(bytes);
  if (!mimeType || !inlineTypes.has(mimeType)) return undefined;
  if (bytes.length <= mostBytes) return { data: bytes.toString('base64'), mimeType };
  const { downscale } = await import('./downscale.ts');
  const small = await downscale(bytes, mostBytes).catch(() => undefined); // damaged, or of a kind that it does not know
  return small && { data: small.toString('base64'), mimeType: 'image/jpeg' };
}

function isWhole(mediaType: string, bytes: Buffer): boolean {
  try {
    return isComplete[mediaType]?.(bytes) ?? true;
  } catch {
    return false; // shorter than its own header
  }
}

function unreadablePicture(what: string): AppError {
  return new AppError('file_refused', `The file is ${what}.`);
}
