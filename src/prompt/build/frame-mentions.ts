import { phrases } from '../languages/index.ts';
import { applyEdits, type Edit } from '../text/edits.ts';
import type { Reference } from '../text/mentions.ts';
import { anyOf } from '../text/word-patterns.ts';

const words = Object.values(phrases).flatMap(({ roleWords }) => [roleWords.first_frame, roleWords.last_frame]);
const frame = `(?:the |an? )?(?:${words.join('|')})`;
const is = `(?: ?${anyOf('serves')})?`;
const before = new RegExp(`(${frame})${is} ?[:：]?[ \\t]?$`, 'i');
const after = new RegExp(`^${is} ?${frame}`, 'i');
const lead = /(?:^|[^a-z])((?:use|with|using) |以|用)$/i;
const opens = /(?:^|[.。;；,，\n]) ?$/;
const closes = new RegExp(`^(?: ?(?:[.。;；,，] ?|\\n|$)| ?${anyOf('and')} ?)`, 'i');

/**
 * A frame has no number in the text. `First frame: @image1. A bud opens.` loses what the request says already, `Start frame @image1 (a bud)`
 * the number, and anywhere else the frame has its name: `She leaves @image1` becomes `She leaves the first frame`.
 */
export function frameEdits(text: string, frames: readonly Reference[], nameOf: (n: number) => string): Edit[] {
  const all = (mayDrop: boolean) => {
    let dropped = mayDrop ? 0 : undefined;
    return frames.map((one) => {
      const edit = frameEdit(text, one, nameOf(one.numbers[0] ?? 1), dropped);
      if (mayDrop && edit.text === '') dropped = edit.end;
      return edit;
    });
  };
  const edits = all(true);
  return frames.length === 0 || /\p{L}{2}/u.test(applyEdits(text, edits).text) ? edits : all(false);
}

/** `dropped`: where a clause that is left out ends, after which the next begins; undefined: none may be. */
function frameEdit(text: string, { start, end }: Reference, name: string, dropped: number | undefined): Edit {
  const label = before.exec(text.slice(Math.max(0, start - 48), start));
  const said = label ? undefined : after.exec(text.slice(end, end + 48))?.[0];
  const leading = said === undefined ? '' : (lead.exec(text.slice(Math.max(0, start - 8), start))?.[1] ?? '');
  const from = start - (label?.[0] ?? leading).length;
  const to = end + (said?.length ?? 0);
  const sign = closes.exec(text.slice(to, to + 8))?.[0];
  const isClause = from === dropped || opens.test(text.slice(Math.max(0, from - 2), from));
  if (dropped !== undefined && (label || said) && isClause && sign !== undefined)
    return { start: from, end: to + sign.length, text: '' };
  if (label) return { start: from + (label[1] ?? '').length, end, text: '' };
  return { start: from, end: to, text: name };
}
