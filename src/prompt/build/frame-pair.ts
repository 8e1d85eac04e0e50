import type { Language } from '../input.ts';
import { phrases } from '../languages/index.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Target, Task } from '../target.ts';

/** A named file inside a sentence: label and tag for a picture, the tag alone for a clip. */
export function sayReference(
  { type, n, label }: Bound,
  bound: readonly Bound[],
  task: Task,
  language: Language,
  target: Target,
): string {
  if (task === 'first_last_frames' && type === 'image') return frameName(n, bound, language);
  const tag = target.renderReference(type, n);
  if (type !== 'image' || !label) return tag;
  return phrases[language].named(label, tag);
}

function frameName(n: number, bound: readonly Bound[], language: Language): string {
  const [first] = framesOf(bound);
  const isFirst = first === undefined || (first.type === 'image' && first.n === n);
  return isFirst ? phrases[language].firstFrame : phrases[language].lastFrame;
}

/** First and last frame by role, else by order; a single picture is the first. */
export function framesOf(bound: readonly Bound[]): [Bound | undefined, Bound | undefined] {
  if (bound.length < 2) return [bound[0], undefined];
  const last = bound.find(({ role }) => role?.id === 'last_frame') ?? bound[1];
  return [bound.find((one) => one !== last), last];
}

/** In this mode the frames have no numbers: `@image_file_1 is the first frame` becomes `the first frame`. */
export function nameFrames(text: string, bound: readonly Bound[], language: Language, target: Target): string {
  return [1, 2].reduce((named, n) => {
    const tag = target.renderReference('image', n);
    const name = frameName(n, bound, language);
    const whole = new RegExp(`${tag.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\d)`, 'g');
    return Object.values(phrases)
      .reduce((words, say) => words.replaceAll(say.isFrame(tag, name), name), named)
      .replaceAll(whole, name);
  }, text);
}
