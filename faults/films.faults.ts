import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../test/folder.ts';
import { createSharedClock, makeFilm, type Scene } from './films/window.ts';
import { type Service, serveCounting } from './service.ts';
import { report, times } from './size.ts';
import { type Answer, openWindow } from './window.ts';

const { bundle } = await import(join(import.meta.dirname, '../scripts/bundle.mjs'));
const { textFiles } = await import(join(import.meta.dirname, '../scripts/text-files.mjs'));

/** Of each film both windows are killed. */
const films = times(100, 500);
const atOnce = 4;
const takes = 2;
const [clipSeconds, pointsASecond, pointsAPicture] = [8, 10, 4];
const continuities = ['cut', 'extend', 'keyframe'] as const;
type Continuity = (typeof continuities)[number];
/** Ten minutes of a service take five seconds. */
const time = { zero: Date.now(), timeScale: 120 };
const program = join(temporaryFolder(), 'window.mjs');

let service: Service;
beforeAll(async () => {
  await bundle({ entryPoints: ['faults/films/main.ts'], outfile: program, plugins: [textFiles] });
  service = await serveCounting(20, createSharedClock(time).now);
});
afterAll(() => service.close());

/** One film in three of each kind, and of each kind every second one of three clips. */
const continuityOf = (n: number): Continuity => continuities[n % continuities.length] ?? 'cut';
const clipsOf = (n: number): number => 3 + (Math.floor(n / continuities.length) % 2);

/** What a film may cost: clips that are made from others cost twice as much. */
function mostPoints(clips: number, continuity: Continuity): number {
  const rated = continuity === 'extend' ? 2 * clips - 1 : clips;
  const pictures = continuity === 'keyframe' ? clips * pointsAPicture : 0;
  return rated * takes * clipSeconds * pointsASecond + pictures;
}

function sceneOf(n: number): Scene {
  const [clips, continuity] = [clipsOf(n), continuityOf(n)];
  const home = temporaryFolder();
  const shots = Array.from({ length: clips }, (_, k) => ({
    seconds: clipSeconds,
    camera: 'wide shot, static',
    visual: `film ${n} shot ${k} [rehearse: quick]`,
  }));
  const env = {
    ...service.env,
    SEEDANCE_HOME: join(home, 'data'),
    SEEDANCE_OUTPUT_DIR: join(home, 'out'),
    SEEDANCE_CONCURRENCY: '3',
    SEEDANCE_DAILY_CAP: `xskill=${mostPoints(clips, continuity)}`,
  };
  return { ...time, env, home, takes, storyboard: { shots, ratio: '16:9', continuity } };
}

function startWindow(scene: Scene): ChildProcess {
  return spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, HOME: scene.home, FILM_SCENE: JSON.stringify(scene) },
    stdio: 'ignore',
  });
}

async function killAt(window: ChildProcess, ms: number): Promise<void> {
  const ended = once(window, 'exit');
  const timer = setTimeout(() => window.kill('SIGKILL'), ms);
  await ended;
  clearTimeout(timer);
}

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const promptsOf = (n: number): string[] =>
  [...service.accepted.keys()].filter((prompt) => prompt.toLowerCase().includes(`film ${n} shot `));

/** A create that the busy service has not read yet is not on its dashboard either. Nobody looks there within three seconds. */
const longestQueueMs = 3_000;
const isPicture = (prompt: string): boolean => prompt.startsWith('One still picture');

/** What a user does who compares the service's dashboard: says of each doubtful task whether it is there. */
async function settle(app: ReturnType<typeof openWindow>, n: number, known: Answer): Promise<number> {
  const doubtful = known.clips.filter(({ status }: Answer) => status === 'uncertain');
  if (doubtful.length > 0) await delay(longestQueueMs);
  for (const { clip, picture, task_id } of doubtful) {
    const ids = promptsOf(n)
      .filter((prompt) => isPicture(prompt) === (clip === undefined))
      .filter((prompt) => prompt.toLowerCase().includes(`film ${n} shot ${(clip ?? picture) - 1} `))
      .flatMap((prompt) => service.accepted.get(prompt) ?? []);
    const lost = ids.find((id) => !known.clips.some((row: Answer) => row.task_id === `xskill:${id}`));
    if (lost === undefined) await app.settle(task_id, { taken: false });
    else await app.settle(task_id, { taken: true, remoteId: lost });
    known.clips.push({ task_id: `xskill:${lost}` });
  }
  return doubtful.length;
}

type Outcome = { killed: number; doubtful: number };

/** A film that nobody disturbed: how long it takes, and what comes of it. */
type Reference = { lifeMs: number; hash: string };

async function makeUndisturbed(n: number): Promise<Reference> {
  const scene = sceneOf(n);
  const startedAt = performance.now();
  await once(startWindow(scene), 'exit');
  const lifeMs = performance.now() - startedAt;
  const answer = await makeFilm(openWindow(scene, createSharedClock(scene)), scene);
  return { lifeMs, hash: hashOf(answer.files[0].path) };
}

/** Two windows make the same film and are both killed; a third one makes the rest. */
async function killBoth(n: number, { lifeMs, hash }: Reference): Promise<Outcome> {
  const clips = clipsOf(n);
  const scene = sceneOf(n);
  const pictures = continuityOf(n) === 'keyframe' ? clips : 0;
  await Promise.all(
    [0, 1].map(async (k) => {
      const window = startWindow(scene);
      await killAt(window, lifeMs * (0.25 + Math.random() * (k === 0 ? 0.5 : 0.75)));
    }),
  );
  const app = openWindow(scene, createSharedClock(scene));
  let answer = await makeFilm(app, scene);
  let doubtful = 0;
  while (answer.status === 'uncertain') {
    doubtful += await settle(app, n, answer);
    answer = await makeFilm(app, scene);
  }
  expect(answer, JSON.stringify(answer)).toMatchObject({
    status: 'completed',
    counts: { completed: clips * takes + pictures },
  });
  const known = answer.clips.map(({ task_id }: Answer) => task_id);
  for (const prompt of promptsOf(n)) {
    const ids = service.accepted.get(prompt) ?? [];
    expect(ids.length, `${prompt} was paid for`).toBe(isPicture(prompt) ? 1 : takes);
    for (const id of ids) expect(known, `${id} is known`).toContain(`xskill:${id}`);
  }
  expect(promptsOf(n)).toHaveLength(clips + pictures);
  expect(hashOf(answer.files[0].path), 'the film, picture for picture').toBe(hash);
  rmSync(scene.home, { recursive: true, force: true });
  return { killed: 2, doubtful };
}

/** Every kind with every length. */
const kinds = [0, 1, 2, 3, 4, 5];
/** A number of the same kind, far from those of the films that are killed. */
const firstUndisturbed = 6_000_000;

it(`${films} films of 3 or 4 clips × ${takes} takes, a third each cut, extended and on pictures, both windows killed at random instants: none lost, none paid for twice, the same film`, async () => {
  const references: Reference[] = [];
  for (const kind of kinds) references.push(await makeUndisturbed(firstUndisturbed + kind));
  let [n, killed, doubtful] = [0, 0, 0];
  const lane = async (): Promise<void> => {
    while (n < films) {
      const reference = references[n % kinds.length];
      if (!reference) break;
      const outcome = await killBoth(n++, reference);
      killed += outcome.killed;
      doubtful += outcome.doubtful;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  report(
    `${killed} kills -9 in ${films} films (cut, extend, keyframe), ${doubtful} doubtful steps settled: 0 lost, 0 paid twice, every film the same`,
  );
}, 7_200_000);
