import { holdsPlace } from '../place.ts';
import { stripBmp } from './bmp.ts';
import { stripGif } from './gif.ts';
import { stripHeif } from './heif.ts';
import { stripJpeg } from './jpeg.ts';
import { stripPng } from './png.ts';
import { stripTiff } from './tiff.ts';
import { stripWebp } from './webp.ts';

/** Undefined where the parts of the file cannot be told apart. */
const strippers: Readonly<Record<string, (bytes: Buffer) => Buffer | undefined>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
  'image/gif': stripGif,
  'image/bmp': stripBmp,
  'image/tiff': stripTiff,
  'image/heic': stripHeif,
  'image/avif': stripHeif,
};

/**
 * A picture without what it tells beside its pixels (EXIF, XMP, IPTC, comments, thumbnails) and without what stands behind its
 * end. Nothing is encoded again; the way it is turned and its colours stay (docs/promises.md, Pictures). Undefined where that cannot be done.
 */
export function stripMetadata(bytes: Buffer, mediaType: string): Buffer | undefined {
  try {
    const stripped = strippers[mediaType]?.(bytes);
    return stripped && !holdsPlace(stripped) ? stripped : undefined;
  } catch {
    return undefined; // a length that leads out of the file
  }
}
