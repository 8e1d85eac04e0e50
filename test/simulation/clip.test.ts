import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Clip, makeClip } from '../../src/simulation/clip.ts';
import { temporaryFolder } from '../folder.ts';

const hasProbe = spawnSync('ffprobe', ['-version']).status === 0;

describe.skipIf(!hasProbe && !process.env.CI)('a clip', () => {
  const samples: [Clip, string][] = [
    [{ seconds: 15, ratio: '16:9', resolution: '720p', audio: true }, '1280x720'],
    [{ seconds: 4, ratio: '9:16', resolution: '480p', audio: false }, '496x864'],
    [{ seconds: 5, ratio: '21:9', resolution: '720p', audio: true }, '1470x630'],
    [{ seconds: 12, ratio: '4:3', resolution: '1080p', audio: false }, '1664x1248'],
    [{ seconds: 3, ratio: '1:1', resolution: '1080p', audio: false }, '1440x1440'],
    [{ seconds: 7, ratio: '3:4', resolution: '480p', audio: true }, '560x752'],
    [{ seconds: 5, ratio: 'adaptive', resolution: '720p', audio: true }, '1280x720'],
  ];
  it.each(samples)('%o', async (clip, size) => {
    const file = join(temporaryFolder(), 'clip.mp4');
    writeFileSync(file, await makeClip(clip));
    const { streams, format } = probe(file);
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(clip.audio ? ['h264', 'aac'] : ['h264']);
    expect(`${streams[0]?.width}x${streams[0]?.height}`).toBe(size);
    expect(Number(streams[0]?.nb_frames)).toBe(clip.seconds * 24);
    expect(Number(format.duration)).toBeCloseTo(clip.seconds, 1);
    if (clip.audio) expect(Number(streams[1]?.duration)).toBeCloseTo(clip.seconds, 1);
  });

  it('every drawn shape decodes to its end without a complaint', async () => {
    const folder = temporaryFolder();
    for (const [n, resolution] of ['480p', '720p', '1080p'].entries()) {
      const ratio = ['16:9', '3:4', '21:9'][n] ?? '';
      const file = join(folder, `${n}.mp4`);
      writeFileSync(file, await makeClip({ seconds: 3, ratio, resolution, audio: true }));
      const { stderr, status } = spawnSync('ffprobe', ['-v', 'warning', '-count_frames', '-show_streams', file]);
      expect([status, stderr.toString()]).toEqual([0, '']);
    }
  });
});

it('fifteen seconds are made in under 300 ms', async () => {
  const clip = { seconds: 15, ratio: '16:9', resolution: '720p', audio: true };
  await makeClip(clip);
  const times: number[] = [];
  for (let n = 0; n < 3; n++) {
    const startedAt = performance.now();
    await makeClip(clip);
    times.push(performance.now() - startedAt);
  }
  expect(Math.min(...times)).toBeLessThan(300);
});

type Probe = { streams: Record<string, string>[]; format: Record<string, string> };

function probe(file: string): Probe {
  return JSON.parse(
    execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', file], {
      encoding: 'utf8',
    }),
  );
}
