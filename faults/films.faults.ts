import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
const [clipSeconds, pointsASecond] = [8, 10];
/** Ten minutes of a service take five seconds. */
const time = { zero: Date.now(), timeScale: 120 };
const program = join(temporaryFolder(), 'window.mjs');

let service: Service;
beforeAll(async () => {
  await bundle({ entryPoints: ['faults/films/main.ts'], outfile: program, plugins: [textFiles] });
  service = await serveCounting(20, createSharedClock(time).now);
});
afterAll(() => service.close());

function sceneOf(n: number, clips: number): Scene {
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
    SEEDANCE_DAILY_CAP: `xskill=${clips * takes * clipSeconds * pointsASecond}`,
  };
  return { ...time, env, home, takes, storyboard: { shots, ratio: '16:9', continuity: 'cut' } };
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

/** What a user does who compares the service's dashboard: says of each doubtful task whether it is there. */
async function settle(app: ReturnType<typeof openWindow>, n: number, known: Answer): Promise<number> {
  const doubtful = known.clips.filter(({ status }: Answer) => status === 'uncertain');
  for (const { clip, task_id } of doubtful) {
    const ids = promptsOf(n)
      .filter((prompt) => prompt.toLowerCase().includes(`film ${n} shot ${clip - 1} `))
      .flatMap((prompt) => service.accepted.get(prompt) ?? []);
    const lost = ids.find((id) => !known.clips.some((row: Answer) => row.task_id === `xskill:${id}`));
    if (lost === undefined) await app.settle(task_id, { taken: false });
    else await app.settle(task_id, { taken: true, remoteId: lost });
    known.clips.push({ task_id: `xskill:${lost}` });
  }
  return doubtful.length;
}

type Outcome = { killed: number; doubtful: number };

/** Two windows make the same film and are both killed; a third one makes the rest. */
async function killBoth(n: number, { lifeMs, reference }: { lifeMs: number; reference: string[] }): Promise<Outcome> {
  const clips = 3 + (n % 2);
  const scene = sceneOf(n, clips);
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
  expect(answer, JSON.stringify(answer)).toMatchObject({ status: 'completed', counts: { completed: clips * takes } });
  const known = answer.clips.map(({ task_id }: Answer) => task_id);
  for (const prompt of promptsOf(n)) {
    const ids = service.accepted.get(prompt) ?? [];
    expect(ids.length, `${prompt} was paid for`).toBe(takes);
    for (const id of ids) expect(known, `${id} is known`).toContain(`xskill:${id}`);
  }
  expect(promptsOf(n)).toHaveLength(clips);
  expect(hashOf(answer.files[0].path), 'the film, picture for picture').toBe(reference[clips]);
  rmSync(scene.home, { recursive: true, force: true });
  return { killed: 2, doubtful };
}

it(`${films} films of 3 or 4 clips × ${takes} takes, both windows killed at random instants: none lost, none paid for twice, the same film`, async () => {
  const reference: string[] = [];
  const startedAt = performance.now();
  for (const clips of [3, 4]) {
    const scene = sceneOf(1_000_000 + clips, clips);
    const window = startWindow(scene);
    await once(window, 'exit');
    const answer = await makeFilm(openWindow(scene, createSharedClock(scene)), scene);
    reference[clips] = hashOf(answer.files[0].path);
  }
  const lifeMs = (performance.now() - startedAt) / 2;
  let [n, killed, doubtful] = [0, 0, 0];
  const lane = async (): Promise<void> => {
    while (n < films) {
      const outcome = await killBoth(n++, { lifeMs, reference });
      killed += outcome.killed;
      doubtful += outcome.doubtful;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  report(
    `${killed} kills -9 in ${films} films, ${doubtful} doubtful steps settled: 0 lost, 0 paid twice, every film the same`,
  );
}, 7_200_000);
