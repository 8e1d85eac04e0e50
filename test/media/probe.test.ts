import { execFile } from 'node:child_process';
import { readFileSync, rmSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { probeFile } from '../../src/media/probe.ts';
import { temporaryFolder } from '../folder.ts';
import { type Clip, hasFfmpeg, makeClip, makePng, writeFixture } from './clips.ts';

const directory = temporaryFolder();
afterAll(() => rmSync(directory, { recursive: true }));

const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'];

const clips: Record<string, Clip> = {
  'plain.mp4': { output: x264 },
  'sound.mp4': { sound: true, output: [...x264, '-c:a', 'aac'] },
  'index-first.mp4': { sound: true, output: [...x264, '-c:a', 'aac', '-movflags', '+faststart'] },
  'fragmented.mp4': { sound: true, output: [...x264, '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov'] },
  'fragmented-silent.mp4': { output: [...x264, '-g', '6', '-movflags', 'frag_keyframe+empty_moov+default_base_moof'] },
  'tall.mp4': { size: '72x128', output: x264 },
  'square.mp4': { size: '96x96', output: x264 },
  'wide.mp4': { size: '168x72', output: x264 },
  'long.mp4': { size: '64x36', seconds: 15, rate: 8, output: x264 },
  'fast.mp4': { rate: 60, output: x264 },
  'ntsc.mp4': { rate: 29.97, seconds: 2, output: x264 },
  'b-frames.mp4': { output: ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '3', '-pix_fmt', 'yuv420p'] },
  'mpeg4.mp4': { output: ['-c:v', 'mpeg4'] },
  'sound-mp3.mp4': { sound: true, output: [...x264, '-c:a', 'libmp3lame'] },
  'odd-pixels.mp4': { output: [...x264, '-vf', 'setsar=4/3'] },
  'quicktime.mov': { sound: true, output: [...x264, '-c:a', 'aac'] },
  'silent.mov': { seconds: 2, output: x264 },
  'plain.webm': { output: vp8 },
  'sound.webm': { sound: true, output: [...vp8, '-c:a', 'libopus'] },
  'vp9.webm': { output: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'] },
  'matroska.mkv': { sound: true, output: [...x264, '-c:a', 'aac'] },
};

// Where CI is set the tools are required, so that this never passes by being skipped there.
describe.skipIf(!hasFfmpeg && !process.env.CI)(
  'probeFile, held against ffprobe (skipped: ffmpeg is not installed)',
  () => {
    it.each(Object.entries(clips))('agrees on %s', async (name, clip) => {
      const path = makeClip(join(directory, name), clip);
      const [ours, theirs] = await Promise.all([probeFile(path), ffprobe(path)]);
      expect(ours).toMatchObject({
        width: theirs.width,
        height: theirs.height,
        has_audio: theirs.has_audio,
        bytes: theirs.bytes,
      });
      expect(Math.abs(ours.duration_seconds! - theirs.duration_seconds)).toBeLessThan(0.06);
    });

    it.each(['png', 'jpg', 'gif', 'bmp', 'tiff'])('reads a picture: %s', async (extension) => {
      const path = makeClip(join(directory, `picture.${extension}`), { size: '320x200', output: ['-frames:v', '1'] });
      expect(await probeFile(path)).toMatchObject({
        media_type: expect.stringMatching(/^image\//),
        width: 320,
        height: 200,
      });
    });

    it.each(['plain.mp4', 'index-first.mp4', 'fragmented.mp4', 'quicktime.mov', 'plain.webm', 'matroska.mkv'])(
      'tells that %s is cut off, wherever it was cut',
      async (name) => {
        const whole = readFileSync(join(directory, name));
        for (const share of [0.05, 0.5, 0.95]) {
          const path = writeFixture(directory, 'cut', whole);
          truncateSync(path, Math.floor(whole.byteLength * share));
          await expect(probeFile(path)).rejects.toThrow(/cut off/);
        }
      },
    );
  },
);

describe('probeFile', () => {
  it.each([
    ['', 'an empty file'],
    ['<!DOCTYPE html><title>Sign in</title>', 'a web page'],
    ['\n <HTML><body>gone', 'a web page'],
    ['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'an XML document'],
    ['{"error":"expired"}', 'a JSON answer'],
    ['Not found', 'a text file'],
    ['BM stands for bitmap, but this is prose about it', 'a text file'],
    [Buffer.from([1, 2, 3, 4, 0, 9]), 'a file of an unknown kind'],
    ['fLaC\0\0\0\x22', 'an audio file'],
  ])('calls %j what it is: %s', async (content, words) => {
    const path = writeFixture(directory, 'thing', content);
    await expect(probeFile(path)).rejects.toMatchObject({ code: 'bad_reply', message: expect.stringContaining(words) });
  });

  it('reads size and type of a picture whatever its name says', async () => {
    const path = writeFixture(directory, 'photo.mp4', makePng(640, 360));
    expect(await probeFile(path)).toMatchObject({ media_type: 'image/png', width: 640, height: 360 });
  });

  it('tells a cut picture', async () => {
    const path = writeFixture(directory, 'cut.png', makePng(640, 360).subarray(0, -20));
    await expect(probeFile(path)).rejects.toThrow(/cut off/);
  });

  it('calls a damaged video damaged', async () => {
    const box = (type: string, body: string) => `${String.fromCharCode(0, 0, 0, 8 + body.length)}${type}${body}`;
    const path = writeFixture(
      directory,
      'damaged.mp4',
      Buffer.from(box('ftyp', 'isom0000') + box('moov', 'nonsense'), 'latin1'),
    );
    await expect(probeFile(path)).rejects.toThrow(/damaged|no video track/);
  });

  it('does not load a video whole', async () => {
    const path = join(directory, 'huge.mp4');
    const file = await open(path, 'w');
    const promised = Buffer.alloc(16);
    promised.writeUInt32BE(1, 0);
    promised.write('mdat', 4);
    promised.writeBigUInt64BE(3n * 1024n ** 3n, 8);
    await file.write(Buffer.from('\0\0\0\x10ftypisom0000', 'latin1'));
    await file.write(promised);
    await file.truncate(16 + 3 * 1024 ** 3); // sparse: nothing is stored
    await file.close();
    await expect(probeFile(path)).rejects.toThrow(/index \(moov\) is missing/);
  });
});

async function ffprobe(path: string) {
  const { stdout } = await promisify(execFile)('ffprobe', [
    '-v',
    'error',
    '-show_streams',
    '-show_format',
    '-of',
    'json',
    path,
  ]);
  const { streams, format } = JSON.parse(stdout);
  const video = streams.find((stream: { codec_type: string }) => stream.codec_type === 'video');
  const [across, down] = (video.sample_aspect_ratio ?? '1:1').split(':').map(Number);
  const wider = across > down;
  return {
    width: wider ? Math.round((video.width * across) / down) : video.width,
    height: wider ? video.height : Math.round((video.height * down) / across),
    duration_seconds: Number(format.duration),
    has_audio: streams.some((stream: { codec_type: string }) => stream.codec_type === 'audio'),
    bytes: Number(format.size),
  };
}
