import fc from 'fast-check';
import { backends } from '../../src/backends/index.ts';
import type { ReferenceFile, Shot, Storyboard } from '../../src/prompt/input.ts';
import type { Target } from '../../src/prompt/target.ts';

const [xskill, pixazo] = backends.map(({ id, dialect }): Target => ({ id, ...dialect })) as [Target, Target];

export { pixazo, xskill };

const cameras = [
  'wide shot, slow push-in to the door',
  'medium shot, static camera',
  'medium close-up, eye-level, static camera',
  'tracking shot from the side',
  'low angle, slow orbit around the figure',
  'close-up, slow pull-out to the whole room',
];
const visuals = [
  '@hero stands by the window',
  'a paper boat drifts along the gutter',
  '@hero enters @harbour',
  'a lantern glows in the fog',
];
const actions = [undefined, 'she lifts her head', 'the curtain moves', 'her hand rests on the rail'];
const sounds = [undefined, 'rain on glass', 'distant gulls'];

const shot: fc.Arbitrary<Shot> = fc.record({
  camera: fc.constantFrom(...cameras),
  visual: fc.constantFrom(...visuals),
  action: fc.constantFrom(...actions),
  sound: fc.constantFrom(...sounds),
});

export const heroFile: ReferenceFile = {
  url: 'https://files.test/hero.png',
  name: 'hero',
  role: 'character: bob hair, red coat',
};
export const harbourFile: ReferenceFile = { url: 'https://files.test/harbour.jpg', name: 'harbour', role: 'scene' };

/** A storyboard nothing is wrong with: 3 to 5 shots of 3 s, two named pictures, style, ratio and music. */
export const cleanStoryboard: fc.Arbitrary<Storyboard> = fc
  .record({
    shots: fc.array(shot, { minLength: 3, maxLength: 5 }),
    line: fc.option(fc.constantFrom('We made it.', 'Stay with me.'), { nil: undefined }),
    ratio: fc.constantFrom('16:9', '9:16', '1:1'),
    timing: fc.constantFrom<Storyboard['timing']>('timecodes', 'both'),
  })
  .map(({ shots, line, ratio, timing }) => ({
    shots: shots.map((one, i) => ({
      ...one,
      seconds: 3,
      ...(i === 1 && line ? { camera: cameras[2], dialogue: [{ speaker: '@hero', line, delivery: 'softly' }] } : {}),
    })),
    style: 'live-action, natural light',
    mood: 'calm',
    ratio,
    timing,
    music: 'soft strings',
    references: [heroFile, harbourFile],
  }));
