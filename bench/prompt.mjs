// Storyboards compiled per second, and time against length. Run: node bench/prompt.mjs
import { build } from 'esbuild';

const bundle = await build({
  entryPoints: ['src/prompt/storyboard.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { compose } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);

const target = {
  id: 'xskill',
  renderReference: (type, n) => `@${type}_file_${n}`,
  modelFor: () => 'st-ai/super-seed2',
};
const shots = [
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
];
const references = [
  { url: 'https://files.test/hero.png', name: 'hero', role: 'character: bob hair, red coat' },
  { url: 'https://files.test/harbour.png', name: 'harbour', role: 'scene' },
];
const storyboard = {
  shots,
  references,
  style: 'live-action realistic',
  mood: 'hopeful',
  ratio: '16:9',
  music: 'soft strings, no drums',
};

const { prompt } = compose(storyboard, target);
console.log(`shots in:  ${perSecond(() => compose(storyboard, target))} storyboards/s`);
console.log(
  `text in:   ${perSecond(() => compose({ prompt, references }, target))} storyboards/s (${prompt.length} characters)`,
);
for (const size of [1_000, 10_000, 100_000, 1_000_000]) {
  const text = prompt.repeat(Math.ceil(size / prompt.length)).slice(0, size);
  const started = performance.now();
  compose({ prompt: text, references }, target);
  console.log(`${String(size).padStart(9)} characters: ${(performance.now() - started).toFixed(1)} ms`);
}

function perSecond(run) {
  for (let i = 0; i < 500; i += 1) run();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < 2000) {
    run();
    count += 1;
  }
  return Math.round((count * 1000) / (performance.now() - started));
}
