import { editDistance } from '../../core/nearest.ts';
import { foldWidth } from '../text/fold-width.ts';
import type { Reference } from '../text/mentions.ts';
import { bareName } from '../text/sentence.ts';
import type { Bound } from './reference-binding.ts';

/** `@hero` where it stands, and the file it names. */
export type NamedMention = { start: number; end: number; named: Bound };
export type UnknownName = { name: string; nearest: string | undefined };

/** Every `@name` that is no numbered mention: those of the given files, by name or by file name, and those that nobody has. */
export function findNames(
  original: string,
  bound: readonly Bound[],
  references: readonly Reference[],
): { named: NamedMention[]; unknown: UnknownName[] } {
  const text = foldWidth(original);
  const found: NamedMention[] = [];
  const unknown: UnknownName[] = [];
  if (!text.includes('@')) return { named: found, unknown };
  const keys = bound.flatMap((one) => keysOf(one).map((key) => ({ key, one })));
  keys.sort((a, b) => b.key.length - a.key.length);
  let next = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    while (next < references.length && (references[next]?.end ?? 0) <= at) next += 1;
    const isNumbered = (references[next]?.start ?? Number.POSITIVE_INFINITY) <= at;
    if (isNumbered || at < (found.at(-1)?.end ?? 0) || /[\w.]/.test(text[at - 1] ?? '')) continue;
    const match = keys.find(({ key }) => startsWithName(text, at + 1, key));
    if (match) {
      found.push({ start: at, end: endOfName(text, at + 1 + match.key.length), named: match.one });
      continue;
    }
    const name = nameAt(text, at + 1);
    if (name)
      unknown.push({
        name,
        nearest: nearest(
          name,
          keys.map(({ key }) => key),
        ),
      });
  }
  return { named: found, unknown };
}

/** A name is also known with the extension of its file, and a file by its own name. */
function keysOf({ file }: Bound): string[] {
  const name = foldWidth(bareName(file.name ?? ''));
  const base = /([^/\\?#]+)(?:[?#].*)?$/.exec(file.url)?.[1] ?? '';
  return [name, /\.[a-z0-9]{2,4}$/i.test(base) ? base : ''].filter((key) => key !== '');
}

function startsWithName(text: string, at: number, name: string): boolean {
  if (text.slice(at, at + name.length).toLowerCase() !== name.toLowerCase()) return false;
  return !(/\w$/.test(name) && /^\w/.test(text.slice(at + name.length, at + name.length + 1)));
}

const extension = /^\.(?:png|jpe?g|webp|gif|bmp|tiff|heic|mp4|mov|webm|mp3|wav|m4a)(?![\w])/i;

function endOfName(text: string, at: number): number {
  return at + (extension.exec(text.slice(at, at + 6))?.[0].length ?? 0);
}

function nameAt(text: string, at: number): string | undefined {
  return /^(?:[a-z][\w-]{0,31}|\p{L}{1,4})/iu.exec(text.slice(at, at + 32))?.[0];
}

/** The known name that needs the fewest changes, if it is near enough to be a slip. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined;
}
