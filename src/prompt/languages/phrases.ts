import type { Line } from '../input.ts';
import type { Label } from '../references/labels.ts';
import type { RoleId } from '../references/roles.ts';

/** Everything that the composer says in one language. One file a language holds them all. */
export type Phrases = {
  /** Whether a text is written in this language; English has none and takes the rest. */
  isOwn?(text: string): boolean;
  titles: Record<'style' | 'references' | 'scene' | 'audio' | 'constraints', string>;
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
  /** Between the last two of a list. */
  and: string;
  /** How the next sentence of a shot begins. */
  opening(words: string): string;
  parenthesis(words: string): string;
  seconds(n: string): string;
  times(from: string, to: string): string;
  shot(n: number): string;
  timedShot(n: number, times: string): string;
  line(line: Line): string;
  sound(words: string): string;
  /** Opens a shot that goes on from the one before. */
  withoutCut: string;
  /** How a character sounds. */
  voiceOf(label: string, words: string): string;
  /** Said in every clip of a film: each would get another piece. */
  noMusic: string;
  /** What the opening picture of a clip shows; `words` are whole sentences. */
  openingPicture(words: string): string;
  edit(tag: string, change: string): string;
  editAll(tag: string): string;
  extend(tag: string): string;
  extendBack(tag: string): string;
  bridgeFrom(tag: string): string;
  bridgeTo(tag: string): string;
  /** What a task calls its clip by: `Strictly edit`. */
  verbs: Record<'edit' | 'extend', string>;
  /** Words that already say the task, and those that name a clip only to copy it, divided by `|`. */
  verbWords: Record<'edit' | 'extend' | 'reference', string>;
  firstFrame: string;
  lastFrame: string;
  /** Names that say no more than which frame it is. */
  frameWords: RegExp;
  opensOn(first: string | undefined, last: string | undefined, hasLast: boolean): string;
  /** The name of a file inside a sentence; `before` are the words that it follows. */
  label(label: Label, before: string): string;
  /** A name with its file: `Mara (@image_file_1)`. */
  withTag(label: string, tag: string): string;
  placeholder(what: string): string;
  /** Said where people are seen whom no reference holds. */
  steady: string;
  /** The same where a clip holds them. */
  steadyAsInClip: string;
  /** The short official pack, each with the words that say the same. */
  clean: readonly { words: string; same: RegExp; isLogo?: true }[];
  noSubtitles: string;
  roles: Record<RoleId, RoleSentence>;
  /** The words that a caller names a role by, divided by `|`. */
  roleWords: Record<RoleId, string>;
  /** Words beside them that add nothing, divided by `|`. */
  roleFillers: string;
  /** Nouns that are no names of their own: `hero` is the hero, `mara` is Mara. */
  people: RegExp;
  /** Words for somebody who was named before. */
  pronouns: RegExp;
  creatures: RegExp;
  /** Camera terms and genres in this language, as tables; where it has none, the English ones stand. */
  terms?: { camera: string; genres: string };
  /** What a storyboard sheet says. `letterWidth`: of its letters, in pixels. */
  sheet: {
    seconds(n: string): string;
    shots(n: number): string;
    voices: Record<'over' | 'off', string>;
    letterWidth: number;
  } & Record<'prompt' | 'speech' | 'sound' | 'picture' | 'clips', string>;
  freeRole(tag: string, label: string | undefined, words: string): string;
  ignore(what: string): string;
};

/** What a file is for (docs/storyboard.md, Reference roles), and what is not to be taken from it. `isPerson`: and no animal or thing. */
export type RoleSentence = { say(tag: string, label: string | undefined, isPerson: boolean): string; ignore?: string };
