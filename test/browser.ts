import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const executablePath = '/usr/bin/chromium';

export const hasChromium = existsSync(executablePath);

/** Widths at which a page is looked at: a telephone, a notebook, a large screen. */
export const widths = [390, 1280, 2560];

export function launchChromium(): Promise<Browser> {
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required', ...quiet];
  return chromium.launch({ executablePath, args });
}

/** Nothing is wider than the page, and axe finds nothing serious. */
export async function expectSound(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Findings>("axe.run({ resultTypes: ['violations'] })");
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

type Findings = { violations: { id: string; impact: string; nodes: { html: string }[] }[] };

/** Keeps a picture of the page where SEEDANCE_SCREENSHOTS names a folder. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SEEDANCE_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const _ of [1, 2]) {
    // What is out of sight is not drawn, so the whole page is brought into sight.
    await page.setViewportSize({
      ...size,
      height: await page.evaluate<number>('document.documentElement.scrollHeight'),
    });
    await page.waitForTimeout(700);
  }
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.setViewportSize(size);
}
