import type { FileHandle } from 'node:fs/promises';
import { CustomSource, Input, Logging, LogLevel, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';

/** Sizes as displayed: rotation and pixel shape are applied. */
export type Tracks = {
  width: number;
  height: number;
  duration_seconds: number;
  /** The picture alone: sound may run on a fraction longer. */
  picture_seconds: number;
  has_audio: boolean;
};

/**
 * Reads the tracks of an MP4, MOV, WebM or Matroska file; undefined when none is a picture. Throws when it is damaged.
 * Load this file late: named imports let the bundler leave out most of mediabunny, the rest is still 190 kB.
 */
export async function readTracks(file: FileHandle, size: number): Promise<Tracks | undefined> {
  const input = openInput(file, size);
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) return undefined;
    return {
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      duration_seconds: toMilliseconds(await input.computeDuration()),
      picture_seconds: toMilliseconds(await video.computeDuration()),
      has_audio: (await input.getPrimaryAudioTrack()) !== null,
    };
  } finally {
    input.dispose();
  }
}

/** The file for mediabunny, which holds at most 8 MB of it. */
export function openInput(file: FileHandle, size: number, readAheadBytes = 0): Input {
  Logging.level = LogLevel.Silent; // it would write to stdout, which belongs to the protocol
  let block = { start: 0, bytes: new Uint8Array() };
  const source = new CustomSource({
    getSize: () => size,
    read: async (start, end) => {
      if (start < block.start || end > block.start + block.bytes.byteLength) {
        const length = Math.min(size - start, Math.max(end - start, readAheadBytes));
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, start);
        block = { start, bytes: buffer.subarray(0, bytesRead) };
      }
      return block.bytes.subarray(start - block.start, end - block.start);
    },
    prefetchProfile: 'fileSystem',
  });
  return new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source });
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
