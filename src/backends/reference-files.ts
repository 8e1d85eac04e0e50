import { bareAddress } from '../core/addresses-in-text.ts';
import type { ReferenceFile, ReferenceType } from '../core/reference-file.ts';
import { replaceStrings } from '../core/replace-strings.ts';
import type { Counts } from '../prompt/references/references.ts';

/** Every reference file in the parameters, in the common vocabulary and in the services' own fields. Reads anything, throws nothing. */
export function findReferenceFiles(parameters: Record<string, unknown>): ReferenceFile[] {
  const flat = Object.entries(mediaFields).flatMap(([field, type]) => readField(parameters[field], field, type));
  return [...flat, ...readContent(parameters.content)];
}

/** The same parameters, with each address and path as it is without blanks and quotes around it. */
export function bareReferences(parameters: Record<string, unknown>): Record<string, unknown> {
  const bare = findReferenceFiles(parameters).map(({ url }): [string, string] => [url, bareAddress(url)]);
  const changed = new Map(bare.filter(([url, meant]) => url !== meant));
  return changed.size === 0 ? parameters : replaceStrings(parameters, changed);
}

/** How many files of each type there are. */
export function countFiles(files: readonly ReferenceFile[]): Counts {
  const count = (type: ReferenceType) => files.filter((file) => file.type === type).length;
  return { image: count('image'), video: count('video'), audio: count('audio') };
}

const mediaFields: Readonly<Record<string, ReferenceType>> = {
  ...{ image_files: 'image', image_urls: 'image', filePaths: 'image', first_frame: 'image', last_frame: 'image' },
  ...{ image_url: 'image', end_image_url: 'image', video_url: 'video' },
  ...{ video_files: 'video', audio_files: 'audio' },
};

function readField(value: unknown, field: string, type: ReferenceType): ReferenceFile[] {
  if (typeof value === 'string') return value === '' ? [] : [{ type, url: value, field }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((url, i) =>
    typeof url === 'string' && url !== '' ? [{ type, url, field: `${field}[${i}]` }] : [],
  );
}

/** Ark's own form: `{type: "image_url", image_url: {url}}`, on Seedance 1.0 a plain string. */
function readContent(content: unknown): ReferenceFile[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((item: unknown, i) => {
    const [, word] = /^(image|video|audio)_url$/.exec(String(property(item, 'type'))) ?? [];
    if (!word) return [];
    const type = word as ReferenceType;
    const value = property(item, `${type}_url`);
    const field = `content[${i}].${type}_url`;
    return typeof value === 'string'
      ? readField(value, field, type)
      : readField(property(value, 'url'), `${field}.url`, type);
  });
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
