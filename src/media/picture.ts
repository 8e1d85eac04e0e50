import { open } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';
import { findJpegEnd, type JpegEnd } from './jpeg.ts';
import { holdsPlace } from './place.ts';
import { describeStart, findMediaType } from './signature.ts';

/** `warnings`: what its owner may want to know before it leaves. */
export type Picture = { mediaType: string; width: number; height: number; warnings: string[] };

/** What a model can look at in a result. */
const inlineTypes = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
const largestInlineBytes = 1_000_000;

/** Whether the bytes reach the end that the format promises. Formats left out do not say; JPEG is another matter. */
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
export async function parsePicture(bytes: Buffer): Promise<Picture> {
  const mediaType = findMediaType(bytes);
  if (!mediaType?.startsWith('image/')) throw unreadablePicture(`${describeStart(bytes)}, not an image`);
  const jpeg = mediaType === 'image/jpeg' ? readJpegEnd(bytes) : undefined;
  const isCut = jpeg ? jpeg.end === undefined && jpeg.isWhole === false : !isWhole(mediaType, bytes);
  if (isCut) throw unreadablePicture('cut off: the end of the image is missing');
  const size = await measurePicture(bytes);
  if (!size) throw unreadablePicture('damaged: its size in pixels cannot be read');
  return { mediaType, ...size, warnings: [...tellJpeg(jpeg, bytes), ...tellPlace(bytes)] };
}

function readJpegEnd(bytes: Buffer): JpegEnd {
  try {
    return findJpegEnd(bytes);
  } catch {
    return { isWhole: false }; // shorter than its own segments
  }
}

function tellJpeg(jpeg: JpegEnd | undefined, bytes: Buffer): string[] {
  if (!jpeg) return [];
  if (jpeg.end === undefined)
    return jpeg.isWhole ? [] : ['The JPEG has no end mark: look at the picture, a part of it may be missing.'];
  const hasFilm = bytes.subarray(jpeg.end).includes('ftyp');
  return hasFilm ? ['A film stands behind the picture (a Motion Photo) and is sent with it, sound included.'] : [];
}

function tellPlace(bytes: Buffer): string[] {
  return holdsPlace(bytes)
    ? [
        'The picture tells where it was taken (GPS in its EXIF data), to everybody who gets it. Remove that if it is private.',
      ]
    : [];
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

/** A small finished image for an image block, so that the model can judge it. Undefined for anything else. */
export async function inlineImage(path: string): Promise<{ data: string; mimeType: string } | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > largestInlineBytes) return undefined;
    const bytes = await file.readFile();
    const mimeType = findMediaType(bytes);
    return mimeType && inlineTypes.has(mimeType) ? { data: bytes.toString('base64'), mimeType } : undefined;
  } finally {
    await file.close();
  }
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
