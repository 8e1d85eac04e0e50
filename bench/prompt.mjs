import { Bench } from 'tinybench';
import { importSource } from './workshop.mjs';

const storyboard = {
  shots: [
    {
      seconds: 4,
      camera: 'wide shot, slow push-in to the pier',
      visual: '@hero stands at @harbour at dawn',
      action: 'she looks out to sea',
      sound: 'gulls',
    },
    {
      seconds: 4,
      camera: 'medium close-up, static camera',
      visual: '@hero turns to the light',
      dialogue: [{ speaker: '@hero', line: 'We made it.', delivery: 'softly' }],
    },
    {
      seconds: 4,
      camera: 'tracking shot from the side',
      visual: '@hero walks along the wall',
      action: 'her coat moves in the wind',
    },
    { seconds: 3, camera: 'slow pull-out to the whole bay', visual: 'boats leave the harbour' },
  ],
  references: [
    { url: 'https://files.test/hero.png', name: 'hero', role: 'character: bob hair, red coat' },
    { url: 'https://files.test/harbour.png', name: 'harbour', role: 'scene' },
  ],
  style: 'live-action realistic',
  mood: 'hopeful',
  ratio: '16:9',
  music: 'soft strings, no drums',
};
/** A short drama of 25 shots in four scenes. */
const drama = {
  ...storyboard,
  shots: Array.from({ length: 25 }, (_, i) => ({ ...storyboard.shots[i % 3], scene: Math.floor(i / 7) })),
  scenes: { 0: { place: '@harbour at dawn', light: 'cold blue light' }, 1: { place: 'a narrow kitchen' } },
};
const film = 'a film of 25 shots';
const sizes = [1_000, 10_000, 100_000, 1_000_000];
/** Pieces that, repeated, drive a careless reader into going over everything again and again. */
const hostile = ['@', '@image_file_1-', '0-4s: ', '[', '"', '（', '图片1、', 'Shot 1\n', '1,', ' '];

/** The composer and the reference checker: storyboards a second, and time as the text grows. */
export async function run() {
  const { compose, analyzeStoryboard, composeFilm, checkReferences, dialect } = await importSource(
    'prompt-entry',
    `export { dialect } from './src/backends/xskill/dialect.ts';
     export { compose, analyzeStoryboard } from './src/prompt/storyboard.ts';
     export { composeFilm } from './src/prompt/film/compose-film.ts';
     export { checkReferences } from './src/prompt/references/references.ts';`,
  );
  const target = { id: 'xskill', ...dialect };
  const { references } = storyboard;
  const { prompt } = compose(storyboard, target);
  const check = (text) => checkReferences({ text, counts: { image: 2, video: 0, audio: 0 }, path: 'prompt' });
  const read = (text) => compose({ prompt: text, references }, target);
  const kinds = [
    { name: 'shots into a prompt', work: () => compose(storyboard, target) },
    { name: 'a finished prompt checked', work: () => read(prompt) },
    { name: 'its references alone', work: () => check(prompt) },
    { name: film, work: () => composeFilm(analyzeStoryboard(drama, target), dialect.pictures) },
  ];
  const speeds = await medians(kinds, 1_000);
  const growths = [
    { name: 'composer', work: read },
    { name: 'reference checker', work: check },
  ];
  const grown = await medians(
    growths.flatMap(({ name, work }) =>
      sizes.map((size) => ({ name: `${name} ${size}`, work: () => work(fill(prompt, size)) })),
    ),
    200,
  );
  const worst = await findWorst(read);
  const [shots] = kinds.map(({ name }) => 1000 / speeds.get(name));
  const linear = grown.get('composer 1000000') / grown.get('composer 100000') / 10;
  return {
    title: 'Storyboards: compiled a second, and time as text grows',
    goals: [
      { goal: 'composer ≥ 5,000 storyboards/s', measured: `${thousands(shots)} storyboards/s`, met: shots >= 5_000 },
      {
        goal: 'a film of 25 shots composed in ≤ 5 ms',
        measured: `${speeds.get(film).toFixed(2)} ms`,
        met: speeds.get(film) <= 5,
      },
      {
        goal: 'composer linear to 1 MB: a character there costs ≤ 1.5 × one at 100 kB',
        measured: `${linear.toFixed(2)} ×`,
        met: linear <= 1.5,
      },
      {
        goal: 'composer linear for hostile text too: ≤ 2 ×',
        measured: `${worst.times.toFixed(2)} × for ${JSON.stringify(worst.piece)} repeated`,
        met: worst.times <= 2,
      },
    ],
    tables: [
      {
        head: ['', 'a second', 'one takes'],
        rows: kinds.map(({ name }) => [
          name,
          thousands(1000 / speeds.get(name)),
          `${(speeds.get(name) * 1000).toFixed(0)} µs`,
        ]),
      },
      {
        head: ['', ...sizes.map((size) => `${size / 1000} kB`)],
        rows: growths.map(({ name }) => [
          name,
          ...sizes.map((size) => `${grown.get(`${name} ${size}`).toFixed(2)} ms`),
        ]),
      },
    ],
    notes: [`Four shots, two references, ${prompt.length} characters; tinybench, medians.`],
  };
}

/** Median milliseconds of each piece of work. */
async function medians(tasks, time) {
  const bench = new Bench({ time, warmupTime: time / 2, warmupIterations: 2, iterations: 3 });
  for (const { name, work } of tasks) bench.add(name, work);
  await bench.run();
  return new Map(
    bench.tasks.map(({ name, result }) => {
      if (result.error) throw result.error;
      return [name, result.latency.p50];
    }),
  );
}

async function findWorst(read) {
  const tasks = hostile.flatMap((piece) =>
    [100_000, 1_000_000].map((size) => ({ name: `${piece}${size}`, work: () => read(fill(piece, size)) })),
  );
  const times = await medians(tasks, 50);
  return hostile
    .map((piece) => ({ piece, times: times.get(`${piece}1000000`) / times.get(`${piece}100000`) / 10 }))
    .sort((a, b) => b.times - a.times)[0];
}

function fill(text, size) {
  return text.repeat(Math.ceil(size / text.length)).slice(0, size);
}

function thousands(number) {
  return Math.round(number).toLocaleString('en');
}
