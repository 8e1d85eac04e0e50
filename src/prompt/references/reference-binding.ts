import type { Language, ReferenceFile } from '../input.ts';
import { phrases } from '../languages/index.ts';
import type { Counts, ReferenceType } from '../text/mentions.ts';
import { bareName } from './names.ts';
import { type Role, readRole } from './roles.ts';

/** A reference file with its number: per type, from 1, in the order given. */
export type Bound = {
  file: ReferenceFile;
  type: ReferenceType;
  n: number;
  role: Role | undefined;
  /** What the caller added to the role, or the whole of free words. */
  detail: string;
  /** The name as words: `red_car` → `red car`. */
  label: string | undefined;
  path: string;
};

export function bindReferences(files: readonly ReferenceFile[]): Bound[] {
  const counts = { image: 0, video: 0, audio: 0 };
  return files.map((file, i) => {
    const { role, detail } = readRole(file.role);
    const type = file.type ?? typeOfUrl(file.url) ?? role?.type ?? 'image';
    counts[type] += 1;
    const label =
      bareName(file.name ?? '')
        .replaceAll('_', ' ')
        .trim() || undefined;
    return { file, type, n: counts[type], role, detail, label, path: `references[${i}]` };
  });
}

export function countFiles(bound: readonly Bound[]): Counts {
  const of = (type: ReferenceType) => bound.filter((one) => one.type === type).length;
  return { image: of('image'), video: of('video'), audio: of('audio') };
}

/** The sentence that binds a file to its role and says what not to take from it. */
export function describeBinding({ file, role, detail, label }: Bound, tag: string, language: Language): string {
  const say = phrases[language];
  const sentence = role && say.roles[role.id];
  const ignore = file.ignore ?? sentence?.ignore;
  const named = sentence ? sentence.say(tag, label) : say.freeRole(tag, label, detail);
  const more = sentence && detail ? say.parenthesis(bare(detail)) : '';
  return `${bare(named)}${more}${ignore ? say.ignore(ignore) : ''}${say.end}`;
}

function bare(words: string): string {
  return words.replace(/^[(（]+|[)）。.;；\s]+$/g, '');
}

const extensions: Record<string, ReferenceType> = {
  ...{
    png: 'image',
    jpg: 'image',
    jpeg: 'image',
    webp: 'image',
    bmp: 'image',
    tiff: 'image',
    gif: 'image',
    heic: 'image',
  },
  ...{ mp4: 'video', mov: 'video', webm: 'video', mkv: 'video', avi: 'video' },
  ...{ mp3: 'audio', wav: 'audio', m4a: 'audio', aac: 'audio', flac: 'audio', ogg: 'audio' },
};

/** The extension of an address, without its query. */
export function extensionOf(url: string): string {
  return /\.([a-z0-9]{2,4})$/i.exec(url.split(/[?#]/, 1)[0] ?? '')?.[1]?.toLowerCase() ?? '';
}

function typeOfUrl(url: string): ReferenceType | undefined {
  return extensions[extensionOf(url)];
}
