import type { RuleRow } from '../../core/rule.ts';

type Row = readonly [id: string, severity: RuleRow['severity'], meaning: string, source?: string];

const rows: readonly Row[] = [
  ['film-task', 'error', 'An edit or a bridge is asked for together with fields of a film.'],
  ['film-length', 'error', 'A film lasts more than 600 s, or has more than 80 clips.'],
  ['film-shot-long', 'error', 'A shot is longer than a clip can be.'],
  ['film-packing', 'error', 'The shots cannot be divided into clips that the model makes.'],
  ['film-pictures', 'error', 'No service is there to make the pictures between clips.'],
  ['film-soundtrack', 'error', 'A soundtrack is not one file with a start and a level that make sense.'],
  ['film-scene-unused', 'warn', 'A scene is described and no shot belongs to it.'],
  ['film-cast-unused', 'warn', 'A character is given and no shot names it.'],
  ['film-run-cut', 'warn', 'Shots that go on without a cut are longer than a clip.'],
  ['film-nameless', 'warn', 'A clip begins with "she" or "he" and names nobody.'],
  ['film-music', 'warn', 'Music is asked for in clips that would each get another piece.'],
  [
    'film-extend-chain',
    'warn',
    'More than two extensions follow each other.',
    'docs/storyboard.md, Editing and extending',
  ],
  ['film-files-lost', 'warn', 'Files cannot go along with first and last frames.', 'docs/wire.md, Pixazo operations'],
  ['film-sound-alone', 'warn', 'A clip has no picture to go with a voice.', 'docs/storyboard.md, References'],
  ['film-picture-cast', 'warn', 'The opening picture of a clip is made from words alone.'],
  ['film-over-scene', 'info', 'A clip goes over a scene break, because a part would be too short.'],
  ['film-scene-cut', 'info', 'Nothing goes on over a scene break.'],
  ['film-rounded', 'info', 'The shots of a clip make no whole seconds; the last one is longer.'],
  [
    'film-seconds',
    'info',
    'Shots without a length got what their lines need.',
    'docs/storyboard.md, Dialogue and sound',
  ],
];

/** What `film/` finds beside the rules of one clip. */
export const filmRules: readonly RuleRow[] = rows.map(([id, severity, meaning, source = 'this tool']) => ({
  ...{ id, severity, meaning, source },
}));
