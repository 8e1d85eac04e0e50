import type { Analysis } from '../analysis.ts';
import { partsOf } from '../build/from-text.ts';
import type { Language } from '../input.ts';
import { phrases } from '../languages/index.ts';
import { applyEdits } from '../text/edits.ts';
import type { Timeline } from '../text/time/resolve.ts';

/** A finished text as a film cuts it: the words of every shot without its mark, and what stands before and after them all. */
export type ScriptText = { head: string; bodies: string[]; tail: string };

export function splitText({ text: written, timeline, hasExplicitShots }: Analysis): ScriptText {
  const text = maskTotals(written, timeline);
  if (!hasExplicitShots) return { head: '', bodies: [text], tail: '' };
  const parts = partsOf(text, timeline);
  const openings = parts.map(({ bodyStart }, i) => openingOf(i, bodyStart));
  const last = parts.at(-1);
  return {
    head: text.slice(0, openings[0]).trim(),
    bodies: parts.map(({ bodyStart, bodyEnd }, i) => trimMarks(text.slice(bodyStart, openings[i + 1] ?? bodyEnd))),
    tail: text.slice(last?.bodyEnd).trim(),
  };

  /** Where the label or the time of a shot begins, with the brackets before it. */
  function openingOf(i: number, bodyStart: number): number {
    const before = parts[i - 1]?.bodyStart ?? 0;
    const mark = timeline.segments[i]?.mark?.start ?? bodyStart;
    const label = timeline.labels.findLast(({ start, end }) => start >= before && end <= bodyStart);
    const isOfShot = label && !/\n|[\p{L}]{3}/u.test(text.slice(label.end, Math.min(mark, bodyStart)));
    const at = isOfShot ? Math.min(label.start, mark) : mark;
    return at - (/[\t *#>|[【(（-]{0,8}$/.exec(text.slice(before, at))?.[0].length ?? 0);
  }
}

/** The words of one clip: the length of the whole, wherever it was said, is that of the clip. */
export function sayLength(words: string, seconds: number, language: Language): string {
  return words.replace(/\ue000+/g, String(seconds)).replace(/\ue001+/g, phrases[language].seconds(String(seconds)));
}

/** Offsets stay: a number of seconds and any other notation of the length become as many private characters. */
function maskTotals(text: string, { totals }: Timeline): string {
  const edits = totals.map(({ start, end }) => {
    const written = text.slice(start, end);
    const isSeconds = /^\D*\d{1,3}\D*$/.test(written) && !/min|分|:/i.test(written);
    const masked = isSeconds
      ? written.replace(/\d+/, (digits) => '\ue000'.repeat(digits.length))
      : '\ue001'.repeat(end - start);
    return { start, end, text: masked };
  });
  return applyEdits(text, edits).text;
}

/** What is left of a mark around the words of a shot. */
function trimMarks(words: string): string {
  return words
    .replace(/^\s*[[(（【]?\s*\d{1,3}(?:\.\d{1,2})?\s*(?:s|sec|secs|seconds|秒)\s*[\])）】]/i, '')
    .replace(/^[\s\])）】:：,，、|*–—-]+/u, '')
    .replace(/[\s[(（【*#|>–—-]+$/u, '');
}
