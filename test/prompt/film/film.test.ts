import fc from 'fast-check';
import '../seeded.ts';
import { describe, expect, it } from 'vitest';
import { FilmPlan } from '../../../src/core/film-plan.ts';
import { composeFilm } from '../../../src/prompt/film/compose-film.ts';
import { isFilm } from '../../../src/prompt/film/is-film.ts';
import type { Shot, Storyboard } from '../../../src/prompt/input.ts';
import { analyzeStoryboard, compose } from '../../../src/prompt/storyboard.ts';
import type { Target } from '../../../src/prompt/target.ts';
import { pixazo, xskill } from '../clean.ts';
import { films } from './storyboards.ts';

const models = { edit: 'pictures/edit', create: 'pictures/create' };

function film(storyboard: Storyboard, target: Target = xskill, pictures: typeof models | undefined = models) {
  return composeFilm(analyzeStoryboard(storyboard, target), pictures);
}

function isLong(storyboard: Storyboard): boolean {
  return isFilm(analyzeStoryboard(storyboard, xskill));
}

/** Clips as `1-3:12`, and what was found. */
function cut(storyboard: Storyboard) {
  const { list, problems } = film(storyboard);
  return {
    clips: list.clips?.map(({ shots, seconds }) => `${shots}:${seconds}`).join(' '),
    rules: problems.map(({ rule }) => rule).filter((rule) => /^(?:film|time)/.test(rule)),
  };
}

function promptsOf(storyboard: Storyboard, target: Target = xskill): string[] {
  return film(storyboard, target).plan?.clips.map(({ parameters }) => String(parameters.prompt)) ?? [];
}

const plain = (seconds: number | undefined, more: Partial<Shot> = {}): Shot => ({
  ...{ seconds, camera: 'medium shot, static camera', visual: 'a lantern glows in the fog' },
  ...more,
});
const style = 'live-action, natural light';
const cast = [
  { url: 'https://files.test/a.png', name: 'ana', role: 'character: red coat' },
  { url: 'https://files.test/b.png', name: 'ben', role: 'character: grey beard' },
  { url: 'https://files.test/c.png', name: 'pier', role: 'scene' },
];

describe.each([xskill, pixazo].map((target) => [target.id, target] as const))('twelve films for %s', (_, target) => {
  it.each(Object.entries(films))('%s is cut, composed and planned without an error', (_, storyboard) => {
    const { plan, problems, list } = film(storyboard, target);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(FilmPlan.safeParse(plan).error?.issues ?? []).toEqual([]);
    const { clips = [], lines = [], join } = plan ?? {};
    expect(clips.length).toBeGreaterThan(1);
    expect(clips.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(list.seconds);
    expect(join).toEqual({ clips: clips.map(({ clip }) => clip), seconds: list.seconds });
    expect(clips.flatMap(({ timeline }) => timeline.map(({ number }) => number))).toEqual(
      list.shots.map(({ number }) => number),
    );
    for (const { seconds, parameters, timeline } of clips) {
      expect(parameters.duration).toBe(seconds);
      expect(timeline[0]?.start).toBe(0);
      expect(timeline.at(-1)?.end).toBe(seconds);
    }
    for (const { start, end } of lines) expect(end).toBeGreaterThan(start);
    expect(JSON.stringify(film(storyboard, target).plan)).toBe(JSON.stringify(plan));
  });
});

describe('a film', () => {
  it.each(['drama', 'keyframed', 'pastedEnglish'])('is composed like this: %s', async (name) => {
    const { plan, problems } = film(films[name]!);
    const told = problems.map(({ severity, rule, path, message }) => `${severity} ${rule} ${path}: ${message}`);
    const clips = plan?.clips.map(({ parameters: { prompt, ...parameters }, timeline: _, ...clip }) =>
      [JSON.stringify({ ...clip, parameters }), prompt].join('\n'),
    );
    const pictures = plan?.pictures.map((picture) => JSON.stringify(picture)) ?? [];
    const text = [...told, ...(clips ?? []), ...pictures].join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot(`./snapshots/${name}.txt`);
  });

  it('is what is longer than one clip, or says what only films have', () => {
    expect(isLong({ shots: [plain(8), plain(7)], style })).toBe(false);
    expect(isLong({ shots: [plain(8), plain(8)], style })).toBe(true);
    expect(isLong({ shots: Array.from({ length: 7 }, () => plain(undefined)), style })).toBe(false);
    expect(isLong({ shots: Array.from({ length: 9 }, () => plain(undefined)), style })).toBe(true);
    expect(isLong({ shots: Array.from({ length: 9 }, () => plain(undefined)), style, duration: 15 })).toBe(false);
    expect(isLong({ shots: [plain(5)], style, continuity: 'cut' })).toBe(true);
    expect(isLong({ shots: [plain(5)], style, soundtrack: { path: '/music.mp3' } })).toBe(true);
    expect(isLong({ shots: [plain(5)], style, scenes: { a: { place: 'a pier' } } })).toBe(true);
    expect(isLong({ prompt: 'A 20-second clip. Shot 1: fog. Shot 2: a boat.' })).toBe(true);
    expect(isLong({ prompt: 'A 10-second clip of a boat.' })).toBe(false);
    expect(isLong({ prompt: 'A 40-second clip of a boat.' })).toBe(false);
    expect(isLong({ shots: [plain(undefined)], style, duration: 40 })).toBe(false);
    const clip = { url: 'https://files.test/a.mp4', role: 'target', seconds: 20 };
    expect(isLong({ shots: [plain(20)], references: [clip], task: 'edit' })).toBe(false);
  });

  it('of one clip is composed like any clip, with its music', () => {
    const storyboard = { shots: [plain(5), plain(5)], style, music: 'soft strings', ratio: '16:9' };
    const [prompt] = promptsOf({ ...storyboard, continuity: 'cut' });
    expect(prompt).toBe(compose(storyboard, xskill).prompt);
    expect(promptsOf({ ...storyboard, soundtrack: { url: 'https://files.test/m.mp3' } })[0]).toContain('no music');
  });

  it.each([
    [{ shots: [plain(10), plain(20)] }, 'film-shot-long', 'shots[1].seconds'],
    [{ shots: [plain(14), plain(2)] }, 'film-packing', 'shots'],
    [{ shots: Array.from({ length: 61 }, () => plain(10)) }, 'film-length', 'shots'],
    [{ shots: [plain(10), plain(10)], duration: 25 }, 'time-sum', 'duration'],
    [{ prompt: 'A 40-second film of a boat on a river.', continuity: 'cut' as const }, 'film-shot-long', 'prompt'],
    [{ shots: [plain(undefined), plain(5)], duration: 25 }, 'film-shot-long', 'shots[0].seconds'],
    [{ shots: [plain(5)], soundtrack: {} }, 'film-soundtrack', 'soundtrack'],
    [
      { shots: [plain(5)], soundtrack: { path: '/a.mp3', start_seconds: -1 } },
      'film-soundtrack',
      'soundtrack.start_seconds',
    ],
    [{ shots: [plain(5)], soundtrack: { url: 'file:///a.mp3' } }, 'film-soundtrack', 'soundtrack.url'],
    [
      { shots: [plain(8), { ...plain(8), visual: '@anna waves' }], references: cast },
      'ref-unknown-name',
      'shots[1].visual',
    ],
  ])('is refused at the place that is wrong: %#', (storyboard, rule, path) => {
    const { plan, problems } = film({ style, ...storyboard });
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ rule, path }]);
    expect(plan).toBeNull();
  });

  it('names the nearest change', () => {
    const { problems } = film({ style, shots: [plain(14), plain(2)] });
    expect(problems[0]?.fix).toBe('Make shot 2: 4 s instead of 2, or shot 1: 13 s instead of 14.');
  });

  it('rounds a sum up, tells it, and the last shot takes the rest', () => {
    const storyboard = { style, shots: [plain(7.5), plain(5), plain(6), plain(4)] };
    expect(cut(storyboard)).toEqual({ clips: '1-2:13 3-4:10', rules: ['film-rounded'] });
    expect(film(storyboard).list.shots.map(({ start, end }) => `${start}-${end}`)).toEqual([
      ...['0-7.5', '7.5-13', '13-19', '19-23'],
    ]);
    expect(cut({ ...storyboard, duration: 23 }).rules).toEqual(['film-rounded']);
  });

  it('gives shots without seconds what their lines need, and what the duration leaves', () => {
    const line = 'one two three four five six seven eight nine ten eleven';
    const shots = [plain(undefined, { dialogue: [{ speaker: 'ann', line }] }), plain(undefined), plain(10)];
    expect(cut({ style, shots })).toEqual({ clips: '1-2:8 3:10', rules: ['film-seconds'] });
    expect(cut({ style, shots, duration: 22 }).clips).toBe('1-2:12 3:10');
    expect(cut({ style, shots, duration: 14 }).rules).toContain('time-sum');
  });

  it('goes over no scene break where it can, and says so where it must', () => {
    const shots = [
      plain(5, { scene: 1 }),
      plain(5),
      plain(5, { scene: 'b' }),
      plain(2, { scene: 3 }),
      plain(5, { scene: 4 }),
    ];
    expect(cut({ style, shots })).toEqual({ clips: '1-2:10 3-4:7 5:5', rules: ['film-over-scene'] });
  });

  it('says the words of a scene in its clips only', () => {
    const scenes = {
      a: { place: 'a narrow kitchen', light: 'morning sun' },
      b: { place: 'a night train', style: 'blue grade' },
    };
    const shots = [plain(8, { scene: 'a' }), plain(6, { scene: 'b' }), plain(2, { scene: 'a' })];
    const [first, second] = promptsOf({ style, scenes, shots });
    expect(first).toContain('[Scene] a narrow kitchen; morning sun.');
    expect(first).not.toContain('night train');
    expect(second).not.toContain('[Scene]');
    expect(second).toContain('A night train, blue grade. A lantern');
    expect(second).toContain('A narrow kitchen, morning sun. A lantern');
    expect(cut({ style, scenes: { ...scenes, c: { place: 'x' } }, shots }).rules).toContain('film-scene-unused');
  });

  it('says in every clip what is true of the whole, and gives each the files it uses, numbered anew', () => {
    const shots = [
      plain(8, { visual: '@ana waits at @pier' }),
      plain(8, { visual: '@image_file_2 lights a lamp' }),
      plain(8, { visual: 'Ben and @ana meet' }),
    ];
    const clips = film({ style, mood: 'calm', references: cast, shots, constraints: ['slow pace'] }).plan?.clips ?? [];
    expect(clips.map(({ parameters }) => parameters.image_files)).toEqual([
      ['https://files.test/a.png', 'https://files.test/c.png'],
      ['https://files.test/b.png'],
      ['https://files.test/a.png', 'https://files.test/b.png'],
    ]);
    const prompts = clips.map(({ parameters }) => String(parameters.prompt));
    for (const prompt of prompts) {
      expect(prompt).toContain('[Style] live-action, natural light, calm, 8 seconds');
      expect(prompt).toContain('[Constraints] slow pace;');
      expect(prompt).toContain('[Audio] no music');
    }
    expect(prompts[1]).toContain('@image_file_1 lights a lamp');
    expect(prompts[1]).toContain('@image_file_1 is Ben');
  });

  it('follows a pronoun to whoever was last seen, and warns where nobody is', () => {
    const shots = [plain(12, { visual: '@ana runs' }), plain(12, { visual: 'she stops' })];
    const withFiles = film({ style, references: cast, shots });
    expect(withFiles.plan?.clips[1]?.parameters.image_files).toEqual([
      'https://files.test/a.png',
      'https://files.test/c.png',
    ]);
    expect(withFiles.problems.map(({ rule }) => rule)).not.toContain('film-nameless');
    const withWords = cut({ style, shots: [plain(12, { visual: 'a girl runs' }), shots[1]!] });
    expect(withWords.rules).toContain('film-nameless');
  });

  it('puts no face into a clip whose person is only heard', () => {
    const over = [{ speaker: '@ana', line: 'I left at dawn.', voice: 'over' as const }];
    const shots = [plain(12, { visual: '@ana packs' }), plain(12, { visual: 'an empty road', dialogue: over })];
    const [, second] = film({ style, references: cast.slice(0, 2), shots }).plan?.clips ?? [];
    expect(second?.parameters.image_files).toBeUndefined();
    expect(second?.parameters.prompt).toContain('Ana in voice-over, all lips in the picture closed: "I left at dawn."');
    expect(film({ style, references: cast, shots }).plan?.lines).toEqual([
      { clip: 2, start: 12, end: 24, speaker: 'Ana', text: 'I left at dawn.', off_screen: true },
    ]);
  });

  it('makes a clip without its voice file where nothing else goes with it, and says so', () => {
    const over = [{ speaker: '@ana', line: 'I left at dawn.', voice: 'over' as const }];
    const shots = [plain(12, { visual: '@ana packs' }), plain(12, { visual: 'an empty road', dialogue: over })];
    const voice = { url: 'https://files.test/a.mp3', role: 'voice of @ana: low, husky', seconds: 5 };
    const { plan, problems } = film({ style, references: [cast[0]!, voice], shots });
    expect(problems.map(({ rule }) => rule)).toContain('film-sound-alone');
    expect(plan?.clips[1]?.parameters).not.toHaveProperty('audio_files');
  });

  it('gives the clips of a scene the files that its words mention', () => {
    const shots = [plain(12, { scene: 1 }), plain(12, { scene: 2 })];
    const clips = film({ style, references: cast.slice(2), shots, scenes: { 2: { place: '@pier at night' } } }).plan
      ?.clips;
    expect(clips?.map(({ parameters }) => parameters.image_files)).toEqual([undefined, ['https://files.test/c.png']]);
  });

  it('says how a character sounds where the character speaks', () => {
    const references = [{ ...cast[0]!, voice: 'low, husky' }];
    const shots = [
      plain(12, { visual: '@ana runs' }),
      plain(12, { visual: '@ana stops', dialogue: [{ speaker: '@ana', line: 'Here.' }] }),
    ];
    const [first, second] = promptsOf({ style, references, shots });
    expect(first).toContain('[Audio] no music');
    expect(second).toContain('[Audio] Voice of Ana: low, husky; no music');
  });

  it('says music in clips only where that is wanted', () => {
    const shots = [plain(12), plain(12)];
    expect(cut({ style, shots, music: 'soft strings' }).rules).toEqual(['film-music']);
    expect(cut({ style, shots, music: 'soft strings', music_in_clips: true }).rules).toEqual([]);
    for (const prompt of promptsOf({ style, shots, music: 'soft strings', music_in_clips: true }))
      expect(prompt).toContain('[Audio] soft strings');
    const reference = { url: 'https://files.test/m.mp3', role: 'music', seconds: 10 };
    expect(film({ style, shots, references: [cast[0]!, reference] }).plan?.clips[0]?.parameters).not.toHaveProperty(
      'audio_files',
    );
    expect(cut({ prompt: 'A 20-second clip.\nShot 1: fog.\nShot 2: a boat.\nMusic: a waltz.' }).rules).toContain(
      'film-music',
    );
  });
});

describe('clips that follow each other', () => {
  const shots = [
    plain(10, { visual: '@ana walks' }),
    plain(10, { visual: '@ben waits' }),
    plain(10, { visual: '@ana sits' }),
  ];
  const base = { style, ratio: '16:9', references: cast.slice(0, 2), shots };

  it('extend the clip before, of whatever seconds that is', () => {
    const clips = film({ ...base, continuity: 'extend' }).plan?.clips ?? [];
    expect(clips.map(({ needs }) => needs)).toEqual([
      [],
      [{ parameter: 'video_files', address: 'https://clip-1.invalid/clip.mp4', from: 'clip', number: 1 }],
      [{ parameter: 'video_files', address: 'https://clip-2.invalid/clip.mp4', from: 'clip', number: 2 }],
    ]);
    expect(clips[1]?.parameters).toMatchObject({ video_seconds: [10], image_files: ['https://files.test/b.png'] });
    expect(clips[1]?.parameters.prompt).toContain('Extend @video_file_1 forward:');
  });

  it('warn beyond two extensions, and begin a scene anew', () => {
    const four = [...shots, plain(10)];
    expect(cut({ ...base, shots: four, continuity: 'extend' }).rules).toEqual(['film-extend-chain']);
    const scenes = four.map((shot, i) => ({ ...shot, scene: i < 2 ? 1 : 2 }));
    expect(cut({ ...base, shots: scenes, continuity: 'extend' }).rules).toEqual(['film-scene-cut']);
    expect(film({ ...base, shots: scenes, continuity: 'extend' }).plan?.clips[2]?.needs).toEqual([]);
  });

  it('lead from picture to picture, and the last ends freely', () => {
    const plan = film({ ...base, continuity: 'keyframe' }).plan;
    expect(plan?.pictures.map(({ picture, opens, ends }) => ({ picture, opens, ends }))).toEqual([
      { picture: 1, opens: 1 },
      { picture: 2, opens: 2, ends: 1 },
      { picture: 3, opens: 3, ends: 2 },
    ]);
    expect(plan?.pictures[0]?.parameters).toMatchObject({ ratio: '16:9', image_files: ['https://files.test/a.png'] });
    expect(
      plan?.clips.map(({ needs }) => needs.map(({ parameter, from, number }) => `${parameter} ${from} ${number}`)),
    ).toEqual([
      ['first_frame picture 1', 'last_frame picture 2'],
      ['first_frame picture 2', 'last_frame picture 3'],
      ['first_frame picture 3'],
    ]);
    expect(plan?.clips[0]?.parameters).not.toHaveProperty('image_files');
    expect(plan?.clips[0]?.parameters.prompt).toContain('Ana walks');
  });

  it('open and close on the frames that the caller gives', () => {
    const frames = [
      { url: 'https://files.test/first.png', role: 'first frame' },
      { url: 'https://files.test/last.png', role: 'last frame' },
    ];
    const plan = film({ ...base, references: [...base.references, ...frames], continuity: 'keyframe' }).plan;
    expect(plan?.pictures.map(({ picture }) => picture)).toEqual([2, 3]);
    expect(plan?.clips[0]?.parameters.first_frame).toBe('https://files.test/first.png');
    expect(plan?.clips[2]?.parameters.last_frame).toBe('https://files.test/last.png');
    const cuts = film({ ...base, references: [...base.references, ...frames] }).plan?.clips ?? [];
    expect(cuts.map(({ parameters }) => String(parameters.image_files).match(/first|last/)?.[0])).toEqual([
      ...['first', undefined, 'last'],
    ]);
  });

  it('say what frames lose, and that pictures need their service', () => {
    const camera = { url: 'https://files.test/c.mp4', role: 'camera movement', seconds: 5 };
    const storyboard = { ...base, references: [...base.references, camera], continuity: 'keyframe' as const };
    expect(cut(storyboard).rules).toEqual(['film-files-lost']);
    const { plan, problems } = composeFilm(analyzeStoryboard({ ...base, continuity: 'keyframe' }, pixazo), undefined);
    expect(plan).toBeNull();
    expect(problems[0]).toMatchObject({ rule: 'film-pictures', severity: 'error' });
  });
});

describe('any film', () => {
  const visuals = [
    '@ana walks along @pier',
    'she turns',
    '@ben lifts @image_file_3',
    'the tide comes in',
    '@ana and @ben talk',
  ];
  const shot: fc.Arbitrary<Shot> = fc.record({
    seconds: fc.constantFrom(undefined, 2, 3, 4, 5.5, 8),
    camera: fc.constantFrom('wide shot, static camera', 'close-up, slow push-in to the face'),
    visual: fc.constantFrom(...visuals),
    scene: fc.constantFrom(undefined, undefined, 1, 'dock'),
    transition: fc.constantFrom(undefined, undefined, 'continuous'),
    dialogue: fc.constantFrom(undefined, [{ speaker: '@ben', line: 'Not yet.' }]),
  });

  it('has every shot in one clip, in order, and every file that its words mention', () => {
    const given = fc.record({
      shots: fc.array(shot, { minLength: 5, maxLength: 16 }),
      continuity: fc.constantFrom<Storyboard['continuity']>('cut', 'extend', 'keyframe'),
      target: fc.constantFrom(xskill, pixazo),
    });
    fc.assert(
      fc.property(given, ({ shots, continuity, target }) => {
        const { plan, list, problems } = film({ style, references: cast, shots, continuity, ratio: '16:9' }, target);
        if (!plan) return expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
        expect(plan.clips.flatMap(({ timeline }) => timeline.map(({ number }) => number))).toEqual(
          shots.map((_, i) => i + 1),
        );
        expect(plan.clips.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(list.seconds);
        for (const { parameters, needs } of plan.clips) {
          const standIns = [...JSON.stringify(parameters).matchAll(/https:[^"]*\.invalid[^"]*/g)].map(([url]) => url);
          expect(needs.map(({ address }) => address)).toEqual(standIns);
          const images = Array.isArray(parameters.image_files) ? parameters.image_files.length : 0;
          const numbers = [...String(parameters.prompt).matchAll(/@?[Ii]mage(?:_file_| )(\d)/g)].map(([, n]) =>
            Number(n),
          );
          expect(Math.max(0, ...numbers)).toBe(images);
          expect(parameters.prompt).not.toMatch(/@(?:ana|ben|pier)/);
        }
        return undefined;
      }),
      { numRuns: 150 },
    );
  });
});
