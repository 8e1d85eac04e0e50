import { editDistance } from '../../core/nearest.ts';
import { foldWidth } from '../text/fold-width.ts';
import { findReferences } from '../text/mentions.ts';
import type { Bound } from './reference-binding.ts';

export type UnknownName = { name: string; nearest: string | undefined };

/** Replaces `@hero` by what `say` makes of the named file. Numbered spellings stay; unknown names stay and are told. */
export function resolveNames(
  original: string,
  bound: readonly Bound[],
  say: (named: Bound) => string,
): { text: string; unknown: UnknownName[] } {
  const text = foldWidth(original);
  if (!text.includes('@')) return { text: original, unknown: [] };
  const named = bound.filter(({ file }) => file.name).sort((a, b) => keyOf(b).length - keyOf(a).length);
  const taken = findReferences(text);
  const unknown: UnknownName[] = [];
  let written = '';
  let from = 0;
  let next = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    while (next < taken.length && (taken[next]?.end ?? 0) <= at) next += 1;
    const inside = (taken[next]?.start ?? Number.POSITIVE_INFINITY) <= at;
    if (inside || at < from || /[\w.]/.test(text[at - 1] ?? '')) continue;
    const match = named.find((one) => startsWithName(text, at + 1, keyOf(one)));
    if (match) {
      const said = say(match);
      written += closeUpBefore(original.slice(from, at), said) + said;
      from = closeUpAfter(original, at + 1 + keyOf(match).length, said);
      continue;
    }
    const name = nameAt(text, at + 1);
    if (name) unknown.push({ name, nearest: nearest(name, named.map(keyOf)) });
  }
  return { text: written + original.slice(from), unknown };
}

/** A reference's name without the mark that a caller may have put before it. */
export function bareName(name: string): string {
  return name.replace(/^[@＠]/, '');
}

/** Chinese puts no blank around `小玉（…）`. */
function closeUpBefore(gap: string, said: string): string {
  return said.endsWith('）') ? gap.replace(/(?<=[\u3001-\u9fff\uff01-\uff5e]) {1,3}$/, '') : gap;
}

function closeUpAfter(text: string, at: number, said: string): number {
  const blanks = said.endsWith('）')
    ? /^ {1,3}(?=[\u3001-\u9fff\uff01-\uff5e])/.exec(text.slice(at, at + 4))
    : undefined;
  return at + (blanks?.[0].length ?? 0);
}

/** The known name that needs the fewest changes, if it is near enough to be a slip. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(2, Math.ceil(name.length / 2))
    ? best.candidate
    : known.length === 1
      ? known[0]
      : undefined;
}

function keyOf({ file }: Bound): string {
  return foldWidth(bareName(file.name ?? ''));
}

function startsWithName(text: string, at: number, name: string): boolean {
  if (text.slice(at, at + name.length).toLowerCase() !== name.toLowerCase()) return false;
  return !(/\w$/.test(name) && /^\w/.test(text.slice(at + name.length, at + name.length + 1)));
}

function nameAt(text: string, at: number): string | undefined {
  return /^(?:[a-z][\w-]{0,31}|\p{L}{1,4})/iu.exec(text.slice(at, at + 32))?.[0];
}
