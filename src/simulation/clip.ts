import type { EncodedPacket, InputTrack } from 'mediabunny';

export type Clip = { seconds: number; ratio: string; resolution: string; audio: boolean };

type Media = typeof import('mediabunny');

/**
 * A playable MP4 (H.264, AAC when `audio`) of exactly so many seconds, 24 frames a second, with a moving picture.
 * Drawn once by scripts/make-clips.sh; here the encoded frames are only laid end to end again, which takes no codec.
 * A ratio that nobody drew is shown as 16:9, which is what the services make of `adaptive`.
 */
export async function makeClip({ seconds, ratio, resolution, audio }: Clip): Promise<Uint8Array> {
  const media = await import('mediabunny');
  const loops: Record<string, string> = (await import('./clips.json', { with: { type: 'json' } })).default;
  const target = new media.BufferTarget();
  const output = new media.Output({ format: new media.Mp4OutputFormat({ fastStart: 'in-memory' }), target });

  const picture = await openLoop(
    media,
    loops[`${resolution} ${ratio}`] ?? loops[`${resolution} 16:9`],
  ).getPrimaryVideoTrack();
  const sound = audio ? await openLoop(media, loops.sound).getPrimaryAudioTrack() : null;
  const video = new media.EncodedVideoPacketSource('avc');
  const heard = new media.EncodedAudioPacketSource('aac');
  output.addVideoTrack(video, { frameRate: 24 });
  if (sound) output.addAudioTrack(heard);

  await output.start();
  const videoConfig = (await picture?.getDecoderConfig()) ?? undefined;
  for await (const packet of repeat(media, picture, seconds)) await video.add(packet, { decoderConfig: videoConfig });
  const audioConfig = (await sound?.getDecoderConfig()) ?? undefined;
  for await (const packet of repeat(media, sound, seconds)) await heard.add(packet, { decoderConfig: audioConfig });
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

function openLoop({ Input, BufferSource, MP4 }: Media, base64 = '') {
  return new Input({ source: new BufferSource(Buffer.from(base64, 'base64')), formats: [MP4] });
}

/** A track's packets, over and over, until the time is filled. */
async function* repeat(media: Media, track: InputTrack | null, seconds: number): AsyncGenerator<EncodedPacket> {
  if (!track) return;
  const packets: EncodedPacket[] = [];
  for await (const packet of new media.EncodedPacketSink(track).packets()) packets.push(packet);
  const length = packets[0]?.duration ?? seconds;
  const count = Math.floor(seconds / length + 1e-6);
  for (let n = 0; n < count; n++) {
    const packet = packets[n % packets.length];
    if (packet) yield packet.clone({ timestamp: n * length });
  }
}
