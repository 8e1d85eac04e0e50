import type { Problem } from '../prompt/problem.ts';
import type { Counts, ReferenceType } from '../prompt/references.ts';

/** A reference file among the parameters. `field` is its place below `parameters`: `image_files[0]`. */
export type Medium = { type: ReferenceType; url: string; field: string };

/** Every reference file in the parameters, in the common vocabulary and in the services' own fields. Reads anything, throws nothing. */
export function findMedia(parameters: Record<string, unknown>): Medium[] {
  const flat = Object.entries(mediaFields).flatMap(([field, type]) => readField(parameters[field], field, type));
  return [...flat, ...readContent(parameters.content)];
}

/** How many files of each type there are. */
export function countMedia(media: readonly Medium[]): Counts {
  const count = (type: ReferenceType) => media.filter((medium) => medium.type === type).length;
  return { image: count('image'), video: count('video'), audio: count('audio') };
}

/** Seedance 2.0 takes so many reference files (seeds/000, "Limitations"; WIRE.md section 2). */
export const mediaLimits = {
  ...{ image: 9, video: 3, audio: 3, together: 12 },
  ...{ secondsTogether: 15, shortestVideoSeconds: 2, longestVideoSeconds: 15 },
} as const;

/** Counts, lengths and addresses of the references of one Seedance 2.0 request. */
export function checkMedia(parameters: Record<string, unknown>, media: readonly Medium[]): Problem[] {
  const counts = countMedia(media);
  return [
    ...checkUrls(media),
    ...checkCounts(counts),
    ...checkAudioAlone(counts),
    ...checkSeconds(parameters, counts),
    ...(counts.video > 0 ? [videoCost] : []),
  ];
}

/** Whether the service can open the addresses. A local picture may stand here: it is uploaded before anything is sent. */
export function checkUrls(media: readonly Medium[]): Problem[] {
  return media
    .filter(({ type, url }) => !isReachable(type, url))
    .map(({ type, url, field }) => unreachable(type, url, field));
}

const mediaFields: Readonly<Record<string, ReferenceType>> = {
  ...{ image_files: 'image', image_urls: 'image', filePaths: 'image', first_frame: 'image', last_frame: 'image' },
  ...{ video_files: 'video', audio_files: 'audio' },
};

const nouns = { image: 'images', video: 'videos', audio: 'audio files' } as const;

const videoCost: Problem = {
  rule: 'video-cost',
  severity: 'warn',
  path: 'parameters.video_files',
  message: 'Video references cost more than pictures: the service charges for them as well.',
};

function readField(value: unknown, field: string, type: ReferenceType): Medium[] {
  if (typeof value === 'string') return value === '' ? [] : [{ type, url: value, field }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((url, i) =>
    typeof url === 'string' && url !== '' ? [{ type, url, field: `${field}[${i}]` }] : [],
  );
}

/** Ark's own form: `{type: "image_url", image_url: {url}}`, on Seedance 1.0 a plain string. */
function readContent(content: unknown): Medium[] {
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

function checkCounts(counts: Counts): Problem[] {
  const problems: Problem[] = [];
  for (const type of ['image', 'video', 'audio'] as const) {
    if (counts[type] <= mediaLimits[type]) continue;
    problems.push(
      tooMany(
        `limit-${nouns[type].split(' ')[0]}`,
        `parameters.${type}_files`,
        `${counts[type]} ${nouns[type]}`,
        mediaLimits[type],
      ),
    );
  }
  const together = counts.image + counts.video + counts.audio;
  if (together > mediaLimits.together) {
    problems.push(tooMany('limit-files', 'parameters', `${together} reference files`, mediaLimits.together));
  }
  return problems;
}

function tooMany(rule: string, path: string, given: string, most: number): Problem {
  return {
    rule,
    severity: 'error',
    path,
    message: `${given} are given; at most ${most} are taken.`,
    fix: `Keep the ${most} that matter most.`,
  };
}

function checkAudioAlone(counts: Counts): Problem[] {
  if (counts.audio === 0 || counts.image + counts.video > 0) return [];
  const message = 'Audio cannot be the only reference.';
  return [
    {
      rule: 'audio-alone',
      severity: 'error',
      path: 'parameters.audio_files',
      message,
      fix: 'Add an image or a video reference.',
    },
  ];
}

function checkSeconds(parameters: Record<string, unknown>, counts: Counts): Problem[] {
  const videos = numbersIn(parameters.video_seconds);
  const audios = numbersIn(parameters.audio_seconds);
  const { secondsTogether, shortestVideoSeconds, longestVideoSeconds } = mediaLimits;
  const problems: Problem[] = [];
  const report = (severity: Problem['severity'], path: string, message: string, fix?: string) =>
    problems.push({ rule: 'media-seconds', severity, path, message, fix });

  for (const [name, known, count] of [
    ['video', videos, counts.video],
    ['audio', audios, counts.audio],
  ] as const) {
    if (known.length > count)
      report('error', `parameters.${name}_seconds`, `${known.length} lengths are given for ${count} ${name} files.`);
  }
  for (const [i, seconds] of videos.entries()) {
    if (seconds >= shortestVideoSeconds && seconds <= longestVideoSeconds) continue;
    const message = `Reference video ${i + 1} is ${seconds} s long; each must be ${shortestVideoSeconds}–${longestVideoSeconds} s.`;
    report('error', `parameters.video_seconds[${i}]`, message, 'Cut it to length.');
  }
  const total = Math.round([...videos, ...audios].reduce((sum, seconds) => sum + seconds, 0) * 100) / 100;
  if (total > secondsTogether) {
    const message = `The reference videos and audio are ${total} s long; together they may be ${secondsTogether} s.`;
    report('error', 'parameters', message, 'Cut them shorter, or leave one out.');
  } else if (videos.length < counts.video || audios.length < counts.audio) {
    const message = `Reference videos and audio together may be ${secondsTogether} s long; how long these are is not known here.`;
    report('warn', 'parameters', message, 'Give video_seconds and audio_seconds to have it checked.');
  }
  return problems;
}

function numbersIn(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number' && Number.isFinite(item)) : [];
}

/** `file:` and plain paths are local; one letter before the colon is a Windows drive. */
function isReachable(type: ReferenceType, url: string): boolean {
  const [, scheme] = /^\s*([a-z][a-z\d+.-]+):/i.exec(url) ?? [];
  if (scheme && /^https?$/i.test(scheme)) return URL.canParse(url.trim());
  return type === 'image' && (scheme === undefined || scheme.toLowerCase() === 'file');
}

function unreachable(type: ReferenceType, url: string, field: string): Problem {
  const shown = url.length > 80 ? `${url.slice(0, 80)}…` : url;
  return {
    rule: 'ref-url',
    severity: 'error',
    path: `parameters.${field}`,
    message: `"${shown}" is not an address that the service can open.`,
    fix:
      type === 'image'
        ? 'Give a public http(s) URL, or hand the image to upload_image first.'
        : `Neither service takes ${type} uploads: put the file where anyone can open it and give its http(s) URL.`,
  };
}
