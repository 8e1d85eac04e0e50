import type { Line } from '../input.ts';
import type { RoleId } from '../references/roles.ts';

/** Everything that the composer says in one language. One file a language holds them all. */
export type Phrases = {
  titles: Record<'style' | 'references' | 'audio' | 'constraints', string>;
  /** How long a prompt is read whole, and what is counted (docs/storyboard.md, Length). */
  length: { most: number; unit: string; count(text: string): number };
  /** What lips keep up with over a whole clip (docs/storyboard.md, Dialogue and sound). */
  spokenWordsPerSecond: number;
  comma: string;
  semicolon: string;
  /** Between two sentences. */
  stop: string;
  /** After the last one. */
  end: string;
  /** Between sentences that bring their own stop. */
  space: string;
  colon: string;
  /** How the next sentence of a shot begins. */
  opening(words: string): string;
  parenthesis(words: string): string;
  seconds(n: string): string;
  times(from: string, to: string): string;
  shot(n: number): string;
  timedShot(n: number, times: string): string;
  line(line: Line): string;
  sound(words: string): string;
  edit(tag: string, change: string): string;
  editAll(tag: string): string;
  extend(tag: string): string;
  extendBack(tag: string): string;
  bridgeFrom(tag: string): string;
  bridgeTo(tag: string): string;
  /** What a task calls its clip by: `Strictly edit`. */
  verbs: Record<'edit' | 'extend', string>;
  firstFrame: string;
  lastFrame: string;
  /** `@image_file_1 is the first frame`. */
  isFrame(tag: string, frame: string): string;
  opensOn(hasLast: boolean): string;
  /** A named picture inside a sentence. */
  named(label: string, tag: string): string;
  placeholder(what: string): string;
  steady: string;
  clean(hasLogo: boolean): string;
  noSubtitles: string;
  roles: Record<RoleId, RoleSentence>;
  freeRole(tag: string, label: string | undefined, words: string): string;
  ignore(what: string): string;
};

/** What a file is for (docs/storyboard.md, Reference roles), and what is not to be taken from it. */
export type RoleSentence = { say(tag: string, label: string | undefined): string; ignore?: string };
