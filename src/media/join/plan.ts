import type { MeasuredClip, Picture, Sound } from './measure.ts';

export type Size = { width: number; height: number };

export type PicturePlan = {
  /** The clips, by index, that must be re-encoded to fit. */
  misfits: number[];
  /** The size they get. */
  size: Size;
  /** Why the first of them does not fit, as a sentence. */
  reason?: string;
};

/**
 * Finds the clips whose packets can stand in one track: the form that fills most of the film is kept. The bytes that set up the decoder are
 * compared, not the name of the codec: two clips may share a name and still need other parameter sets.
 */
export function planPictures(pictures: readonly Picture[]): PicturePlan {
  const kept = mostCommon(pictures.filter(({ obstacle }) => !obstacle));
  const misfits = pictures.flatMap((picture, clip) => (isLike(picture, kept) ? [] : [clip]));
  const [first] = misfits;
  const odd = first === undefined ? undefined : pictures[first];
  if (first === undefined || !odd) return { misfits, size: sizeShown(kept) };
  const canBeMade = kept !== undefined && isPlain(kept);
  return {
    misfits: canBeMade ? misfits : [...pictures.keys()],
    size: sizeShown(kept ?? odd),
    reason: `Clip ${first + 1} ${odd.obstacle ?? describeDifference(odd, kept)}.`,
  };
}

/** Why the clips' own sound packets cannot be heard one after another, as a sentence; undefined when they can. */
export function findSoundObstacle(clips: readonly MeasuredClip[]): string | undefined {
  const heard = clips.flatMap(({ sound }, n) => (sound ? [{ sound, clip: n + 1 }] : []));
  const blocked = heard.find(({ sound }) => sound.obstacle);
  if (blocked) return `The sound of clip ${blocked.clip} ${blocked.sound.obstacle}.`;
  const [first] = heard;
  const other = heard.find(({ sound }) => !first?.sound.description.equals(sound.description));
  if (!first || !other) return undefined;
  const [one, another] = [describeSound(other.sound), describeSound(first.sound)];
  if (one === another)
    return `The sound of clip ${other.clip} is set up in another way than that of clip ${first.clip}.`;
  return `The sound of clip ${other.clip} is ${one}, that of clip ${first.clip} ${another}.`;
}

/** H.264's profiles of 8 bits and 4:2:0, which every decoder takes in turn: Baseline, Main, High. */
const everydayProfiles = [66, 77, 100];

function isLike(picture: Picture, kept: Picture | undefined): boolean {
  return kept !== undefined && !picture.obstacle && formOf(picture) === formOf(kept);
}

/** What two pictures must share to stand in one track, parameter sets aside. */
function formOf({ config, description, sets, matrix }: Picture): string {
  const { codedWidth, codedHeight, displayAspectWidth, displayAspectHeight } = config;
  const profile = description[1] ?? 0;
  return JSON.stringify([
    codecName(config),
    codecName(config) === 'H.264' && everydayProfiles.includes(profile) ? 'everyday' : profile,
    [codedWidth, codedHeight, displayAspectWidth, displayAspectHeight],
    sets?.lengthBytes,
    matrix,
  ]);
}

/** Whether ffmpeg's H.264 encoder makes pictures of this form. */
function isPlain(picture: Picture): boolean {
  const { config, description, sets, matrix } = picture;
  const isUpright = matrix[0] === 1 && matrix[4] === 1;
  const isEveryday = codecName(config) === 'H.264' && everydayProfiles.includes(description[1] ?? 0);
  const isEven = (config.codedWidth ?? 1) % 2 === 0 && (config.codedHeight ?? 1) % 2 === 0;
  return isEveryday && isUpright && isEven && sets?.lengthBytes === 4 && config.displayAspectWidth === undefined;
}

function mostCommon(pictures: readonly Picture[]): Picture | undefined {
  const seconds = new Map<string, number>();
  for (const picture of pictures) seconds.set(formOf(picture), (seconds.get(formOf(picture)) ?? 0) + picture.seconds);
  const most = Math.max(...seconds.values());
  return pictures.find((picture) => seconds.get(formOf(picture)) === most);
}

/** As it is seen, upright and with square pixels; in even numbers, which H.264 needs. */
function sizeShown(picture: Picture | undefined): Size {
  if (!picture) return { width: 0, height: 0 };
  const {
    codedWidth = 0,
    codedHeight = 0,
    displayAspectWidth = codedWidth,
    displayAspectHeight = codedHeight,
  } = picture.config;
  const isTurned = picture.matrix[0] === 0;
  const even = (pixels: number) => 2 * Math.round(pixels / 2);
  const [width, height] = isTurned
    ? [displayAspectHeight, displayAspectWidth]
    : [displayAspectWidth, displayAspectHeight];
  return { width: even(width), height: even(height) };
}

function describeDifference(odd: Picture, kept: Picture | undefined): string {
  const size = ({ config }: Picture) => `${config.codedWidth}×${config.codedHeight}`;
  if (!kept) return 'cannot be copied';
  if (codecName(odd.config) !== codecName(kept.config)) {
    return `is ${codecName(odd.config)}, the rest of the film ${codecName(kept.config)}`;
  }
  if (size(odd) !== size(kept)) return `is ${size(odd)} pixels, the rest of the film ${size(kept)}`;
  return 'has another profile, pixel shape or rotation than the rest of the film';
}

function describeSound({ config }: Sound): string {
  return `${config.sampleRate} Hz in ${config.numberOfChannels} channels`;
}

function codecName({ codec }: VideoDecoderConfig): string {
  return codec.startsWith('avc') ? 'H.264' : 'H.265';
}
