import type { ReferenceFile, Shot, Storyboard } from '../../../src/prompt/input.ts';
import { compose } from '../../../src/prompt/storyboard.ts';
import type { Target } from '../../../src/prompt/target.ts';
import { harbourFile, heroFile, xskill } from '../clean.ts';

/** One way of spoiling a clean storyboard, and the rule that must speak. `also`: rules that rightly speak up with it. */
export type Mutation = {
  kind: string;
  rule: string;
  also?: string[];
  target?: Target;
  spoil: (clean: Storyboard) => Storyboard;
};

export const file = (n: number, extension: string, role = 'prop'): ReferenceFile => ({
  url: `https://files.test/${n}.${extension}`,
  role,
});
const files = (count: number, extension: string, role?: string) =>
  Array.from({ length: count }, (_, i) => file(i, extension, role));

const shotsOf = ({ shots = [] }: Storyboard) => shots;
const withShot = (clean: Storyboard, at: number, change: Partial<Shot>): Storyboard => ({
  ...clean,
  shots: shotsOf(clean).map((shot, i) => (i === at ? { ...shot, ...change } : shot)),
});
const withReferences = (clean: Storyboard, more: ReferenceFile[]): Storyboard => ({
  ...clean,
  references: [...(clean.references ?? []), ...more],
});
const exact = (
  clean: Storyboard,
  change: (slot: { start: number; end: number }, i: number) => { start: number; end: number },
): Storyboard => ({
  ...clean,
  shots: shotsOf(clean).map(({ seconds: _, ...shot }, i) => ({
    ...shot,
    ...change({ start: i * 3, end: i * 3 + 3 }, i),
  })),
});
const say = (line: string, more: Partial<{ speaker: string; language: string }> = {}) => ({
  camera: 'medium close-up, eye-level, static camera',
  dialogue: [{ speaker: '@hero', line, ...more }],
});

/** The finished text of a clean storyboard, spoiled. */
const asText = (clean: Storyboard, change: (text: string) => string): Storyboard => ({
  prompt: change(compose({ ...clean, timing: 'timecodes' }, xskill).prompt),
  references: clean.references,
});

export const mutations: Mutation[] = [
  {
    kind: 'shift a boundary later',
    rule: 'time-gap',
    spoil: (clean) => exact(clean, (slot, i) => (i === 1 ? { ...slot, start: slot.start + 0.5 } : slot)),
  },
  {
    kind: 'shift a boundary earlier',
    rule: 'time-overlap',
    spoil: (clean) => exact(clean, (slot, i) => (i === 1 ? { ...slot, start: slot.start - 0.5 } : slot)),
  },
  {
    kind: 'start late',
    rule: 'time-start',
    spoil: (clean) => exact(clean, (slot, i) => (i === 0 ? { ...slot, start: 0.5 } : slot)),
  },
  {
    kind: 'ask for another duration',
    rule: 'time-sum',
    spoil: (clean) => ({ ...clean, duration: shotsOf(clean).length * 3 - 1 }),
  },
  {
    kind: 'state another length than the duration',
    rule: 'duration-conflict',
    spoil: () => ({ prompt: 'A 12-second clip of a boat in fog, wide shot, film look, soft waves.', duration: 8 }),
  },
  {
    kind: 'leave open whose voice it is',
    rule: 'ref-unbound',
    also: ['audio-exact-conflict'],
    spoil: (clean) =>
      withReferences(clean, [
        { url: 'https://files.test/ida.png', role: 'character', name: 'ida' },
        { url: 'https://files.test/low.mp3', role: 'voice: low, husky', seconds: 5 },
      ]),
  },
  { kind: 'last too long', rule: 'time-range', spoil: (clean) => withShot(clean, 0, { seconds: 14 }) },
  { kind: 'last half a second more', rule: 'time-range', spoil: (clean) => withShot(clean, 0, { seconds: 3.5 }) },
  {
    kind: 'say seconds that contradict',
    rule: 'time-both',
    spoil: (clean) => exact(clean, (slot, i) => (i === 0 ? { ...slot, seconds: 2 } : slot)),
  },
  {
    kind: 'mention a file that is not there',
    rule: 'ref-missing-file',
    spoil: (clean) => withShot(clean, 0, { visual: 'a boat like @image_file_3' }),
  },
  {
    kind: 'mention it in another spelling',
    rule: 'ref-missing-file',
    spoil: (clean) => withShot(clean, 0, { visual: '船如 @图片 7' }),
  },
  {
    kind: 'drop a file',
    rule: 'ref-unknown-name',
    spoil: (clean) => ({ ...withShot(clean, 0, { visual: '@hero waits' }), references: [harbourFile] }),
  },
  {
    kind: 'misspell a name',
    rule: 'ref-unknown-name',
    spoil: (clean) => withShot(clean, 0, { visual: '@harbor at dawn' }),
  },
  {
    kind: 'name two files alike',
    rule: 'ref-duplicate-name',
    spoil: (clean) => withReferences(clean, [{ ...heroFile, url: 'https://files.test/2.png' }]),
  },
  {
    kind: 'name a file like a number',
    rule: 'ref-name-number',
    spoil: (clean) => withReferences(clean, [{ ...file(2, 'png'), name: 'image2' }]),
  },
  {
    kind: 'name a file like a Chinese number',
    rule: 'ref-name-number',
    spoil: (clean) => withReferences(clean, [{ ...file(2, 'png'), name: '图片2' }]),
  },
  {
    kind: 'name a file like a number of two words',
    rule: 'ref-name-number',
    spoil: (clean) => withReferences(clean, [{ ...file(2, 'png'), name: 'old_image_2' }]),
  },
  {
    kind: 'give music beside a text',
    rule: 'field-ignored',
    spoil: (clean) => ({ ...asText(clean, (text) => text), music: 'soft strings', constraints: ['no rain'] }),
  },
  {
    kind: 'count from zero',
    rule: 'ref-number',
    spoil: (clean) => withShot(clean, 0, { visual: 'a boat like @image_file_0' }),
  },
  {
    kind: 'add a file nobody mentions',
    rule: 'ref-unused',
    spoil: (clean) => ({ ...asText(clean, (text) => text), references: [heroFile, harbourFile, file(3, 'png')] }),
  },
  { kind: 'ten images', rule: 'limit-images', spoil: (clean) => withReferences(clean, files(8, 'png')) },
  { kind: 'four videos', rule: 'limit-videos', spoil: (clean) => withReferences(clean, files(4, 'mp4', 'effect')) },
  { kind: 'four sounds', rule: 'limit-audio', spoil: (clean) => withReferences(clean, files(4, 'mp3', 'a bell')) },
  {
    kind: 'thirteen files',
    rule: 'limit-files',
    spoil: (clean) =>
      withReferences(clean, [...files(7, 'png'), ...files(3, 'mp4', 'effect'), file(1, 'mp3', 'a bell')]),
  },
  {
    kind: 'a long clip',
    rule: 'media-seconds',
    spoil: (clean) => withReferences(clean, [{ ...file(1, 'mp4', 'camera'), seconds: 16 }]),
  },
  {
    kind: 'clips too long together',
    rule: 'media-seconds',
    spoil: (clean) =>
      withReferences(clean, [
        { ...file(1, 'mp4', 'camera'), seconds: 9 },
        { ...file(2, 'mp4', 'effect'), seconds: 9 },
      ]),
  },
  {
    kind: 'sound alone',
    rule: 'audio-alone',
    spoil: (clean) => ({ ...withoutNames(clean), references: [file(1, 'mp3', 'music')] }),
  },
  {
    kind: 'a real person',
    rule: 'real-face-upload',
    spoil: (clean) => ({ ...clean, references: [{ ...heroFile, real_person: true }, harbourFile] }),
  },
  {
    kind: 'a selfie',
    rule: 'real-face-upload',
    spoil: (clean) => ({ ...clean, references: [{ ...heroFile, role: 'character: selfie' }, harbourFile] }),
  },
  { kind: 'an odd format', rule: 'file-format', spoil: (clean) => withReferences(clean, [file(1, 'avif')]) },
  {
    kind: 'two camera clips',
    rule: 'ref-two-owners',
    spoil: (clean) => withReferences(clean, [file(1, 'mp4', 'camera'), file(2, 'mp4', 'camera')]),
  },
  {
    kind: 'a turnaround sheet',
    rule: 'multi-view-sheet',
    spoil: (clean) => ({
      ...clean,
      references: [{ ...heroFile, role: 'character: three-view turnaround' }, harbourFile],
    }),
  },
  {
    kind: 'five people',
    rule: 'many-people',
    spoil: (clean) =>
      withReferences(
        clean,
        ['b', 'c', 'd', 'e'].map((name, i) => ({ ...file(i, 'png', 'character'), name })),
      ),
  },
  {
    kind: 'an asset id',
    rule: 'ref-asset-id',
    spoil: (clean) => withShot(clean, 0, { visual: 'asset://hero-42 waits' }),
  },
  {
    kind: 'a reference without a role',
    rule: 'ref-role-missing',
    spoil: (clean) => ({
      ...asText(clean, (text) => `${text}\nReference @image_file_3.`),
      references: [heroFile, harbourFile, file(3, 'png')],
    }),
  },
  {
    kind: 'run a number into a verb',
    rule: 'ref-digit-runon',
    spoil: (clean) => withShot(clean, 0, { visual: '@image_file_1跑向门口' }),
  },
  {
    kind: 'double a move',
    rule: 'cam-multi',
    spoil: (clean) => withShot(clean, 0, { camera: 'wide shot, slow push-in, orbit around the tower' }),
  },
  {
    kind: 'hold and move',
    rule: 'cam-conflict',
    spoil: (clean) => withShot(clean, 0, { camera: 'static camera, slow push-in to the door' }),
  },
  {
    kind: 'in and out',
    rule: 'cam-conflict',
    spoil: (clean) => withShot(clean, 0, { camera: 'push-in on the face, pull-out on the room' }),
  },
  {
    kind: 'left and right',
    rule: 'cam-conflict',
    spoil: (clean) => withShot(clean, 0, { camera: 'wide shot, pan left, pan right' }),
  },
  {
    kind: 'lengthen a line',
    rule: 'dlg-too-long',
    spoil: (clean) => withShot(clean, 1, say('We made it across the whole bay before the storm came.')),
  },
  {
    kind: 'lengthen a Chinese line',
    rule: 'dlg-too-long',
    spoil: (clean) => withShot(clean, 1, say('我们终于在暴风雨来临之前穿过了整个海湾回到家')),
  },
  {
    kind: 'talk all the time',
    rule: 'dlg-total',
    spoil: (clean) => ({
      ...clean,
      shots: shotsOf(clean).map((shot) => ({ ...shot, ...say('One two three four five six seven.') })),
    }),
  },
  {
    kind: 'nobody speaks',
    rule: 'dlg-no-speaker',
    spoil: (clean) => withShot(clean, 1, say('We made it.', { speaker: '' })),
  },
  {
    kind: 'two faces speak',
    rule: 'dlg-two-faces',
    spoil: (clean) =>
      withShot(clean, 1, {
        ...say('Yes.'),
        dialogue: [
          { speaker: 'Ada', line: 'Yes?' },
          { speaker: 'Ben', line: 'No.' },
        ],
      }),
  },
  { kind: 'a foreign line', rule: 'dlg-language', spoil: (clean) => withShot(clean, 1, say('ありがとう')) },
  {
    kind: 'a voice without words',
    rule: 'voice-undescribed',
    spoil: (clean) => withReferences(clean, [file(1, 'mp3', 'voice')]),
  },
  { kind: 'name a singer', rule: 'music-name', spoil: (clean) => ({ ...clean, music: 'something by Hans Zimmer' }) },
  {
    kind: 'two musics',
    rule: 'audio-exact-conflict',
    spoil: (clean) => withReferences(clean, [file(1, 'mp3', 'sound')]),
  },
  {
    kind: 'an angle bracket sound',
    rule: 'angle-sound',
    spoil: (clean) => withShot(clean, 0, { visual: 'a door <creaking hinge> opens' }),
  },
  {
    kind: 'a flash',
    rule: 'shot-short',
    spoil: (clean) => ({
      ...clean,
      shots: shotsOf(clean)
        .map((shot, i) => ({ ...shot, seconds: i === 0 ? 1 : 4 }))
        .slice(0, 3),
    }),
  },
  {
    kind: 'too many shots',
    rule: 'shot-density',
    spoil: (clean) => ({
      ...clean,
      shots: Array.from({ length: 6 }, () => ({ ...shotsOf(clean)[0], visual: 'a boat', seconds: 1.5 })),
      duration: 9,
    }),
  },
  {
    kind: 'too much in one shot',
    rule: 'shot-overload',
    spoil: (clean) => withShot(clean, 0, { visual: 'a man sits, then stands, then waves' }),
  },
  {
    kind: 'one take with cuts',
    rule: 'oner-with-cuts',
    spoil: (clean) => ({ ...clean, style: 'live-action, one continuous take', constraints: ['hard cut on each beat'] }),
  },
  {
    kind: 'shake a symmetry',
    rule: 'style-conflict',
    spoil: (clean) => withShot(clean, 0, { camera: 'handheld wide shot, perfect symmetry' }),
  },
  {
    kind: 'ultra-wide and bokeh',
    rule: 'optical-conflict',
    spoil: (clean) => withShot(clean, 0, { camera: 'wide shot on a 14mm lens, creamy bokeh' }),
  },
  {
    kind: 'day and night',
    rule: 'contradiction',
    spoil: (clean) => withShot(clean, 0, { visual: 'a street at midnight in bright daylight' }),
  },
  {
    kind: 'no style',
    rule: 'style-missing',
    spoil: (clean) => ({
      ...clean,
      shots: shotsOf(clean).map((shot) => ({ ...shot, visual: 'a boat', dialogue: undefined })),
      style: undefined,
      references: [],
    }),
  },
  { kind: 'an unknown ratio', rule: 'ratio-not-enum', spoil: (clean) => ({ ...clean, ratio: '7:5' }) },
  {
    kind: 'another ratio in the text',
    rule: 'ratio-mismatch',
    spoil: (clean) => ({ ...asText(clean, (text) => text.replace(/16:9|9:16|1:1/, '4:3')), ratio: '21:9' }),
  },
  {
    kind: 'a flag of another tool',
    rule: 'mj-flags',
    spoil: (clean) => ({ ...clean, constraints: ['sharp --ar 16:9'] }),
  },
  {
    kind: 'a thousand words',
    rule: 'length',
    spoil: (clean) => withShot(clean, 0, { visual: 'a quiet boat under the pier '.repeat(200) }),
  },
  {
    kind: 'data for a prompt',
    rule: 'json-as-prompt',
    spoil: () => ({ prompt: '{"style": "film look", "shots": [{"visual": "a boat with soft music"}]}' }),
  },
  {
    kind: 'a place left open',
    rule: 'placeholder',
    spoil: (clean) => withShot(clean, 0, { visual: '<what: the hero>' }),
  },
  { kind: 'an empty shot', rule: 'shot-empty', spoil: (clean) => withShot(clean, 0, { visual: ' ' }) },
  { kind: 'a genre nobody knows', rule: 'genre-unknown', spoil: (clean) => ({ ...clean, genre: 'opera' }) },
  { kind: 'shots and a prompt', rule: 'shots-or-prompt', spoil: (clean) => ({ ...clean, prompt: 'a boat' }) },
  { kind: 'edit nothing', rule: 'task-needs-video', spoil: (clean) => ({ ...clean, task: 'edit' }) },
  {
    kind: 'edit a clip of unknown length',
    rule: 'duration-unstated',
    spoil: () => ({
      task: 'edit',
      shots: [{ visual: 'the car turns blue' }],
      references: [file(1, 'mp4', 'target')],
    }),
  },
  {
    kind: 'name nobody in the mood',
    rule: 'ref-unknown-name',
    spoil: (clean) => ({ ...clean, mood: 'calm as @harbor' }),
  },
  {
    kind: 'name nobody in a line',
    rule: 'ref-unknown-name',
    spoil: (clean) => withShot(clean, 1, say('Go, @herro.')),
  },
  {
    kind: 'mix the modes',
    rule: 'mode-exclusive',
    spoil: (clean) => ({
      ...withoutNames(clean),
      task: 'first_last_frames',
      references: [file(1, 'png', 'first frame'), file(2, 'mp4', 'camera')],
    }),
  },
  {
    kind: 'a last frame alone',
    rule: 'frames-count',
    spoil: (clean) => ({
      ...withoutNames(clean),
      task: 'first_last_frames',
      references: files(1, 'png', 'last frame'),
    }),
  },
  {
    kind: 'three frames',
    rule: 'frames-count',
    spoil: (clean) => ({
      ...withoutNames(clean),
      task: 'first_last_frames',
      references: files(3, 'png', 'first frame'),
    }),
    also: ['ref-two-owners'],
  },
  {
    kind: 'a task nobody does',
    rule: 'model-for-task',
    target: {
      ...xskill,
      modelFor: (task, has, wanted) => (wanted?.modelId ? xskill.modelFor(task, has, wanted) : undefined),
    },
    spoil: (clean) => clean,
  },
  {
    kind: 'call the edited clip a reference',
    rule: 'edit-says-reference',
    spoil: (clean) => ({
      ...withShot(withoutNames(clean), 0, { visual: 'reference @video_file_1 and paint the car blue' }),
      task: 'edit',
      references: [file(1, 'mp4', 'target')],
    }),
  },
  {
    kind: 'an edit in disguise',
    rule: 'generate-reads-as-edit',
    spoil: (clean) => ({ ...asText(clean, (text) => `Strictly edit the clip.\n${text}`), task: 'generate' }),
  },
  {
    kind: 'tell the last action again',
    rule: 'extend-repeat',
    spoil: (clean) => ({
      ...withShot(withoutNames(clean), 0, { visual: 'she opens the door again' }),
      task: 'extend',
      references: [file(1, 'mp4', 'extend')],
    }),
  },
  {
    kind: 'a famous character',
    rule: 'policy-ip',
    spoil: (clean) => withShot(clean, 0, { visual: 'Darth Vader waits' }),
  },
  {
    kind: 'a famous person',
    rule: 'policy-person',
    spoil: (clean) => withShot(clean, 0, { visual: 'Elon Musk waits' }),
  },
  {
    kind: 'a child in danger',
    rule: 'policy-minor',
    spoil: (clean) => withShot(clean, 0, { visual: 'a sexy schoolgirl' }),
  },
  {
    kind: 'gore',
    rule: 'policy-gore',
    spoil: (clean) => withShot(clean, 0, { visual: 'a severed head on the table' }),
  },
  {
    kind: 'a hole in a text',
    rule: 'time-gap',
    spoil: (clean) => asText(clean, (text) => text.replace('3-6s:', '3.5-6s:')),
  },
  {
    kind: 'an overlap in a text',
    rule: 'time-overlap',
    spoil: (clean) => asText(clean, (text) => text.replace('3-6s:', '2-6s:')),
  },
  {
    kind: 'a text that says another length',
    rule: 'time-sum',
    spoil: (clean) => asText(clean, (text) => text.replace(/\d+ seconds/, '7 seconds')),
  },
  {
    kind: 'two moves in a text',
    rule: 'cam-multi',
    spoil: (clean) =>
      asText(clean, (text) =>
        text.replace('0-3s: ', '0-3s: whip pan, crane up, ').replace(/crane up, [^.]*\./, 'crane up.'),
      ),
  },
];

/** What is mended is told as info; taste is info too. */
export const tastes: Mutation[] = [
  {
    kind: 'swap a spelling',
    rule: 'ref-mixed-family',
    spoil: (clean) => asText(clean, (text) => text.replace('@image_file_1', '@图1')),
  },
  {
    kind: 'drop a mark',
    rule: 'ref-mixed-sigil',
    spoil: (clean) => asText(clean, (text) => text.replace('@image_file_1', 'Image 1')),
  },
  {
    kind: 'say a file without its number',
    rule: 'ref-host-syntax',
    spoil: (clean) => asText(clean, (text) => text.replaceAll('@image_file_2', 'the second image')),
  },
  {
    kind: 'count inclusively',
    rule: 'time-inclusive',
    spoil: (clean) =>
      asText(clean, (text) =>
        text.replace('3-6s', '4-6s').replace('6-9s', '7-9s').replace('9-12s', '10-12s').replace('12-15s', '13-15s'),
      ),
  },
  { kind: 'a cinema ratio', rule: 'ratio-not-enum', spoil: (clean) => ({ ...clean, ratio: '2.39:1' }) },
  {
    kind: 'paste two storyboards',
    rule: 'time-restart',
    spoil: (clean) => asText(clean, (text) => `${text}\n0-3s: static camera. A cat.\n3-6s: static camera. A dog.`),
  },
  {
    kind: 'no camera',
    rule: 'cam-none',
    spoil: (clean) => withShot(clean, 0, { camera: undefined, visual: 'a boat' }),
  },
  { kind: 'a bare Crane', rule: 'cam-ambiguous', spoil: (clean) => withShot(clean, 0, { camera: 'wide shot, Crane' }) },
  { kind: 'no end to a move', rule: 'cam-no-endpoint', spoil: (clean) => withShot(clean, 0, { camera: 'slow pan' }) },
  {
    kind: 'a tear in the distance',
    rule: 'detail-vs-size',
    spoil: (clean) => withShot(clean, 0, { camera: 'wide shot', visual: 'a tear rolls down' }),
  },
  { kind: 'praise', rule: 'quality-words', spoil: (clean) => ({ ...clean, constraints: ['masterpiece'] }) },
  { kind: 'pixels', rule: 'resolution-words', spoil: (clean) => ({ ...clean, constraints: ['8K'] }) },
  { kind: 'nice things', rule: 'vague-words', spoil: (clean) => withShot(clean, 0, { visual: 'a gorgeous boat' }) },
  {
    kind: 'fast, fast, fast',
    rule: 'fast-everywhere',
    spoil: (clean) => withShot(clean, 0, { visual: 'a fast boat, fast waves, fast clouds' }),
  },
  {
    kind: 'two languages',
    rule: 'mixed-language',
    spoil: (clean) =>
      withShot({ ...clean, language: 'en' }, 0, {
        visual:
          '一艘小船缓缓驶过安静的港口，灯火在水面上轻轻摇晃，远处的山影若隐若现，一只海鸥落在船头望着远方的灯塔，潮水退去露出湿润的沙滩，渔网在风中晾晒着',
      }),
  },
  {
    kind: 'two languages in a line',
    rule: 'dlg-mixed',
    spoil: (clean) => withShot(clean, 1, say('我们到了 at the old pier')),
  },
  {
    kind: 'speak from afar',
    rule: 'dlg-wide',
    spoil: (clean) => withShot(clean, 1, { ...say('Here.'), camera: 'wide shot, static camera' }),
  },
  {
    kind: 'no sound',
    rule: 'audio-missing',
    spoil: (clean) => ({
      ...clean,
      music: undefined,
      shots: shotsOf(clean).map((shot) => ({ ...shot, sound: undefined, dialogue: undefined })),
    }),
  },
  {
    kind: 'lines in a bare text',
    rule: 'no-subtitle-missing',
    spoil: () => ({
      prompt:
        'Live-action. 0-3s: close-up, static camera. Ada says: "We made it."\n3-6s: close-up, static camera. Rain.',
    }),
  },
  { kind: 'six files', rule: 'many-files', spoil: (clean) => withReferences(clean, files(4, 'png')) },
  {
    kind: 'a name and nothing else',
    rule: 'ref-absent-in-shot',
    spoil: (clean) => withShot(clean, 0, { camera: undefined, action: undefined, visual: '@image_file_1' }),
  },
  {
    kind: 'one long shot',
    rule: 'long-no-beats',
    spoil: (clean) => ({ ...clean, shots: [{ camera: 'static camera', visual: 'a boat', seconds: 15 }] }),
  },
  {
    kind: 'tight times',
    rule: 'timing-advice',
    spoil: (clean) => ({
      ...clean,
      timing: 'timecodes',
      shots: shotsOf(clean).map((shot, i) => ({ ...shot, seconds: i === 0 ? 1.5 : i === 1 ? 4.5 : 3 })),
    }),
  },
];

function withoutNames(clean: Storyboard): Storyboard {
  return {
    ...clean,
    shots: shotsOf(clean).map((shot) => ({ ...shot, visual: 'a boat drifts by', dialogue: undefined })),
  };
}
