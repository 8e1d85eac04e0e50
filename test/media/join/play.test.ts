import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinClips } from '../../../src/media/join/index.ts';
import { temporaryFolder } from '../../folder.ts';
import { hasFfmpeg } from '../clips.ts';
import { createClips, flashes, onsets, x264 } from './films.ts';

const executablePath = '/usr/bin/chromium';
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true }));
const { clapper, pattern } = createClips(scratch);

const films: Record<string, () => string[]> = {
  'one configuration': () => [
    clapper('a.mp4'),
    clapper('a.mp4'),
    clapper('silent.mp4', { soundSeconds: 0 }),
    clapper('a.mp4'),
  ],
  'parameter sets in the stream': () => [
    clapper('b3.mp4', { output: [...x264, '-bf', '3'] }),
    pattern('plain.mp4', [...x264, '-bf', '0', '-profile:v', 'baseline'], { size: '64x36' }),
    clapper('longer.mp4', { soundSeconds: 1.4, output: [...x264, '-bf', '2', '-refs', '4'] }),
  ],
};

/** The part of the browser that the tests touch; the project is checked without the DOM's types. */
type Played = { ended: boolean; duration: number; frames: number; broken: number; trouble?: string };

// Where CI is set the browser is required, so that this never passes by being skipped there.
const isAble = existsSync(executablePath) && hasFfmpeg;
describe.skipIf(!isAble && !process.env.CI)('a film in Chromium (skipped: chromium or ffmpeg is not installed)', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage();
  }, 30_000);
  afterAll(() => browser?.close());

  it.each(Object.entries(films))('plays to the end: %s', async (name, makeFilm) => {
    const result = await joinClips({
      clips: makeFilm().map((path) => ({ path })),
      out: join(scratch, `${name.replaceAll(' ', '-')}.mp4`),
    });
    if (result.kind !== 'joined') throw new Error(result.reason);
    const base64 = readFileSync(result.path).toString('base64');
    const played: Played = await page.evaluate(`(${play})('${base64}')`);
    expect(played).toMatchObject({ ended: true, broken: 0, trouble: undefined });
    expect(Math.abs(played.duration - result.seconds)).toBeLessThan(1 / 24);
    expect(played.frames).toBe(result.clips.reduce((sum, { frames }) => sum + frames, 0));

    // Chromium lays decoded packets end to end and does not look at their times: only sound without a hole stays with its picture.
    const heard = onsets(Float32Array.from(await page.evaluate<number[]>(`(${listen})('${base64}')`)));
    const shown = flashes(result.path);
    for (const at of heard) expect(Math.min(...shown.map((one) => Math.abs(one - at)))).toBeLessThan(1 / 24);
    expect(heard.length).toBeGreaterThanOrEqual(2);
  });
});

/** Runs in the page. */
const play = `async (base64) => {
  const video = document.createElement('video');
  video.src = 'data:video/mp4;base64,' + base64;
  video.playbackRate = 4;
  document.body.append(video);
  const trouble = await new Promise((resolve) => {
    video.onended = () => resolve(undefined);
    video.onerror = () => resolve(video.error.message);
    video.play().catch((thrown) => resolve(String(thrown)));
  });
  const { totalVideoFrames: frames, corruptedVideoFrames: broken } = video.getVideoPlaybackQuality();
  return { ended: video.ended, duration: video.duration, frames, broken, trouble };
}`;

/** Runs in the page. */
const listen = `async (base64) => {
  const bytes = await (await fetch('data:video/mp4;base64,' + base64)).arrayBuffer();
  const sound = await new OfflineAudioContext(2, 1, 48000).decodeAudioData(bytes);
  return [...sound.getChannelData(0)];
}`;
