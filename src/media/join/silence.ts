import { EncodedPacket } from 'mediabunny';
import type { Sound } from './measure.ts';

/** One packet of silence in AAC-LC, by channels: an element without a single coded band, and the end mark (ISO 14496-3, 4.4.2). */
const silence: Record<number, Uint8Array> = {
  1: Uint8Array.of(0x00, 0xc8, 0x00, 0x80, 0x23, 0x80),
  2: Uint8Array.of(0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80),
};

/** Silence in the form of a clip's sound. */
export function silentPacket({ config, packetSeconds }: Sound, timestamp: number): EncodedPacket {
  const data = silence[config.numberOfChannels];
  if (!data) throw new Error(`no silence is known for ${config.numberOfChannels} channels`);
  return new EncodedPacket(data, 'key', timestamp, packetSeconds);
}
