import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderGallery } from '../../src/pictures/gallery/index.ts';
import type { Gallery } from '../../src/pictures/gallery/model.ts';
import { expectSound, hasChromium, keepScreenshot, launchChromium, widths } from '../browser.ts';
import { temporaryFolder } from '../folder.ts';
import { hasFfmpeg } from '../media/clips.ts';
import { attack, makeLibrary } from './library.ts';

/** The part of HTMLVideoElement that is looked at; the project is checked without the DOM's types. */
type Video = { currentTime: number; paused: boolean; muted: boolean; videoWidth: number };

// Where CI is set the browser is required, so that this never passes by being skipped there.
const isAble = hasChromium && hasFfmpeg;
describe.skipIf(!isAble && !process.env.CI)(
  'the gallery in Chromium (skipped: chromium or ffmpeg is not installed)',
  () => {
    const directory = temporaryFolder();
    const address = pathToFileURL(join(directory, 'index.html')).href;
    const troubles: string[] = [];
    const requested: string[] = [];
    let browser: Browser;
    let page: Page;
    let library: Gallery;

    beforeAll(async () => {
      library = await makeLibrary(directory);
      writeFileSync(join(directory, 'index.html'), renderGallery(library));
      browser = await launchChromium();
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('request', (request) => requested.push(request.url()));
    }, 60_000);
    beforeEach(async () => {
      await page.goto(address);
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(directory, { recursive: true });
    });

    const card = (title: string) => page.getByRole('article', { name: title });
    const count = () => page.locator('#count').textContent();
    const visible = () => page.locator('article:visible').count();

    it.each(widths.flatMap((width) => (['light', 'dark'] as const).map((theme) => [width, theme] as const)))(
      'is sound at %i pixels, %s',
      async (width, colorScheme) => {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 1100 });
        await page.emulateMedia({ colorScheme });
        await page.evaluate('scrollTo(0, 1e6)');
        await page.evaluate('scrollTo(0, 0)');
        await page.waitForLoadState('networkidle');
        await expectSound(page);
        await keepScreenshot(page, `gallery-${width}-${colorScheme}`);
        await page.setViewportSize({ width: 1280, height: 900 });
      },
    );

    it('reads what is near from beside the page, and nothing from anywhere else', async () => {
      const read = () =>
        card('night train')
          .locator('video')
          .evaluate((video: Video) => video.videoWidth);
      await card('night train').scrollIntoViewIfNeeded();
      await expect.poll(read).toBe(672);
      expect(requested.filter((url) => !url.startsWith('file:'))).toEqual([]);
      expect(troubles).toEqual([]);
    });

    it('shows a hostile prompt as the text it is', async () => {
      await expect.poll(() => page.locator('.prompt').allTextContents()).toContain(attack);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
    });

    it('puts all takes of a request side by side and plays them together with one key, with the sound of the first', async () => {
      const takes = card('red fox').locator('.take');
      await expect.poll(() => takes.count()).toBe(3);
      const tops = await takes.evaluateAll((all: { offsetTop: number }[]) => all.map(({ offsetTop }) => offsetTop));
      expect(new Set(tops).size).toBe(1);
      await card('red fox').focus();
      await page.keyboard.press(' ');
      const videos = () =>
        takes
          .locator('video')
          .evaluateAll((all: Video[]) => all.map(({ currentTime, paused, muted }) => ({ currentTime, paused, muted })));
      await expect
        .poll(async () => (await videos()).every(({ paused, currentTime }) => !paused && currentTime > 0.2))
        .toBe(true);
      const playing = await videos();
      const times = playing.map(({ currentTime }) => currentTime);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThan(0.5);
      expect(playing.map(({ muted }) => muted)).toEqual([false, true, true]);

      await card('paper boat').focus();
      await page.keyboard.press(' ');
      await expect.poll(async () => (await videos()).every(({ paused }) => paused)).toBe(true);
    });

    it('marks the used take, and copies the command that uses another', async () => {
      const stars = card('red fox').locator('.star');
      await expect.poll(() => stars.allTextContents()).toEqual(['☆', '★', '☆']);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await stars.nth(2).click();
      await expect.poll(() => page.locator('#toast').textContent()).toMatch(/use xskill:0000-2$/);
      await card('night train').getByRole('button', { name: 'Copy command' }).click();
      await expect.poll(() => page.locator('#toast').textContent()).toBe('Copied.');
    });

    it('filters, adds up what is shown, and says when nothing is', async () => {
      await expect.poll(count).toBe('1 film · 8 videos · 4 pictures · 812 points · 2.90 USD');
      await page.selectOption('[name=model]', 'seedance-2-0/text-to-video');
      await expect.poll(count).toBe('3 videos · 2.90 USD');
      await page.selectOption('[name=status]', 'faulty');
      await expect
        .poll(() => page.locator('article:visible h3').allTextContents())
        .toEqual(['A door that never opens']);
      await page.selectOption('[name=kind]', 'image');
      await page.locator('#empty').waitFor();
      await expect.poll(() => page.locator('h2:visible').count()).toBe(0);
      await page.getByRole('button', { name: 'Show everything' }).click();
      await expect.poll(visible).toBe(7);
      await page.selectOption('[name=project]', 'production:1f3a9c');
      await expect
        .poll(() => page.locator('article:visible h3').allTextContents())
        .toEqual([
          'A red fox runs through fresh snow',
          'Rain on the window of a night train',
          'A paper boat in a gutter',
        ]);
      await page.selectOption('[name=status]', 'used');
      await expect.poll(() => card('red fox').locator('.take:visible').count()).toBe(1);
    });

    it('sorts by cost', async () => {
      await page.selectOption('[name=order]', 'dearest');
      await expect
        .poll(() => page.locator('article h3').first().textContent())
        .toBe('A red fox runs through fresh snow');
      await page.selectOption('[name=order]', 'cheapest');
      await expect
        .poll(() => page.locator('article h3').last().textContent())
        .toBe('A red fox runs through fresh snow');
    });

    it('leads from the strip of a film to the takes of a clip', async () => {
      await page.getByRole('link', { name: 'Clip 2' }).click();
      await expect
        .poll(() => page.evaluate('document.activeElement.querySelector("h3")?.textContent'))
        .toContain('night train');
    });

    it('finds by every word, from the keyboard, and comes back', async () => {
      await page.keyboard.press('/');
      await page.keyboard.type('train RAIN');
      await expect.poll(visible).toBe(1);
      await page.keyboard.press('Enter');
      await page.locator('article:focus').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.press('Escape');
      await expect.poll(visible).toBe(7);
    });

    it('walks with the arrows and opens a card large', async () => {
      await page.keyboard.press('ArrowRight');
      await page.locator('.film:focus').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.locator('article:focus').waitFor();
      await card('night train').focus();
      const before = (await card('night train').boundingBox())!.height;
      await page.keyboard.press('Enter');
      const height = async () => (await card('night train').boundingBox())!.height;
      await expect.poll(height).toBeGreaterThan(before * 1.3);
    });

    it('opens a picture large, and asks the web for one only on a click', async () => {
      await card('four faces').locator('.picture').nth(2).click();
      await page.locator('dialog img').waitFor();
      await page.keyboard.press('Escape');
      await page.route('https://**', (route) => route.fulfill({ status: 404 }));
      expect(requested.filter((url) => url.startsWith('https:'))).toEqual([]);
      await page.getByRole('button', { name: /cdn\.example\.com/ }).click();
      await expect
        .poll(() => requested.filter((url) => url.startsWith('https:')))
        .toEqual(['https://cdn.example.com/fox.png']);
    });

    it('marks what is broken or different', async () => {
      const broken = card('A door that never opens');
      await broken.scrollIntoViewIfNeeded();
      await expect.poll(() => broken.getByText('cannot be played').isVisible()).toBe(true);
      await expect.poll(() => broken.locator('.faults').textContent()).toContain('black: the whole clip');
      expect(await card('red fox').locator('.faults').textContent()).toContain('duration: asked 10 s, got 2 s');
    });

    it('holds 2,000 clips and reads only those in sight', async () => {
      const [task] = library.tasks;
      const tasks = Array.from({ length: 2000 }, (_, n) => ({
        ...task!,
        task_id: `xskill:${n}`,
        request: String(n),
        usedAt: undefined,
      }));
      writeFileSync(join(directory, 'many.html'), renderGallery({ tasks, productions: [] }));
      await page.goto(address.replace('index.html', 'many.html'));
      await expect.poll(count).toBe('2000 videos · 400000 points');
      for (let n = 0; n < 5; n++) await page.mouse.wheel(0, 4000);
      await page.locator('article').last().scrollIntoViewIfNeeded();
      await expect.poll(() => page.locator('article').last().locator('video[src]').count()).toBe(1);
      await expect.poll(() => page.locator('video[src]').count()).toBeLessThan(80);
    });
  },
);
