import { open } from 'node:fs/promises';
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputTrack,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from 'mediabunny';
import { createYoungCollector } from '../young-collector.ts';
import type { Picture, Sound } from './measure.ts';
import { createOpenFiles, type OpenFiles } from './open-files.ts';
import { withParameterSets } from './parameter-sets.ts';
import { silentPacket } from './silence.ts';
import { placeOfPacket, type Span, soundWindows } from './timeline.ts';

/** What is heard from when to when; nothing where a clip has no sound. */
export type HeardSpan = Span & { sound?: Sound };

/** What a film is made of: its pictures, and what is heard from when to when. */
export type Reel = {
  pictures: readonly (Span & { picture: Picture })[];
  sounds: readonly HeardSpan[];
  /** The clips need other parameter sets: each brings its own before its key frames. */
  isInBand: boolean;
};

/** Packets of each track. */
export type Written = { pictures: number; sounds: number };

type Kind = keyof Written;

/** Copies every packet into a new file, front to back; about a second of the film is held in memory. */
export async function remux(path: string, reel: Reel, signal?: AbortSignal): Promise<Written> {
  const file = await open(path, 'wx');
  const writable = new WritableStream<StreamTargetChunk>({
    write: async ({ data, position }) => {
      let done = 0;
      while (done < data.byteLength)
        done += (await file.write(data, done, data.byteLength - done, position + done)).bytesWritten;
    },
  });
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target: new StreamTarget(writable) });
  try {
    const sources = { pictures: addPictures(output, reel), sounds: addSounds(output, reel) };
    const written = { pictures: 0, sounds: 0 };
    const countBytes = createYoungCollector();
    await output.start();
    for await (const [kind, packet] of interleave(reel)) {
      signal?.throwIfAborted();
      await sources[kind]?.add(packet);
      countBytes(packet.byteLength);
      written[kind]++;
    }
    await output.finalize();
    return written;
  } catch (thrown) {
    await output.cancel().catch(() => undefined); // what was thrown first is the reason
    throw thrown;
  } finally {
    await file.close();
  }
}

function addPictures(output: Output, { pictures, isInBand }: Reel): EncodedVideoPacketSource {
  const [first, ...others] = pictures.map(({ picture }) => picture);
  if (!first) throw new Error('a film needs a clip');
  const { codec } = first.config;
  const source = new EncodedVideoPacketSource(codec.startsWith('avc') ? 'avc' : 'hevc');
  const isOneClock = others.every(({ unitsPerSecond }) => unitsPerSecond === first.unitsPerSecond);
  output.addVideoTrack(source, {
    // In a file this is the clock of the track. Where the clips differ, mediabunny's own fits every usual frame rate.
    frameRate: isOneClock ? first.unitsPerSecond : undefined,
    transformationMatrix: first.matrix,
    // The sets in the stream say the colours; a box for the whole would contradict some of them.
    decoderConfig: isInBand
      ? { ...highestLevel(pictures).config, codec: codec.replace('avc1', 'avc3'), colorSpace: undefined }
      : first.config,
  });
  return source;
}

/** A decoder is set up once, for the most that any clip asks of it. */
function highestLevel(pictures: Reel['pictures']): Picture {
  const levelOf = ({ config, description }: Picture) => description[config.codec.startsWith('avc') ? 3 : 12] ?? 0;
  return pictures.map(({ picture }) => picture).reduce((most, one) => (levelOf(one) > levelOf(most) ? one : most));
}

function addSounds(output: Output, { sounds }: Reel): EncodedAudioPacketSource | undefined {
  const config = sounds.find(({ sound }) => sound)?.sound?.config;
  if (!config) return undefined;
  const source = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(source, { decoderConfig: config });
  return source;
}

/** Both tracks in the order of time, as a player reads them. */
async function* interleave(reel: Reel): AsyncGenerator<[Kind, EncodedPacket]> {
  const files = createOpenFiles();
  const sounds = soundPackets(reel, files);
  try {
    let next = await sounds.next();
    for await (const picture of picturePackets(reel, files)) {
      for (; !next.done && next.value.timestamp <= picture.timestamp; next = await sounds.next()) {
        yield ['sounds', next.value];
      }
      yield ['pictures', picture];
    }
    for (; !next.done; next = await sounds.next()) yield ['sounds', next.value];
  } finally {
    await sounds.return(undefined);
  }
}

async function* picturePackets({ pictures, isInBand }: Reel, files: OpenFiles): AsyncGenerator<EncodedPacket> {
  for (const { picture, start } of pictures) {
    const sets = isInBand ? picture.sets : undefined;
    for await (const packet of packetsOf(files, picture.path, 'pictures')) {
      const data = sets && packet.type === 'key' ? withParameterSets(packet.data, sets) : packet.data;
      yield packet.clone({ data, timestamp: start + packet.timestamp - picture.start });
    }
  }
}

/** One unbroken run of packets: a clip without sound is silent for its time, and shifts nothing. */
async function* soundPackets({ sounds }: Reel, files: OpenFiles): AsyncGenerator<EncodedPacket> {
  const config = sounds.find(({ sound }) => sound)?.sound;
  if (!config) return;
  const { packetSeconds } = config;
  const windows = soundWindows(
    sounds.map(({ start, end, sound }) => ({ start, end, soundStart: sound?.start })),
    packetSeconds,
  );
  let place = Math.min(0, windows.find((window) => window)?.first ?? 0);
  const silent = () => silentPacket(config, place++ * packetSeconds);
  for (const [n, { sound }] of sounds.entries()) {
    const window = windows[n];
    if (!sound || !window) continue;
    let opening: number | undefined;
    for await (const packet of packetsOf(files, sound.path, 'sounds')) {
      opening ??= packet.timestamp;
      const wanted = placeOfPacket(window, packet.timestamp - opening, packetSeconds);
      if (wanted >= window.end) break;
      if (wanted < Math.max(window.first, place)) continue;
      while (place < wanted) yield silent();
      yield packet.clone({ timestamp: place++ * packetSeconds, duration: packetSeconds });
    }
  }
  const end = Math.round((sounds.at(-1)?.end ?? 0) / packetSeconds);
  while (place < end) yield silent();
}

async function* packetsOf(files: OpenFiles, path: string, kind: Kind): AsyncGenerator<EncodedPacket> {
  const input = await files.acquire(path);
  try {
    const track: InputTrack | null =
      kind === 'pictures' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack();
    const sink = track && new EncodedPacketSink(track);
    // One at a time: the sink's own iterator reads ahead what it read in the last second, which is the whole film.
    for (let packet = await sink?.getFirstPacket(); packet; packet = await sink?.getNextPacket(packet)) yield packet;
  } finally {
    await files.release(path);
  }
}
