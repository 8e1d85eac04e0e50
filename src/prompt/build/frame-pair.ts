import type { Language } from '../input.ts';
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
  return language === 'zh' ? `${label}（${tag}）` : `${label} (${tag})`;
}

function frameName(n: number, bound: readonly Bound[], language: Language): string {
  const [first] = framesOf(bound);
  const isFirst = first === undefined || (first.type === 'image' && first.n === n);
  if (language === 'zh') return isFirst ? '首帧' : '尾帧';
  return isFirst ? 'the first frame' : 'the last frame';
}

/** First and last frame by role, else by order; a single picture is the first. */
export function framesOf(bound: readonly Bound[]): [Bound | undefined, Bound | undefined] {
  if (bound.length < 2) return [bound[0], undefined];
  const last = bound.find(({ role }) => role?.id === 'last_frame') ?? bound[1];
  return [bound.find((one) => one !== last), last];
}

/** In this mode the frames have no numbers: `@image_file_1 is the first frame` becomes `the first frame`. */
export function nameFrames(text: string, bound: readonly Bound[], target: Target): string {
  const language = /[\u4e00-\u9fff]/.test(text) ? 'zh' : 'en';
  return [1, 2].reduce((named, n) => {
    const tag = target.renderReference('image', n);
    const name = frameName(n, bound, language);
    const whole = new RegExp(`${tag.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\d)`, 'g');
    return named.replaceAll(`以${tag}为${name}`, name).replaceAll(`${tag} is ${name}`, name).replaceAll(whole, name);
  }, text);
}
