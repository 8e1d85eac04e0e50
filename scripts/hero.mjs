// node scripts/hero.mjs: rehearses a film and draws docs/hero.gif from what the product made and said. Needs chromium and ffmpeg, as .ci/run installs them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { rehearse } from './hero/rehearse.mjs';

const target = 'docs/hero.gif';
const framesPerSecond = 12;
const size = { width: 960, height: 540 };

const folder = mkdtempSync(join(tmpdir(), 'seedance-hero-'));
const ffmpeg = (...args) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--allow-file-access-from-files'],
});
try {
  const play = await prepare(await rehearse());
  await drawFrames(play);
  encode();
  console.log(`${target}: ${Math.round(statSync(target).size / 1000)} kB`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** What the page shows: pictures as addresses, answers as text. */
async function prepare({ idea, pictures, composed, quoted, watched }) {
  const last = watched.at(-1);
  const shots = await readSheet(composed.files[0].path);
  const clips = composed.clips.map(({ clip, shots, seconds, scene }) => {
    const [first, end = first] = shots.split('-').map(Number);
    const { path } = last.clips.find((one) => one.clip === clip);
    return { clip, first, last: end, seconds, scene, take: cutFrames(path, 0.3, 1, `take-${clip}`)[0] };
  });
  const [film] = last.files;
  return {
    idea,
    shots,
    clips,
    pictures: pictures.map((path) => pathToFileURL(path).href),
    answers: {
      shots: `<b>${composed.duration} s</b> · ${shots.length} shots · ${clips.length} clips · ${composed.problems.length} problems`,
      price: `<b>${quoted.price.amount} ${quoted.price.unit}</b> for ${clips.length} clips, quoted. Nothing was sent.`,
      clips: `<b>${clips.length} clips</b>, paid for once`,
      film: `<h1>The film</h1><p><b>${film.duration_seconds} s</b>, one file</p><p><b>${last.price.amount} ${last.price.unit}</b> charged</p><p>Checked and saved:</p><code>${basename(film.path)}</code>`,
    },
    watched: watched.map(({ progress = 1, clips, next_step, status }) => ({
      progress,
      clips: clips.map(({ clip, status }) => ({ clip, status })),
      said: status === 'completed' ? `${clips.length} of ${clips.length} are done` : next_step.split(':')[0],
    })),
    film: shots.map(({ start }, n) => cutFrames(film.path, start, 14, `shot-${n}`)),
  };
}

/** The frames that the product drew, and its words beside them. */
async function readSheet(path) {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 900 },
    colorScheme: 'dark',
    deviceScaleFactor: 2,
  });
  await page.goto(pathToFileURL(path).href);
  const panels = await page.locator('article').all();
  const shots = [];
  for (const [n, panel] of panels.entries()) {
    const frame = join(folder, `frame-${n}.png`);
    await panel.locator('svg.frame').screenshot({ path: frame });
    const [start] = (await panel.locator('.top span').textContent()).split('–').map(Number.parseFloat);
    const camera = await panel.locator('.camera').textContent();
    const picture = await panel.locator('.picture').textContent();
    shots.push({ frame: pathToFileURL(frame).href, start, camera, picture });
  }
  await page.close();
  return shots;
}

function cutFrames(path, start, count, name) {
  const scale = `fps=${framesPerSecond},scale=720:-2`;
  ffmpeg('-ss', String(start), '-i', path, '-vf', scale, '-frames:v', String(count), join(folder, `${name}-%02d.png`));
  const names = readdirSync(folder).filter((one) => one.startsWith(`${name}-`));
  return names.sort().map((one) => pathToFileURL(join(folder, one)).href);
}

async function drawFrames(play) {
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: 1.5 });
  await page.goto(pathToFileURL('scripts/hero/stage.html').href);
  await page.evaluate((given) => window.build(given), play);
  const lastsMs = await page.evaluate(() => window.lastsMs);
  const count = Math.round((lastsMs / 1000) * framesPerSecond);
  for (let n = 0; n < count; n++) {
    await page.evaluate((ms) => window.showAt(ms), (n * 1000) / framesPerSecond);
    await page.screenshot({ path: join(folder, `page-${String(n).padStart(3, '0')}.png`) });
  }
}

function encode() {
  const palette =
    'split[a][b];[a]palettegen=max_colors=200:stats_mode=full[p];[b][p]paletteuse=dither=none:diff_mode=rectangle';
  const pages = ['-framerate', String(framesPerSecond), '-i', join(folder, 'page-%03d.png')];
  ffmpeg(...pages, '-filter_complex', palette, '-loop', '0', target);
}
