import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GalleryEntry, renderGallery } from '../../src/pictures/gallery.ts';
import { hasFfmpeg } from '../media/clips.ts';

const executablePath = '/usr/bin/chromium';
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The part of HTMLVideoElement that is looked at; the project is checked without the DOM's types. */
type Video = { currentTime: number; paused: boolean };

const attack = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=2">'"><svg onload=window.pwned=3>`;

const prompts: [prompt: string, size: string][] = [
  [
    'A red fox runs through fresh snow at dawn, low tracking shot, breath in the cold air. The camera stays a hand above the ground; powder flies at the lens. It stops, ears up, and looks past us. Sound: paws, wind in pines, nothing else.',
    '320x180',
  ],
  ['雪の中の狐、ローアングル', '180x320'],
  ['Rain on the window of a night train, 21:9, neon smears', '420x180'],
  [attack, '240x240'],
  ['A paper boat in a gutter, macro', '320x240'],
];

// Where CI is set the browser is required, so that this never passes by being skipped there.
const isAble = existsSync(executablePath) && hasFfmpeg;
describe.skipIf(!isAble && !process.env.CI)(
  'the gallery in Chromium (skipped: chromium or ffmpeg is not installed)',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'seedance-gallery-'));
    const troubles: string[] = [];
    const requested: string[] = [];
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args });
      writeFileSync(
        join(directory, 'index.html'),
        renderGallery(prompts.map(([prompt, size], n) => makeEntry(directory, n, prompt, size))),
      );
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('request', (request) => requested.push(request.url()));
    }, 30_000);

    beforeEach(async () => {
      await page.goto(pathToFileURL(join(directory, 'index.html')).href);
    });

    afterAll(async () => {
      await browser?.close();
      rmSync(directory, { recursive: true });
    });

    it('reads every video from beside the page, and nothing from anywhere else', async () => {
      const widths = () =>
        page
          .locator('video')
          .evaluateAll((videos: { videoWidth: number }[]) => videos.map(({ videoWidth }) => videoWidth));
      await expect.poll(widths).toEqual([320, 180, 420, 240, 320]);
      expect(requested.filter((url) => !url.startsWith('file:'))).toEqual([]);
      expect(troubles).toEqual([]);
      if (process.env.SEEDANCE_SCREENSHOTS)
        await page.screenshot({ path: join(process.env.SEEDANCE_SCREENSHOTS, 'gallery.png') });
    });

    it('shows a hostile prompt as the text it is', async () => {
      const shown = await page.locator('.prompt').allTextContents();
      expect(shown).toContain(attack);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
    });

    it('plays inline, one film at a time', async () => {
      const [first, second] = [page.locator('video').nth(0), page.locator('video').nth(1)];
      await page.locator('article').nth(0).press(' ');
      await expect.poll(() => first.evaluate((video: Video) => video.currentTime)).toBeGreaterThan(0);
      await page.locator('article').nth(1).press(' ');
      await expect.poll(() => second.evaluate((video: Video) => video.paused)).toBe(false);
      expect(await first.evaluate((video: Video) => video.paused)).toBe(true);
    });

    it('finds by every word, from the keyboard, and comes back', async () => {
      await page.keyboard.press('/');
      await page.keyboard.type('train RAIN');
      expect(await page.locator('article:visible').count()).toBe(1);
      expect(await page.locator('#count').textContent()).toBe('1 of 5');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('article:focus').count()).toBe(1);
      await page.keyboard.press('/');
      await page.keyboard.press('Escape');
      expect(await page.locator('article:visible').count()).toBe(5);
    });

    it('walks the grid with the arrows and opens a card large', async () => {
      const focused = () => page.evaluate(`[...document.querySelectorAll('article')].indexOf(document.activeElement)`);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      expect(await focused()).toBe(1);
      const tops = await page
        .locator('article')
        .evaluateAll((cards: { offsetTop: number }[]) => cards.map((card) => card.offsetTop));
      const columns = tops.filter((top) => top === tops[0]).length;
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe(Math.min(1 + columns, 4));
      const before = (await page.locator('article:focus').boundingBox())!.width;
      await page.keyboard.press('Enter');
      expect((await page.locator('article:focus').boundingBox())!.width).toBeGreaterThan(before * 2);
      if (process.env.SEEDANCE_SCREENSHOTS)
        await page.screenshot({ path: join(process.env.SEEDANCE_SCREENSHOTS, 'gallery-open.png') });
    });

    it('fits a telephone', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      if (process.env.SEEDANCE_SCREENSHOTS)
        await page.screenshot({ path: join(process.env.SEEDANCE_SCREENSHOTS, 'gallery-narrow.png') });
      await page.setViewportSize({ width: 1440, height: 900 });
    });
  },
);

function makeEntry(directory: string, n: number, prompt: string, size: string): GalleryEntry {
  const [width, height] = size.split('x').map(Number);
  const name = `clip ${n} #1.webm`;
  const source = `gradients=s=${size}:r=12:d=4:seed=${n + 1}:c0=0x10202${n}:c1=0x9a6a3a:c2=0x2a4a6a:n=3`;
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    source,
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    join(directory, name),
  ]);
  return {
    task_id: `xskill:0000-${n}`,
    model_id: n % 2 ? 'seedance-2-0/text-to-video' : 'st-ai/super-seed2',
    prompt,
    references: n === 0 ? [{ type: 'image', url: 'https://cdn.example.com/fox.png', field: 'image_files[0]' }] : [],
    price:
      n % 2 ? { amount: 1.45, unit: 'USD', source: 'charged' } : { amount: 200, unit: 'points', source: 'charged' },
    rehearsal: n === 4,
    submitted_at: `2026-11-2${1 - Math.min(n, 1)}T1${5 - n}:20:00.000Z`,
    files: [
      {
        name,
        bytes: 2_400_000 + n * 310_000,
        media_type: 'video/webm',
        width,
        height,
        duration_seconds: 4,
        has_audio: n === 0,
      },
    ],
    mismatches:
      n === 2
        ? [
            { field: 'duration', asked: '10 s', got: '4 s' },
            { field: 'audio', asked: 'an audio track', got: 'none' },
          ]
        : [],
  };
}
