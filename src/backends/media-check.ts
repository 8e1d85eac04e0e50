import { describeSeveral, isLibraryAsset, looksLikeBase64 } from '../core/addresses-in-text.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import type { ReferenceFile, ReferenceType } from '../core/reference-file.ts';
import type { Counts } from '../prompt/references/references.ts';
import { parameterError } from './parameter-error.ts';
import { countFiles } from './reference-files.ts';

/** Counts, lengths and addresses of the references of one request, by the limits of its model. */
export function checkMedia(
  parameters: Record<string, unknown>,
  files: readonly ReferenceFile[],
  limits: ModelLimits,
): Diagnostic[] {
  const counts = countFiles(files);
  return [
    ...checkUrls(files),
    ...checkCounts(files, counts, limits),
    ...checkAudioAlone(files, counts, limits),
    ...checkSeconds(parameters, counts, limits),
    ...tellVideoCost(files),
  ];
}

/** Whether the service can open the addresses. A local picture or clip may stand here: the one is uploaded before anything is sent, the other has a link if it was saved from here, or is refused then. */
export function checkUrls(files: readonly ReferenceFile[]): Diagnostic[] {
  return files
    .filter(({ type, url }) => !isReachable(type, url))
    .map(({ type, url, field }) => {
      const path = `parameters.${field}`;
      const several = describeSeveral(url);
      if (several) return { ...several, path };
      if (type === 'image' && looksLikeBase64(url)) {
        const fix = 'Give it to upload_image as image_data, and use the URL that it returns.';
        return parameterError('ref-url', path, 'This looks like base64, not like an address.', fix);
      }
      const shown = url.length > 80 ? `${url.slice(0, 80)}…` : url;
      return parameterError('ref-url', path, `"${shown}" is not an address that the service can open.`, giveUrl[type]);
    });
}

const noUploads = 'There is no upload for it: put the file where anyone can open it and give its http(s) URL.';

const giveUrl: Readonly<Record<ReferenceType, string>> = {
  image: 'Give a public http(s) URL, or hand the image to upload_image first.',
  video: noUploads,
  audio: noUploads,
};

/** `file:` and plain paths are local; one letter before the colon is a Windows drive. */
function isReachable(type: ReferenceType, url: string): boolean {
  if (isLibraryAsset(url)) return true;
  if (looksLikeBase64(url) || describeSeveral(url)) return false;
  const [, scheme] = /^\s*([a-z][a-z\d+.-]+):/i.exec(url) ?? [];
  if (scheme && /^https?$/i.test(scheme)) return URL.canParse(url.trim());
  return type !== 'audio' && (scheme === undefined || scheme.toLowerCase() === 'file');
}

const counted = [
  { type: 'image', rule: 'limit-images', words: 'images' },
  { type: 'video', rule: 'limit-videos', words: 'videos' },
  { type: 'audio', rule: 'limit-audio', words: 'audio files' },
] as const;

function checkCounts(files: readonly ReferenceFile[], counts: Counts, { files: most }: ModelLimits): Diagnostic[] {
  if (!most) return [];
  const problems = counted
    .filter(({ type }) => counts[type] > most[type])
    .map(({ type, rule, words }) => tooMany(rule, listOf(files, type), `${counts[type]} ${words}`, most[type]));
  return files.length > most.together
    ? [...problems, tooMany('limit-files', 'parameters', `${files.length} reference files`, most.together)]
    : problems;
}

function tooMany(rule: string, path: string, given: string, most: number): Diagnostic {
  return parameterError(
    rule,
    path,
    `${given} are given; at most ${most} are taken.`,
    `Keep the ${most} that matter most.`,
  );
}

function checkAudioAlone(files: readonly ReferenceFile[], counts: Counts, { audioAlone }: ModelLimits): Diagnostic[] {
  if (!audioAlone || counts.audio === 0 || counts.image + counts.video > 0) return [];
  const path = listOf(files, 'audio');
  if (audioAlone === 'refused') {
    const fix = 'Add an image or a video reference.';
    return [parameterError('audio-alone', path, 'Audio cannot be the only reference.', fix)];
  }
  const message = 'The model takes audio as the only reference; whether this service passes it on is not published.';
  return [{ rule: 'audio-alone', severity: 'warn', path, message }];
}

function checkSeconds(
  parameters: Record<string, unknown>,
  counts: Counts,
  { clipSeconds: limits }: ModelLimits,
): Diagnostic[] {
  const known = { video: numbersIn(parameters.video_seconds), audio: numbersIn(parameters.audio_seconds) };
  const extra = (['video', 'audio'] as const)
    .filter((type) => known[type].length > counts[type])
    .map((type) =>
      parameterError(
        rule,
        `parameters.${type}_seconds`,
        `${known[type].length} lengths are given for ${counts[type]} ${type} files.`,
      ),
    );
  if (!limits) return extra;
  const outside = known.video.flatMap((seconds, i) => {
    if (seconds >= limits.least && seconds <= limits.most) return [];
    const message = `Reference video ${i + 1} is ${seconds} s long; each must be ${limits.least}–${limits.most} s.`;
    return [parameterError(rule, `parameters.video_seconds[${i}]`, message, 'Cut it to length.')];
  });
  const allKnown = known.video.length >= counts.video && known.audio.length >= counts.audio;
  return [...extra, ...outside, ...checkTotal([...known.video, ...known.audio], allKnown, limits.together)];
}

const rule = 'media-seconds';

function checkTotal(seconds: number[], allKnown: boolean, most: number): Diagnostic[] {
  const total = Math.round(seconds.reduce((sum, one) => sum + one, 0) * 100) / 100;
  if (total > most) {
    const message = `The reference videos and audio are ${total} s long; together they may be ${most} s.`;
    return [parameterError(rule, 'parameters', message, 'Cut them shorter, or leave one out.')];
  }
  if (allKnown) return [];
  const message = `Reference videos and audio together may be ${most} s long. Their length is unknown.`;
  const fix = 'Give video_seconds and audio_seconds so it can be checked.';
  return [{ rule, severity: 'warn', path: 'parameters', message, fix }];
}

function tellVideoCost(files: readonly ReferenceFile[]): Diagnostic[] {
  if (files.every(({ type }) => type !== 'video')) return [];
  const message = 'A video reference raises the price: its seconds are charged too.';
  return [{ rule: 'video-cost', severity: 'warn', path: listOf(files, 'video'), message }];
}

/** The list that holds the files of a type: `parameters.video_files`, or `parameters.content`. */
function listOf(files: readonly ReferenceFile[], type: ReferenceType): string {
  const field = files.find((file) => file.type === type)?.field ?? '';
  return `parameters.${field.replace(/\[.*/, '')}`;
}

function numbersIn(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number' && Number.isFinite(item)) : [];
}
