import type { Edit } from '../text/edits.ts';
import { findNumbered, type Reference, type ReferenceType } from '../text/mentions.ts';
import { isRangeSign } from '../text/number-list.ts';

export type Render = (type: ReferenceType, n: number) => string;

/**
 * Every mention as `render` spells it, ranges and lists written out, the last two joined by `and`. What is found in the result is what was
 * found in the text: mentions that touch are parted, and a spelling without a mark is put in parentheses where its neighbours would
 * swallow it (`@Image1fast` → `(Image 1)fast`). A number that no service can mean (0, 152) stays as it was.
 */
export function rewriteReferences(text: string, references: readonly Reference[], render: Render, and = ', '): Edit[] {
  let before = '';
  let last: Reference | undefined;
  return references.map((reference) => {
    const start = last?.end ?? 0;
    const gap = text.slice(start, reference.start);
    const lead = last === undefined ? '' : apart(gap, last.numbers.length);
    before = (before + (lead === ', ' ? '' : gap.slice(-16)) + lead).slice(-16);
    const spelled = listed(
      reference.numbers.map((n) => render(reference.type, n)),
      reference,
      and,
    );
    const after = text.slice(reference.end, reference.end + 16);
    const form = [spelled, `(${spelled})`].find((one) => isFound(before, one, after, reference)) ?? reference.text;
    before = (before + form).slice(-16);
    last = reference;
    return { start: lead === ', ' ? start : reference.start, end: reference.end, text: lead + form };
  });
}

/** Mentions that touch are parted, and a range that is written out must not grow into the next mention. */
function apart(gap: string, written: number): '' | ' ' | ', ' {
  if (gap === '') return ' ';
  return written > 1 && isRangeSign(gap) ? ', ' : '';
}

function listed(spelled: string[], { text }: Reference, and: string): string {
  const isSpoken = /\d(?:,? ?(?:and|&|和|与|及) ?)\d/.test(text);
  if (!isSpoken || spelled.length < 2) return spelled.join(', ');
  return `${spelled.slice(0, -1).join(', ')}${and}${spelled.at(-1)}`;
}

/** Whether the spelling is read in its new place; one with an `@` is, unless a number is near or a bracket is open. */
function isFound(before: string, form: string, after: string, { numbers }: Reference): boolean {
  if (
    form.startsWith('@') &&
    !/[\w.-]$/.test(before) &&
    !/^[^\d０-９]{0,8}[\d０-９]/.test(after) &&
    !/[[【<@＜［＠]\s?$/.test(before)
  )
    return true;
  const end = before.length + form.length;
  const within = findNumbered(before + form + after).filter(
    (found) => found.start >= before.length && found.end <= end,
  );
  return within.flatMap((found) => found.numbers).length === numbers.length;
}
