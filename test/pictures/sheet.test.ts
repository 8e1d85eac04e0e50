import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderSheet } from '../../src/pictures/sheet.ts';
import { findSubject } from '../../src/pictures/subject.ts';
import { createShotList } from '../../src/prompt/export/shot-list.ts';
import type { Storyboard } from '../../src/prompt/input.ts';
import { analyzeStoryboard, composeAnalysis } from '../../src/prompt/storyboard.ts';
import { makePicture } from '../../src/simulation/picture.ts';
import { expectSound, hasChromium, keepScreenshot, launchChromium, widths } from '../browser.ts';
import { temporaryFolder } from '../folder.ts';
import { harbourFile, heroFile, xskill } from '../prompt/clean.ts';

const english: Storyboard = {
  shots: [
    { camera: 'wide shot, slow push-in to the door', visual: '@hero waits <b>&"\'', sound: 'gulls' },
    {
      camera: 'medium close-up, low angle, static camera',
      visual: '@hero turns',
      dialogue: [{ speaker: '@hero', line: 'We made it.', delivery: 'softly' }],
    },
    { camera: 'orbit around the tower', visual: 'the tower', transition: 'cut to black' },
    { camera: 'top-down overhead shot', visual: 'a table' },
  ],
  style: 'live-action',
  duration: 12,
  ratio: '16:9',
  music: 'strings',
  references: [heroFile, { ...harbourFile, url: 'javascript:alert(1)' }],
};
const chinese: Storyboard = {
  shots: [
    { camera: '远景，缓慢推近码头', visual: '林站在码头' },
    { camera: '近景，固定镜头', visual: '林转身', dialogue: [{ speaker: '林', line: '我们到了。' }] },
  ],
  style: '写实',
  duration: 8,
  ratio: '9:16',
};

const sheetOf = (storyboard: Storyboard) => {
  const analysis = analyzeStoryboard(storyboard, xskill);
  return renderSheet(createShotList(analysis, composeAnalysis(analysis).problems));
};

describe('renderSheet', () => {
  it('needs nothing else and runs nothing', () => {
    const html = sheetOf(english);
    expect(html).not.toMatch(/<script|<link|@import|javascript:/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('waits &#60;b&#62;&#38;&#34;&#39;');
  });

  it('says what was found where it belongs, and what each file is for', () => {
    const { shots = [] } = english;
    const html = sheetOf({
      ...english,
      style: undefined,
      shots: [...shots.slice(0, 3), { camera: 'push in, pull out', visual: 'a table' }],
    });
    const panel = html.slice(html.lastIndexOf('<article>'));
    expect(panel).toMatch(/<li class="warn">[^<]*push in[^<]*<i>/);
    expect(html.slice(0, html.indexOf('<article>'))).toMatch(/<li class="warn">[^<]*style/);
    expect(html).toContain('<i>character: bob hair, red coat</i>');
  });

  it('draws every camera word without a broken number', () => {
    for (const camera of [
      'pan left',
      'tilt up',
      'roll: camera rolls',
      'pull-out',
      'pedestal up',
      'tracking shot',
      'crane up',
      'crane down',
      'dolly zoom',
      'whip pan',
      'fpv',
      'aerial drone',
      'handheld',
      'truck left',
      'two-shot',
      'over-the-shoulder',
      'dutch angle',
      'extreme close-up',
      'extreme wide',
    ]) {
      expect(sheetOf({ ...english, shots: [{ camera, visual: 'a boat' }] })).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

describe('findSubject', () => {
  const plain = { picture: '', lines: [], references: [] };
  const as = (role: string) => ({ type: 'image' as const, n: 1, tag: '', label: '', role, url: '' });

  it.each([
    ['an old fisherman grips the wheel', 'person'],
    ['she turns', 'person'],
    ['two young women argue', 'people'],
    ['a couple walks home', 'people'],
    ['wild mountains at dawn', 'landscape'],
    ['the tower', undefined],
    ['少女抬眼', 'person'],
    ['两人对坐', 'people'],
    ['海面', 'landscape'],
  ] as const)('%s: %s', (picture, subject) => {
    expect(findSubject({ ...plain, picture })).toBe(subject);
  });

  it('goes by references and lines before words', () => {
    expect(findSubject({ ...plain, picture: 'it opens', references: [as('product; its logo stays')] })).toBe('object');
    expect(findSubject({ ...plain, references: [as('character'), as('character: red coat')] })).toBe('people');
    const lines = ['A', 'B'].map((speaker) => ({ speaker, line: 'Hello' }));
    expect(findSubject({ ...plain, picture: 'the sea', lines })).toBe('people');
  });
});

// Where CI is set the browser is required, so that this never passes by being skipped there.
describe.skipIf(!hasChromium && !process.env.CI)('a sheet in Chromium (skipped: it is not installed)', () => {
  const folder = temporaryFolder();
  const requested: string[] = [];
  const complaints: string[] = [];
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    page.on('request', (request) => requested.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
  }, 30_000);
  afterAll(() => browser?.close());

  const open = async (storyboard: Storyboard) => {
    const path = join(folder, 'sheet.html');
    writeFileSync(path, sheetOf(storyboard));
    await page.goto(pathToFileURL(path).href);
  };

  it.each([
    ['English, wide', english, 16 / 9, 4],
    ['Chinese, upright', chinese, 9 / 16, 2],
  ] as const)('%s: a panel a shot, in the right ratio, nothing spills', async (name, storyboard, ratio, panels) => {
    await open(storyboard);
    for (const width of widths)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await expectSound(page);
        await keepScreenshot(page, `sheet-${storyboard.language ?? name.slice(0, 2)}-${width}-${colorScheme}`);
      }
    expect(await page.locator('article').count()).toBe(panels);
    const box = await page
      .locator('svg.frame')
      .first()
      .evaluate((svg: Drawing) => svg.viewBox.baseVal.width / svg.viewBox.baseVal.height);
    expect(box).toBeCloseTo(ratio, 1);
    expect(
      await page.evaluate("[...document.querySelectorAll('article')].every(a => a.scrollWidth <= a.clientWidth)"),
    ).toBe(true);
    expect(await page.locator('svg.ruler rect.shot').count()).toBe(panels);
    expect(complaints).toEqual([]);
  });

  it('shows a picture of this machine, and asks the web for one only when its box is opened', async () => {
    const picture = join(folder, "a fox's #1.png");
    writeFileSync(picture, makePicture({ width: 320, height: 180 }, 'fox'));
    const web = 'https://cdn.example.com/harbour.png';
    await open({
      ...english,
      references: [
        { ...heroFile, url: picture },
        { ...harbourFile, url: web },
      ],
    });
    const size = () => page.locator('.refs .thumb img').evaluate((img: { naturalWidth: number }) => img.naturalWidth);
    await expect.poll(size).toBe(320);
    await page.route('https://**', (route) => route.fulfill({ status: 404 }));
    expect(requested.filter((url) => url.startsWith('https:'))).toEqual([]);
    await page.getByText('cdn.example.com').click();
    await expect.poll(() => requested.filter((url) => url.startsWith('https:'))).toEqual([web]);
  });

  it('prints on A4', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open(english);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const paper = await page.locator('body').evaluate('getComputedStyle(document.body).backgroundColor');
    expect(paper).toBe('rgb(255, 255, 255)');
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const [, width, height] = /MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf) ?? [];
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([842, 595]);
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(2);
    if (process.env.SEEDANCE_SCREENSHOTS)
      await page.pdf({
        path: join(process.env.SEEDANCE_SCREENSHOTS, 'sheet.pdf'),
        preferCSSPageSize: true,
        printBackground: true,
      });
  });
});

/** The part of an SVG that is looked at; the project is checked without the DOM's types. */
type Drawing = { viewBox: { baseVal: { width: number; height: number } } };
