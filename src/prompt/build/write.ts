import type { Language, Shot, Storyboard, Timing } from '../input.ts';
import { phrases } from '../languages/index.ts';
import { saysPeople } from '../references/labels.ts';
import { type Bound, describeBinding } from '../references/reference-binding.ts';
import type { Target, Task } from '../target.ts';
import { bareName, isClosed, trimEnd } from '../text/sentence.ts';
import { formatSeconds } from '../text/time/notation.ts';
import { targetsOf } from './edit-targets.ts';
import { framesOf } from './frame-pair.ts';
import type { Slot } from './schedule.ts';

/** A shot whose names and numbers are already in the service's own words. */
export type WrittenShot = Shot & Slot;

type PromptParts = {
  input: Storyboard;
  shots: readonly WrittenShot[];
  bound: readonly Bound[];
  language: Language;
  task: Task;
  timing: Timing;
  duration: number | undefined;
  ratio: string | undefined;
  target: Target;
  /** Writes the names inside what a caller says of a file. */
  spellRole(words: string, path: string): string;
};

/** The seed's formula: style, what each file is for, the shots, sound, constraints; edits and extensions in their own grammar. */
export function writePrompt(story: PromptParts): string {
  const say = phrases[story.language];
  const lines = [
    titled(say.titles.style, styleWords(story)),
    titled(say.titles.references, bindingWords(story)),
    titled(say.titles.scene, story.input.setting ?? ''),
    ...taskWords(story),
    titled(say.titles.audio, soundWords(story)),
    titled(say.titles.constraints, constraintWords(story)),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** The words of one shot in the order camera, picture, action, line, sound, transition. */
export function shotWords(shot: Shot, language: Language): string {
  const say = phrases[language];
  const goesOn = isContinuous(shot);
  const parts = [shot.camera, shot.visual, shot.action, ...(shot.dialogue ?? []).map((line) => say.line(line))];
  if (goesOn) parts.unshift(say.withoutCut);
  if (shot.sound) parts.push(say.sound(trimEnd(shot.sound)));
  if (shot.transition && !goesOn) parts.push(shot.transition);
  return joinSentences(
    parts
      .map((part) => trimEnd(part ?? ''))
      .filter((part) => part !== '')
      .map((part, i) => (i > 0 ? say.opening(part) : part)),
    language,
  );
}

/** Whether a shot goes on without a cut from the one before. */
export function isContinuous({ transition = '' }: Shot): boolean {
  return transition.trim().toLowerCase() === 'continuous';
}

function titled(title: string, words: string): string {
  return words === '' ? '' : `${title}${words}`;
}

/** Length and ratio are parameters; in the text they only go along with a style. */
function styleWords({ input, language, task, duration, ratio }: PromptParts): string {
  const say = phrases[language];
  const look = [input.style ?? '', input.mood ?? ''].map(trimEnd).filter((part) => part !== '');
  if (look.length === 0) return '';
  const length = task === 'edit' || duration === undefined ? [] : [say.seconds(formatSeconds(duration))];
  return [...look, ...length, ...(ratio && ratio !== 'adaptive' ? [ratio] : [])].join(say.comma);
}

/** How those who speak sound, then the music. */
function soundWords({ input, bound, shots, language }: PromptParts): string {
  const say = phrases[language];
  const speakers = shots.flatMap(({ dialogue = [] }) => dialogue.map(({ speaker }) => bareName(speaker).toLowerCase()));
  const voices = bound.flatMap(({ file, label, owner }) => {
    const name = label ?? owner;
    const speaks = name && speakers.some((speaker) => speaker.includes(name.words.toLowerCase()));
    return file.voice && speaks ? [say.voiceOf(say.label(name, ','), trimEnd(file.voice))] : [];
  });
  return [...voices, input.music ?? ''].filter((words) => words !== '').join(say.semicolon);
}

function bindingWords({ bound, language, task, target, spellRole }: PromptParts): string {
  if (task === 'first_last_frames') return '';
  return bound
    .filter((one) => !(isTarget(one, bound, task) || one.role?.id === 'target'))
    .map((one) => {
      const spell = (words: string) => spellRole(words, `${one.path}.role`);
      return describeBinding(one, target.renderReference(one.type, one.n), language, spell);
    })
    .join(phrases[language].space);
}

function isTarget(one: Bound, bound: readonly Bound[], task: Task): boolean {
  return targetsOf(bound, task).includes(one);
}

function taskWords(story: PromptParts): string[] {
  const { bound, task, language, shots, target } = story;
  const say = phrases[language];
  const tags = targetsOf(bound, task).map(({ type, n }) => target.renderReference(type, n));
  const [tag = ''] = tags;
  const [only] = shots;
  if (task === 'edit' && tag) {
    if (shots.length === 1 && only) return [say.edit(tag, shotWords(only, language))];
    return [say.editAll(tag), ...shotLines(story)];
  }
  if (task === 'extend' && tag) {
    const back = /\b(?:back|backward|before)\b|向前/i.test(targetsOf(bound, task)[0]?.file.role ?? '');
    return [back ? say.extendBack(tag) : say.extend(tag), ...shotLines(story)];
  }
  if (task === 'bridge' && tags.length >= 2) return [bridgeWords(shots, tags, language)];
  if (task === 'first_last_frames') return [opening(story), ...shotLines(story)];
  return shotLines(story);
}

/** What the frames show, where they have names. */
function opening({ bound, language }: PromptParts): string {
  const say = phrases[language];
  const [first, last] = framesOf(bound).map((one) => one?.label && say.label(one.label, ','));
  return say.opensOn(first, last, bound.length > 1);
}

/** Shots stand between the clips; what is left over stands before the last. */
function bridgeWords(shots: readonly WrittenShot[], tags: readonly string[], language: Language): string {
  const say = phrases[language];
  const between = tags.slice(1).map((_, i) => {
    const isLast = i === tags.length - 2;
    const words = shots.slice(i, isLast ? undefined : i + 1).map((shot) => shotWords(shot, language));
    return joinSentences(words, language);
  });
  return `${say.bridgeFrom(tags[0] ?? '')}${between.map((words, i) => `${words}${say.bridgeTo(tags[i + 1] ?? '')}`).join(say.comma)}${say.end}`;
}

function shotLines({ shots, language, timing }: PromptParts): string[] {
  const say = phrases[language];
  return shots.map((shot, i) => {
    const times = say.times(formatSeconds(shot.start), formatSeconds(shot.end));
    const mark = timing === 'timecodes' ? times : timing === 'shots' ? say.shot(i + 1) : say.timedShot(i + 1, times);
    const words = shotWords(shot, language);
    return `${mark}${say.colon}${words}${isClosed(words) ? '' : say.end}`;
  });
}

/** The caller's own, then what holds people together whom no picture shows, then the official pack: nothing twice. */
function constraintWords(parts: PromptParts): string {
  const { input, bound, language } = parts;
  const say = phrases[language];
  const own = eachOnce((input.constraints ?? []).map(trimEnd));
  const showsLogo = bound.some(({ role }) => role?.id === 'product');
  const clean = say.clean
    .filter(({ same, isLogo }) => !own.some((words) => same.test(words)) && !(isLogo && showsLogo))
    .map(({ words }) => words);
  const steady = needsSteadyPeople(parts) ? [parts.task === 'generate' ? say.steady : say.steadyAsInClip] : [];
  return [...own, ...steady, clean.join(say.comma)].filter((words) => words !== '').join(say.semicolon);
}

/** Without what another constraint says as well: `no subtitles` beside `No subtitles, no watermark`. */
function eachOnce(constraints: readonly string[]): string[] {
  const plain = constraints.map((words) => words.toLowerCase());
  return constraints.filter(
    (_, i) => !plain.some((other, n) => n !== i && other.includes(plain[i] ?? '') && (other !== plain[i] || n < i)),
  );
}

/** People in several shots whom no reference holds. An edit may change what a generation keeps, and two frames are the ends of a change. */
function needsSteadyPeople({ shots, bound, task }: PromptParts): boolean {
  if (task === 'edit' || task === 'first_last_frames' || shots.length < 2) return false;
  if (bound.some(({ role }) => role?.id === 'character')) return false;
  return shots.some(
    ({ visual, action = '', dialogue = [] }) => dialogue.length > 0 || saysPeople(`${visual} ${action}`),
  );
}

/** Sentences with a stop between them, unless one brings its own. */
function joinSentences(parts: readonly string[], language: Language): string {
  const { stop, space } = phrases[language];
  return parts
    .filter((part) => part !== '')
    .reduce((text, part) => (text === '' ? part : `${text}${isClosed(text) ? space : stop}${part}`), '');
}
