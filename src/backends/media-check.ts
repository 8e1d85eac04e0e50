import type { Diagnostic } from '../core/diagnostic.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import type { Counts, ReferenceType } from '../prompt/references/references.ts';
import { parameterError } from './parameter-error.ts';
import { countFiles } from './reference-files.ts';

/** What Seedance 2.0 takes as reference files (seeds/000, "Limitations"; WIRE.md section 2). */
const mediaLimits = {
  ...{ image: 9, video: 3, audio: 3, together: 12 },
  ...{ secondsTogether: 15, shortestVideoSeconds: 2, longestVideoSeconds: 15 },
} as const;

/** Counts, lengths and addresses of the references of one Seedance 2.0 request. */
export function checkMedia(parameters: Record<string, unknown>, files: readonly ReferenceFile[]): Diagnostic[] {
  const counts = countFiles(files);
  return [
    ...checkUrls(files),
    ...checkCounts(files, counts),
    ...checkAudioAlone(files, counts),
    ...checkSeconds(parameters, counts),
    ...tellVideoCost(files),
  ];
}

/** Whether the service can open the addresses. A local picture may stand here: it is uploaded before anything is sent. */
export function checkUrls(files: readonly ReferenceFile[]): Diagnostic[] {
  return files
    .filter(({ type, url }) => !isReachable(type, url))
    .map(({ type, url, field }) => {
      const shown = url.length > 80 ? `${url.slice(0, 80)}…` : url;
      return parameterError(
        'ref-url',
        `parameters.${field}`,
        `"${shown}" is not an address that the service can open.`,
        giveUrl[type],
      );
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
  const [, scheme] = /^\s*([a-z][a-z\d+.-]+):/i.exec(url) ?? [];
  if (scheme && /^https?$/i.test(scheme)) return URL.canParse(url.trim());
  return type === 'image' && (scheme === undefined || scheme.toLowerCase() === 'file');
}

const limits = [
  { type: 'image', rule: 'limit-images', words: 'images' },
  { type: 'video', rule: 'limit-videos', words: 'videos' },
  { type: 'audio', rule: 'limit-audio', words: 'audio files' },
] as const;

function checkCounts(files: readonly ReferenceFile[], counts: Counts): Diagnostic[] {
  const problems = limits
    .filter(({ type }) => counts[type] > mediaLimits[type])
    .map(({ type, rule, words }) => tooMany(rule, listOf(files, type), `${counts[type]} ${words}`, mediaLimits[type]));
  const { together } = mediaLimits;
  return files.length > together
    ? [...problems, tooMany('limit-files', 'parameters', `${files.length} reference files`, together)]
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

function checkAudioAlone(files: readonly ReferenceFile[], counts: Counts): Diagnostic[] {
  if (counts.audio === 0 || counts.image + counts.video > 0) return [];
  return [
    parameterError(
      'audio-alone',
      listOf(files, 'audio'),
      'Audio cannot be the only reference.',
      'Add an image or a video reference.',
    ),
  ];
}

function checkSeconds(parameters: Record<string, unknown>, counts: Counts): Diagnostic[] {
  const known = { video: numbersIn(parameters.video_seconds), audio: numbersIn(parameters.audio_seconds) };
  const { shortestVideoSeconds: shortest, longestVideoSeconds: longest } = mediaLimits;
  const extra = (['video', 'audio'] as const)
    .filter((type) => known[type].length > counts[type])
    .map((type) =>
      parameterError(
        rule,
        `parameters.${type}_seconds`,
        `${known[type].length} lengths are given for ${counts[type]} ${type} files.`,
      ),
    );
  const outside = known.video.flatMap((seconds, i) => {
    if (seconds >= shortest && seconds <= longest) return [];
    const message = `Reference video ${i + 1} is ${seconds} s long; each must be ${shortest}–${longest} s.`;
    return [parameterError(rule, `parameters.video_seconds[${i}]`, message, 'Cut it to length.')];
  });
  const allKnown = known.video.length >= counts.video && known.audio.length >= counts.audio;
  return [...extra, ...outside, ...checkTotal([...known.video, ...known.audio], allKnown)];
}

const rule = 'media-seconds';

function checkTotal(seconds: number[], allKnown: boolean): Diagnostic[] {
  const most = mediaLimits.secondsTogether;
  const total = Math.round(seconds.reduce((sum, one) => sum + one, 0) * 100) / 100;
  if (total > most) {
    const message = `The reference videos and audio are ${total} s long; together they may be ${most} s.`;
    return [parameterError(rule, 'parameters', message, 'Cut them shorter, or leave one out.')];
  }
  if (allKnown) return [];
  const message = `Reference videos and audio together may be ${most} s long; how long these are is not known here.`;
  return [
    {
      rule,
      severity: 'warn',
      path: 'parameters',
      message,
      fix: 'Give video_seconds and audio_seconds to have it checked.',
    },
  ];
}

function tellVideoCost(files: readonly ReferenceFile[]): Diagnostic[] {
  if (files.every(({ type }) => type !== 'video')) return [];
  const message = 'Video references cost more than pictures: the service charges for them as well.';
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
