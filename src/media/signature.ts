/** What a file says it is by its first bytes. Each mark is text at an offset, one character a byte. */
const signatures: readonly { mediaType: string; marks: readonly (readonly [offset: number, text: string])[] }[] = [
  { mediaType: 'image/png', marks: [[0, '\x89PNG\r\n\x1a\n']] },
  { mediaType: 'image/jpeg', marks: [[0, '\xff\xd8\xff']] },
  { mediaType: 'image/gif', marks: [[0, 'GIF87a']] },
  { mediaType: 'image/gif', marks: [[0, 'GIF89a']] },
  {
    mediaType: 'image/webp',
    marks: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
  // Two letters alone would take any text that starts with BM; the reserved zeros and the high bytes of small numbers do not occur in text.
  {
    mediaType: 'image/bmp',
    marks: [
      [0, 'BM'],
      [6, '\0\0\0\0'],
      [12, '\0\0'],
      [15, '\0\0\0'],
    ],
  },
  { mediaType: 'image/tiff', marks: [[0, 'II*\0']] },
  { mediaType: 'image/tiff', marks: [[0, 'MM\0*']] },
  { mediaType: 'image/avif', marks: [[4, 'ftypavif']] },
  { mediaType: 'image/heic', marks: [[4, 'ftyphei']] },
  { mediaType: 'image/heic', marks: [[4, 'ftyphev']] },
  { mediaType: 'image/heic', marks: [[4, 'ftypmif1']] },
  { mediaType: 'image/heic', marks: [[4, 'ftypmsf1']] },
  { mediaType: 'audio/mp4', marks: [[4, 'ftypM4A']] },
  { mediaType: 'video/quicktime', marks: [[4, 'ftypqt  ']] },
  { mediaType: 'video/mp4', marks: [[4, 'ftyp']] },
  { mediaType: 'video/quicktime', marks: [[4, 'moov']] },
  { mediaType: 'video/quicktime', marks: [[4, 'wide']] },
  { mediaType: 'video/x-matroska', marks: [[0, '\x1aE\xdf\xa3']] },
  {
    mediaType: 'audio/wav',
    marks: [
      [0, 'RIFF'],
      [8, 'WAVE'],
    ],
  },
  { mediaType: 'audio/mpeg', marks: [[0, 'ID3']] },
  { mediaType: 'audio/mpeg', marks: [[0, '\xff\xfb']] },
  { mediaType: 'audio/mpeg', marks: [[0, '\xff\xf3']] },
  { mediaType: 'audio/mpeg', marks: [[0, '\xff\xf2']] },
  { mediaType: 'audio/aac', marks: [[0, '\xff\xf1']] },
  { mediaType: 'audio/aac', marks: [[0, '\xff\xf9']] },
  { mediaType: 'audio/flac', marks: [[0, 'fLaC']] },
  { mediaType: 'audio/ogg', marks: [[0, 'OggS']] },
];

const extensions: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/bmp': '.bmp',
  'image/tiff': '.tiff',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'video/webm': '.webm',
  'video/x-matroska': '.mkv',
};

/** How many first bytes `findMediaType` and `describeStart` want to see. */
export const startBytes = 512;

/** The media type that the first bytes prove, or undefined. The name and what a server claims do not count. */
export function findMediaType(start: Uint8Array): string | undefined {
  const text = latin1(start);
  const found = signatures.find(({ marks }) => marks.every(([offset, mark]) => text.startsWith(mark, offset)));
  return found?.mediaType === 'video/x-matroska' && text.includes('webm') ? 'video/webm' : found?.mediaType;
}

export const unknownKind = 'a file of an unknown kind';

/** What bytes are that are no media, for people: "a web page", "an empty file". */
export function describeStart(start: Uint8Array): string {
  if (start.byteLength === 0) return 'an empty file';
  const mediaType = findMediaType(start);
  if (mediaType) return describeMediaType(mediaType);
  const text = latin1(start)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<body)/.test(text)) return 'a web page';
  if (text.includes('<svg')) return 'an SVG drawing';
  if (/^<(\?xml|[a-z])/.test(text)) return 'an XML document';
  if (/^[{[]/.test(text)) return 'a JSON answer';
  const isText = !start.some((byte) => byte < 9 || (byte > 13 && byte < 32));
  return isText ? 'a text file' : unknownKind;
}

export function describeMediaType(mediaType: string): string {
  const [kind] = mediaType.split('/');
  const noun = kind === 'audio' ? 'an audio file' : kind === 'video' ? 'a video' : 'an image';
  return `${noun} (${formatOf(mediaType)})`;
}

const formatNames: Record<string, string> = {
  ...{ 'video/quicktime': 'mov', 'video/x-matroska': 'mkv', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' },
};

/** The format as the ends of file names say it: `mov`, `heic`. */
export function formatOf(mediaType: string): string {
  return formatNames[mediaType] ?? mediaType.split('/')[1] ?? mediaType;
}

/** File name ending with its dot, for the media types that are saved. */
export function extensionOf(mediaType: string): string {
  return extensions[mediaType] ?? '.bin';
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, startBytes)).toString('latin1');
}
