import { findMarker } from '../jpeg.ts';
import { readOrientation, renderOrientation } from './orientation.ts';

const kinds = { end: 0xd9, scan: 0xda, comment: 0xfe, app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee, app15: 0xef };
/** Thumbnails of the JFIF header begin behind this (JFIF 1.02). */
const jfifBytes = 14;

export function stripJpeg(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [];
  let orientation = 1;
  for (let at = 2; at < bytes.length; ) {
    if (bytes[at] !== 0xff) at = findMarker(bytes, at); // bytes between two segments, which decoders pass over
    if (at < 0) return undefined;
    while (bytes[at + 1] === 0xff) at++;
    const kind = bytes[at + 1] ?? 0;
    if (kind === kinds.end) {
      kept.push(bytes.subarray(at, at + 2));
      break;
    }
    const next = at + 2 + bytes.readUInt16BE(at + 2);
    if (next > bytes.length) return undefined;
    const body = bytes.subarray(at + 4, next);
    if (kind === kinds.app1 && body.toString('latin1', 0, 6) === 'Exif\0\0') orientation = readOrientation(body);
    kept.push(...withoutWords(kind, body, bytes.subarray(at, next)));
    at = next;
    if (kind !== kinds.scan) continue;
    const marker = findMarker(bytes, next);
    at = marker < 0 ? bytes.length : marker;
    kept.push(bytes.subarray(next, at));
  }
  return Buffer.concat([bytes.subarray(0, 2), ...(orientation === 1 ? [] : [exifSegment(orientation)]), ...kept]);
}

/** Of the segments for applications only those stay that say how to read the colours. */
function withoutWords(kind: number, body: Buffer, segment: Buffer): Buffer[] {
  const startsWith = (name: string): boolean => body.toString('latin1', 0, name.length) === name;
  if (kind === kinds.app0 && startsWith('JFIF\0')) return [renderSegment(kind, withoutThumbnail(body))];
  const isOfApplication = kind >= kinds.app0 && kind <= kinds.app15;
  const isColour =
    (kind === kinds.app2 && startsWith('ICC_PROFILE\0')) || (kind === kinds.app14 && startsWith('Adobe'));
  return kind === kinds.comment || (isOfApplication && !isColour) ? [] : [segment];
}

function withoutThumbnail(jfif: Buffer): Buffer {
  if (jfif.length <= jfifBytes) return jfif;
  const header = Buffer.from(jfif.subarray(0, jfifBytes));
  header.fill(0, jfifBytes - 2);
  return header;
}

function exifSegment(orientation: number): Buffer {
  return renderSegment(kinds.app1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), renderOrientation(orientation)]));
}

function renderSegment(kind: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, kind, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
