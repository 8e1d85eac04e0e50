import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderViewer } from '../../src/pictures/viewer.ts';
import { expectSound, hasChromium, keepScreenshot, launchChromium } from '../browser.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { hasFfmpeg, makeClip } from '../media/clips.ts';

const video = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};

it('is small, and asks nothing of the network', () => {
  expect(Buffer.byteLength(renderViewer())).toBeLessThan(12_000);
  expect(renderViewer()).not.toMatch(/https?:|createObjectURL|fetch\(|XMLHttpRequest/);
});

const isAble = hasChromium && hasFfmpeg;
describe.skipIf(!isAble && !process.env.CI)(
  'the viewer in an MCP Apps host (skipped: chromium or ffmpeg is not installed)',
  () => {
    const requested: string[] = [];
    const troubles: string[] = [];
    const said: string[] = [];
    const opened: string[] = [];
    let front: Front;
    let browser: Browser;
    let page: Page;
    let takes: string[];

    beforeAll(async () => {
      const folder = temporaryFolder();
      const small = readFileSync(
        makeClip(join(folder, 'small.mp4'), { seconds: 3, size: '640x360', sound: true, output: ['-b:v', '3M'] }),
      );
      const black = join(folder, 'black.mp4');
      execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=black:s=640x360:d=2:r=24', black]);
      const free = Buffer.alloc(11 * 1024 * 1024);
      free.writeUInt32BE(free.length);
      free.write('free', 4);
      const clips = [small, Buffer.concat([readFileSync(black), free])];
      const served = new Map<string, Buffer>();
      front = await openFront({
        env: { ...keys, PATH: process.env.PATH ?? '' },
        tamper: ({ method, path }) => {
          if (method !== 'GET' || !path.endsWith('.mp4')) return undefined;
          const clip = served.get(path) ?? clips[served.size] ?? small;
          served.set(path, clip);
          return Promise.resolve(new Response(new Uint8Array(clip)));
        },
      });
      const first = await front.call('submit_task', video);
      const second = await front.call('submit_task', { ...video, allow_duplicate: true });
      await front.clock.advance(1_200_000);
      takes = [first.data.task_id, second.data.task_id];
      for (const task_id of takes) await front.call('get_task', { task_id, wait_seconds: 0, frames: 'sheet' });

      browser = await launchChromium();
      page = await browser.newPage({ viewport: { width: 760, height: 700 } });
      page.on('request', (request) => requested.push(request.url()));
      page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
      page.on('pageerror', (error) => troubles.push(error.message));
      await page.exposeFunction('readResource', (params: { uri: string }) => front.client.readResource(params));
      await page.exposeFunction('said', (text: string) => said.push(text));
      await page.exposeFunction('opened', (url: string) => opened.push(url));
      const { outputFiles } = await build({
        entryPoints: [join(import.meta.dirname, 'viewer-host.ts')],
        bundle: true,
        write: false,
        format: 'iife',
      });
      await page.addInitScript(outputFiles[0]!.text);
    }, 60_000);
    beforeEach(async () => {
      for (const list of [requested, troubles, said, opened]) list.length = 0;
      await page.goto('about:blank');
      await page.setContent(
        '<html lang="en"><title>chat</title><style>body{margin:0}iframe{width:100%;border:0;display:block}</style><main><h1 style="font:12px sans-serif">Chat</h1><iframe title="viewer" sandbox="allow-scripts"></iframe></main>',
      );
    });
    afterAll(async () => {
      await browser?.close();
      await front?.close();
    });

    const view = () => page.frameLocator('iframe');

    /** Calls a tool as a host does: its page, by the address that the tool names, gets the answer. */
    async function open(tool: string, args: Record<string, unknown>, theme: 'light' | 'dark' = 'light') {
      const { tools } = await front.client.listTools();
      const { _meta } = tools.find(({ name }) => name === tool)!;
      const { ui } = _meta as { ui: { resourceUri: string } };
      const { contents } = await front.client.readResource({ uri: ui.resourceUri });
      expect(contents).toMatchObject([{ mimeType: 'text/html;profile=mcp-app' }]);
      const { data } = await front.call(tool, args);
      const given = { html: contents[0] && 'text' in contents[0] ? contents[0].text : '', result: data, theme };
      await page.evaluate(`open(${JSON.stringify(given).replaceAll('<', '\\u003c')})`);
    }

    it.each(['light', 'dark'] as const)(
      'plays a take beside the others, with price and checks, %s as the host',
      async (theme) => {
        await open('get_task', { task_id: takes[0], wait_seconds: 0 }, theme);
        const player = view().locator('video');
        await expect.poll(() => player.evaluate((one: { videoWidth: number }) => one.videoWidth)).toBe(640);
        await player.evaluate((one: { play(): Promise<void>; muted: boolean }) => {
          one.muted = true;
          return one.play();
        });
        await expect
          .poll(() => player.evaluate((one: { currentTime: number }) => one.currentTime))
          .toBeGreaterThan(0.1);
        await expect
          .poll(() =>
            view()
              .locator('figure img')
              .evaluate((one: { naturalWidth: number }) => one.naturalWidth),
          )
          .toBeGreaterThan(300);
        expect(await view().locator('figure').nth(0).textContent()).toMatch(/Take 1.*points charged/);
        expect(await view().locator('figure').nth(1).textContent()).toContain('⚠ black: 0–2 s');
        const colour = await view().locator('body').evaluate('getComputedStyle(document.body).backgroundColor');
        expect(colour).toBe(theme === 'dark' ? 'rgb(22, 24, 27)' : 'rgb(255, 255, 255)');
        expect(troubles).toEqual([]);
        expect(requested.filter((url) => !/^(?:about:|data:)/.test(url))).toEqual([]);
        await expectSound(page);
        await keepScreenshot(page, `viewer-${theme}`);
      },
    );

    it('sends what the user chooses as the user’s words, and opens a long video in the browser', async () => {
      await open('get_task', { task_id: takes[1], wait_seconds: 0 });
      // The frame grows while its pictures come, so buttons are pressed where they are, by key.
      const [first, second] = [view().locator('figure').nth(0), view().locator('figure').nth(1)];
      await first.getByRole('button', { name: 'Use this take' }).press('Enter');
      await second.getByRole('button', { name: 'Note…' }).press('Enter');
      await second.getByRole('textbox').fill('too dark');
      await second.getByRole('textbox').press('Enter');
      await expect.poll(() => said).toEqual([`Use Take 1 (${takes[0]}).`, `Note on Take 2 (${takes[1]}): too dark`]);
      await second.getByRole('button', { name: 'Open in the browser' }).press('Enter');
      await expect.poll(() => opened).toEqual([expect.stringMatching(/^https:.*\.mp4$/)]);
    });

    it.each(['light', 'dark'] as const)('shows the sheet of a storyboard, %s as the host', async (theme) => {
      const storyboard = {
        shots: [
          { camera: 'wide shot, slow push-in to the door', visual: 'a woman waits', seconds: 5 },
          { camera: 'close-up, static camera', visual: 'she turns', seconds: 5 },
        ],
        style: 'live-action',
      };
      await open('compose_storyboard', { ...storyboard, sheet: true }, theme);
      await expect.poll(() => view().locator('article').count()).toBe(2);
      const paper = await view()
        .locator('div.body')
        .evaluate((body) => (globalThis as unknown as Styles).getComputedStyle(body).backgroundColor);
      expect(paper).toBe(theme === 'dark' ? 'rgb(18, 20, 21)' : 'rgb(255, 255, 255)');
      await keepScreenshot(page, `viewer-sheet-${theme}`);
      expect(troubles).toEqual([]);
    });

    it('lists the shots where no sheet was asked for', async () => {
      await open('compose_storyboard', { prompt: '0-5s: a fox runs.\n5-10s: a fox stops.' });
      await expect.poll(() => view().locator('li').count()).toBe(2);
    });

    it('tells how a running task stands, and lists tasks', async () => {
      const { data } = await front.call('submit_task', {
        ...video,
        parameters: { ...video.parameters, prompt: 'A boat' },
      });
      await open('get_task', { task_id: data.task_id, wait_seconds: 0 });
      await expect.poll(() => view().locator('main').textContent()).toMatch(/pending/);
    });
  },
);

describe('what the viewer reads', () => {
  it('is nothing but files of the record, and sheets', async () => {
    const front = await openFront();
    const read = (uri: string) => front.client.readResource({ uri }).catch((error: Error) => error.message);
    for (const uri of [
      'seedance://takes/xskill:nothing',
      'seedance://files/xskill:nothing/1/0',
      'seedance://files/xskill:nothing/one/x',
      'seedance://sheets/..%2F..%2Fsecret.html',
      'seedance://sheets/secret.html',
    ])
      expect(await read(uri), uri).toMatch(/There is no/);
    const { data } = await front.call('submit_task', video);
    await front.clock.advance(1_200_000);
    await front.call('get_task', { task_id: data.task_id, wait_seconds: 0 });
    for (const part of ['1/-1', '1/99', '1/x', '2/0', '0/0'])
      expect(await read(`seedance://files/${data.task_id}/${part}`), part).toMatch(/no part|There is no/);
    await front.close();
  });
});

/** The part of the browser that is asked; the project is checked without the DOM's types. */
type Styles = { getComputedStyle(element: unknown): { backgroundColor: string } };
