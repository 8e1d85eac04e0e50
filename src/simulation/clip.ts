import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputTrack,
  MP4,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';

export type Clip = { seconds: number; ratio: string; resolution: string; audio: boolean };

/**
 * A playable MP4 (H.264, AAC when `audio`) of exactly so many seconds, 24 frames a second, with a moving picture.
 * Drawn once by scripts/make-clips.sh; here the encoded frames are only laid end to end again, which takes no codec.
 * A ratio that nobody drew is shown as 16:9, which is what the services make of `adaptive`.
 * Load this file late: named imports let the bundler leave out most of mediabunny, the rest is not small.
 */
export async function makeClip({ seconds, ratio, resolution, audio }: Clip): Promise<Uint8Array> {
  const loops: Record<string, string> = (await import('./clips.json', { with: { type: 'json' } })).default;
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });

  const picture = await openLoop(loops[`${resolution} ${ratio}`] ?? loops[`${resolution} 16:9`]).getPrimaryVideoTrack();
  const sound = audio ? await openLoop(loops.sound).getPrimaryAudioTrack() : null;
  const video = new EncodedVideoPacketSource('avc');
  const heard = new EncodedAudioPacketSource('aac');
  output.addVideoTrack(video, { frameRate: 24 });
  if (sound) output.addAudioTrack(heard);

  await output.start();
  const videoConfig = (await picture?.getDecoderConfig()) ?? undefined;
  for await (const packet of repeat(picture, seconds)) await video.add(packet, { decoderConfig: videoConfig });
  const audioConfig = (await sound?.getDecoderConfig()) ?? undefined;
  for await (const packet of repeat(sound, seconds)) await heard.add(packet, { decoderConfig: audioConfig });
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

function openLoop(base64 = '') {
  return new Input({ source: new BufferSource(Buffer.from(base64, 'base64')), formats: [MP4] });
}

/** A track's packets, over and over, until the time is filled. */
async function* repeat(track: InputTrack | null, seconds: number): AsyncGenerator<EncodedPacket> {
  if (!track) return;
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  const length = packets[0]?.duration ?? seconds;
  const count = Math.floor(seconds / length + 1e-6);
  for (let n = 0; n < count; n++) {
    const packet = packets[n % packets.length];
    if (packet) yield packet.clone({ timestamp: n * length });
  }
}
