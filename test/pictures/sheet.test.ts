import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderSheet } from '../../src/pictures/sheet.ts';
import { createShotList } from '../../src/prompt/export/shot-list.ts';
import type { Storyboard } from '../../src/prompt/input.ts';
import { analyzeStoryboard, composeAnalysis } from '../../src/prompt/storyboard.ts';
import { harbourFile, heroFile, xskill } from '../prompt/clean.ts';

const executablePath = '/usr/bin/chromium';

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

describe.skipIf(!existsSync(executablePath))('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser.close());

  it.each([
    ['English, wide', english, 16 / 9, 4],
    ['Chinese, upright', chinese, 9 / 16, 2],
  ] as const)('%s: a panel a shot, in the right ratio, nothing spills', async (_, storyboard, ratio, panels) => {
    const page = await browser.newPage({ viewport: { width: 1160, height: 820 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.route('**/*', (route) => route.abort());
    await page.setContent(sheetOf(storyboard));
    expect(await page.locator('article').count()).toBe(panels);
    const box = await page
      .locator('svg.frame')
      .first()
      .evaluate((svg) => {
        const { width, height } = (svg as unknown as { viewBox: { baseVal: { width: number; height: number } } })
          .viewBox.baseVal;
        return width / height;
      });
    expect(box).toBeCloseTo(ratio, 1);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(
      await page.evaluate("[...document.querySelectorAll('article')].every(a => a.scrollWidth <= a.clientWidth)"),
    ).toBe(true);
    expect(await page.locator('svg.ruler rect.shot').count()).toBe(panels);
    expect(complaints.filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
    await page.close();
  });
});
