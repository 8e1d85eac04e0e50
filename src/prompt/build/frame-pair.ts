import type { Language } from '../input.ts';
import { phrases } from '../languages/index.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Task } from '../target.ts';

/** Whether a file is a frame here, which has no number in the text. */
export function isFrame({ type }: Pick<Bound, 'type'>, task: Task): boolean {
  return task === 'first_last_frames' && type === 'image';
}

/** What a frame is called that has no name: the first or the last. */
export function frameName(n: number, bound: readonly Bound[], language: Language): string {
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
