import type { Language, Storyboard } from './compose.ts';
import { at, films, words } from './film.ts';

const clip = (name: string, role: string, seconds: number): Storyboard => ({
  url: at(`${name}.mp4`),
  name,
  role,
  seconds,
});

/** Every task in every form that it is written in. */
export function filmsOf(language: Language): [string, Storyboard][] {
  const { references, head, shots } = films[language];
  const say = words[language];
  const full = { ...head, language, shots };
  const bare = shots.map(({ seconds: _, ...shot }) => shot);
  const lines = shots.map((shot) => ({ ...shot, visual: say.coat }));
  const frames = [
    { url: at('first.png'), role: say.first, name: 'start' },
    { url: at('last.png'), role: say.last, name: 'finish' },
  ];
  const spoken = (line: Storyboard) => ({ ...line, speaker: String(line.speaker).slice(1) });
  const turned = shots.map(({ dialogue = [], ...shot }) => ({
    ...shot,
    visual: `${say.turn} @start`,
    dialogue: (dialogue as Storyboard[]).map(spoken),
  }));
  return [
    ['generate, everything said', { ...full, references }],
    ['generate, numbered shots', { ...full, references, timing: 'shots' }],
    ['generate, numbered and timed shots', { ...full, references, timing: 'both' }],
    ['generate, shots that share 15 seconds', { ...full, references, shots: bare, duration: 15 }],
    [
      'generate, exact starts and ends',
      {
        ...full,
        references,
        shots: bare.map((shot, i) => ({ ...shot, start: i * 2.5, end: i < 2 ? i * 2.5 + 2.5 : 8 })),
      },
    ],
    ['generate, one shot and nothing else', { language, shots: [{ visual: say.coat }] }],
    [
      'generate, ratio adaptive',
      { language, style: head.style, ratio: 'adaptive', duration: 5, shots: [{ visual: say.coat }] },
    ],
    [
      'generate, no such ratio',
      { language, style: head.style, ratio: '5:4', duration: 5, shots: [{ visual: say.coat }] },
    ],
    [
      'generate, a product keeps its logo',
      { ...full, references: [...references, { url: at('tea.png'), name: 'tea', role: say.product }] },
    ],
    [
      'generate, with clip and sound',
      {
        ...full,
        references: [...references, clip('moves', 'camera', 5), { url: at('beat.mp3'), role: say.music, seconds: 6 }],
      },
    ],
    [
      'generate, numbers as the caller writes them',
      { ...full, references: [...references, clip('fire', 'effect', 4)], shots: [{ visual: say.bare }], duration: 5 },
    ],
    [
      'edit, one change',
      { ...head, language, task: 'edit', references: [clip('clip', say.edit, 8)], shots: [{ visual: say.coat }] },
    ],
    [
      'edit, one change that ends its sentence',
      { language, task: 'edit', references: [clip('clip', say.edit, 8)], shots: [{ visual: say.closed }] },
    ],
    [
      'edit, one change with everything said',
      {
        ...head,
        language,
        task: 'edit',
        references: [clip('clip', say.edit, 8), ...references],
        shots: shots.slice(1, 2).map((shot) => ({ ...shot, seconds: 6 })),
      },
    ],
    [
      'edit, several timed changes',
      { ...full, shots: lines, task: 'edit', references: [clip('clip', say.edit, 10), ...references] },
    ],
    [
      'edit, several changes without times',
      { ...full, shots: bare, task: 'edit', references: [clip('clip', say.edit, 10), ...references] },
    ],
    [
      'edit, as the role alone says',
      { language, references: [clip('clip', say.edit, 8)], shots: [{ visual: say.coat }] },
    ],
    ['extend forward', { ...full, task: 'extend', references: [clip('clip', say.extend, 8), ...references] }],
    [
      'extend forward, as the role alone says',
      { language, duration: 5, references: [clip('clip', say.extend, 8)], shots: bare.slice(2) },
    ],
    ['extend backward', { ...full, task: 'extend', references: [clip('clip', say.back, 8), ...references] }],
    [
      'bridge, two clips and one shot',
      {
        ...head,
        language,
        task: 'bridge',
        references: [clip('a', say.bridge, 5), clip('b', say.bridge, 5)],
        shots: bare.slice(2),
      },
    ],
    [
      'bridge, two clips and several shots',
      { ...full, task: 'bridge', references: [clip('a', say.bridge, 5), clip('b', say.bridge, 5), ...references] },
    ],
    [
      'bridge, three clips',
      {
        ...full,
        shots: bare,
        task: 'bridge',
        references: [clip('a', say.bridge, 4), clip('b', say.bridge, 4), clip('c', say.bridge, 4), ...references],
      },
    ],
    ['first frame alone', { ...full, shots: turned, task: 'first_last_frames', references: frames.slice(0, 1) }],
    [
      'first and last frame',
      { ...full, shots: [...turned, { seconds: 2, visual: '@finish' }], task: 'first_last_frames', references: frames },
    ],
    ['first and last frame, the last given first', { ...full, shots: turned, references: [...frames].reverse() }],
    [
      'first and last frame, numbers as the caller writes them',
      { language, duration: 5, task: 'first_last_frames', references: frames, shots: [{ visual: say.mixed }] },
    ],
  ];
}
