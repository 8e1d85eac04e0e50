import type { FileHandle } from 'node:fs/promises';
import {
  EncodedPacketSink,
  type Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  type TransformationMatrix,
} from 'mediabunny';
import { AppError } from '../../core/errors.ts';
import { readAt, withFile } from '../../core/regular-file.ts';
import { outlineMp4 } from '../container.ts';
import { probeFile } from '../probe.ts';
import { describeMediaType } from '../signature.ts';
import { openInput } from '../tracks.ts';
import { readEdits, type TrackEdits } from './boxes.ts';
import { type ParameterSets, parseParameterSets } from './parameter-sets.ts';

/** The picture of a clip, as measured packet by packet. Seconds are those of its own file. */
export type Picture = Stretch & {
  path: string;
  config: VideoDecoderConfig;
  /** What decodes it: the bytes of its avcC or hvcC, and the sets they hold. */
  description: Buffer;
  sets?: ParameterSets;
  /** The type of its sample entry, such as `avc1`. */
  sampleEntry: string;
  matrix: TransformationMatrix;
  unitsPerSecond: number;
  /** Why its packets cannot be copied, to follow "clip 2" in a sentence. */
  obstacle?: string;
};

export type Sound = {
  path: string;
  config: AudioDecoderConfig;
  description: Buffer;
  packets: number;
  packetSeconds: number;
  /** When its file shows the first picture. */
  zero: number;
  /** Of the first packet, counted from there: negative where the encoder needs a run-up. */
  start: number;
  /** Why its packets cannot be copied, to follow "the sound of clip 2" in a sentence. */
  obstacle?: string;
};

export type MeasuredClip = { picture: Picture; sound?: Sound };

/** A track's packets in time. `opening` is the first to be decoded. */
type Stretch = { packets: number; opening: number; start: number; seconds: number; packetSeconds: number };

const largestIndexBytes = 64 * 1024 * 1024;
const roundingSeconds = 0.0005;
/** AAC-LC in mono or stereo is the sound whose silence we can write; 1,024 samples a packet (ISO 14496-3). */
const packetSamples = 1024;

/** Measures a video file; throws in plain words when it is none, or not whole. */
export async function measureClip(path: string): Promise<MeasuredClip> {
  const { media_type: type } = await probeFile(path);
  if (!type.startsWith('video/'))
    throw new AppError('file_refused', `The file is ${describeMediaType(type)}, not a video.`);
  return withInput(path, async (input, edits) => {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    if (!video) throw new Error(`${path} has no picture`);
    const picture = await measurePicture(path, video, edits);
    return { picture, sound: audio ? await measureSound(path, audio, edits, picture) : undefined };
  });
}

/** Measures a file that is all sound. */
export async function measureSoundFile(path: string): Promise<Sound> {
  return withInput(path, async (input, edits) => {
    const audio = await input.getPrimaryAudioTrack();
    const sound = audio && (await measureSound(path, audio, edits));
    if (!sound) throw new Error(`${path} has no sound`);
    return sound;
  });
}

async function withInput<T>(path: string, use: (input: Input, edits: TrackEdits[]) => Promise<T>): Promise<T> {
  return withFile(path, async (file, size) => {
    const input = openInput(file, size);
    try {
      return await use(input, await readEditLists(file, size));
    } finally {
      input.dispose();
    }
  });
}

async function readEditLists(file: FileHandle, size: number): Promise<TrackEdits[]> {
  const { index } = await outlineMp4(file, size);
  if (!index || index.length > largestIndexBytes) return [];
  return readEdits(await readAt(file, index.position, index.length));
}

async function measurePicture(path: string, track: InputVideoTrack, edits: TrackEdits[]): Promise<Picture> {
  const config = await track.getDecoderConfig();
  const opening = await new EncodedPacketSink(track).getFirstPacket();
  if (!config || !opening) throw new Error(`${path} has no picture that can be decoded`);
  const stretch = await measureStretch(track);
  const description = bytesOf(config.description);
  const sets = findParameterSets(config.codec, description);
  const edit = edits.find(({ kind }) => kind === 'picture');
  const shown = Math.min(stretch.seconds, edit?.shownSeconds ?? stretch.seconds + Math.min(0, stretch.start));
  const opensWithKey = (await track.determinePacketType(opening)) === 'key';
  return {
    ...stretch,
    path,
    config,
    description,
    sets,
    sampleEntry: String(await track.getInternalCodecId()),
    matrix: await track.getTransformationMatrix(),
    unitsPerSecond: await track.getTimeResolution(),
    seconds: shown,
    obstacle:
      (sets ? undefined : `is encoded as ${config.codec}`) ??
      (opensWithKey && stretch.opening <= stretch.start + roundingSeconds
        ? undefined
        : 'does not open on a whole picture') ??
      (edit?.isCutUp || stretch.start < -roundingSeconds || stretch.seconds - shown > 1.5 * stretch.packetSeconds
        ? 'shows only a part of its pictures (edit list)'
        : undefined),
  };
}

async function measureSound(
  path: string,
  track: InputAudioTrack,
  edits: TrackEdits[],
  picture?: Picture,
): Promise<Sound | undefined> {
  const config = await track.getDecoderConfig();
  const { packets, start, packetSeconds } = await measureStretch(track);
  if (packets === 0) return undefined;
  if (!config) throw new Error(`${path} has sound that cannot be decoded`);
  const { codec, numberOfChannels, sampleRate } = config;
  const isCutUp = edits.some((edit) => edit.kind === 'sound' && edit.isCutUp);
  const zero = Math.max(0, picture?.start ?? 0);
  const isPlain = codec === 'mp4a.40.2' && numberOfChannels <= 2;
  const hasPlainPackets = Math.abs(packetSeconds * sampleRate - packetSamples) < 1;
  return {
    path,
    config,
    description: bytesOf(config.description),
    packets,
    packetSeconds: packetSamples / sampleRate,
    zero,
    start: start - zero,
    obstacle:
      (isPlain ? undefined : `is encoded as ${codec} in ${numberOfChannels} channels`) ??
      (hasPlainPackets ? undefined : 'comes in packets of an unusual length') ??
      (isCutUp ? 'is heard only in part (edit list)' : undefined),
  };
}

async function measureStretch(track: InputTrack): Promise<Stretch> {
  const sink = new EncodedPacketSink(track);
  let packets = 0;
  let opening = 0;
  let start = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for await (const { timestamp, duration } of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (packets === 0) opening = timestamp;
    start = Math.min(start, timestamp);
    last = Math.max(last, timestamp);
    end = Math.max(end, timestamp + duration);
    packets++;
  }
  const packetSeconds = packets > 1 ? (last - start) / (packets - 1) : end > start ? end - start : 1 / 24;
  return {
    packets,
    opening,
    start,
    seconds: Math.max(end, last + (end > last ? 0 : packetSeconds)) - start,
    packetSeconds,
  };
}

function findParameterSets(codec: string, description: Buffer): ParameterSets | undefined {
  try {
    return parseParameterSets(codec, description);
  } catch {
    return undefined; // another codec, or a record that is cut off
  }
}

function bytesOf(source: VideoDecoderConfig['description']): Buffer {
  if (!source) return Buffer.alloc(0);
  return ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
}
