import { anyOf, behind, wordStart } from '../word-patterns.ts';
import { isClock } from './notation.ts';
import { leftOf, lineBefore, rightOf, startsClause, startsLine } from './place.ts';
import type { Numbers } from './scan.ts';

export type Ordinal = 'first' | 'next' | 'last';

/** One length or one point in time as it stands in a text: `(3s)`, `0s:`, `00:03`, `twelve seconds`. */
export type Length = {
  seconds: number;
  /** Where the number begins. */
  at: number;
  /** Offsets with its brackets and its colon. */
  start: number;
  end: number;
  /** Offsets of the number with its unit. */
  numbers: Numbers;
  isClock: boolean;
  opensLine: boolean;
  opensClause: boolean;
  /** Stands alone in brackets. */
  isBracketed: boolean;
  hasColon: boolean;
  /** Counts seconds, `第3秒`: no length. */
  isPoint: boolean;
  ordinal?: Ordinal;
};

/** `mayBeOrdinal`: the text has such words at all. */
export function readLength(text: string, numbers: Numbers, mayBeOrdinal: boolean): Length {
  const { at, end, first, from } = numbers;
  const left = leftOf(text, at);
  const right = rightOf(text, end, left.bracket);
  return {
    seconds: from,
    at,
    start: left.start,
    end: right.end,
    numbers,
    isClock: isClock(first),
    opensLine: startsLine(text, left.start),
    opensClause: startsClause(text, left.start),
    isBracketed: left.bracket !== '' && right.closed,
    hasColon: right.colon,
    isPoint: left.isPoint,
    ordinal: mayBeOrdinal ? ordinalOf(text, numbers) : undefined,
  };
}

const ordinals: readonly (readonly [Ordinal, RegExp, RegExp])[] = (['first', 'next', 'last'] as const).map((name) => {
  const words = anyOf(name);
  const half = name === 'next' ? '' : `|${anyOf(`${name}Half`)}[ \\t]{0,2}[:：(（]?[ \\t]?`;
  return [
    name,
    new RegExp(`${wordStart}(?:${words}[,，、]?[ \\t]?${half})(?:${anyOf('about')}[ \\t]?)?$`, 'i'),
    new RegExp(`^${words}$`, 'i'),
  ];
});

const following: readonly (readonly [Ordinal, RegExp])[] = [
  ['first', new RegExp(`^ ${anyOf('firstAfter')}`, 'i')],
  ['next', new RegExp(`^ ${anyOf('nextAfter')}`, 'i')],
  ['last', new RegExp(`^ ${anyOf('lastAfter')}`, 'i')],
];

/** `Then 2 seconds later`: no length that comes next, but when something comes. */
const later = behind('laterAfter');

const anyOrdinal = new RegExp(
  anyOf('first', 'next', 'last', 'firstHalf', 'lastHalf', 'firstAfter', 'nextAfter', 'lastAfter'),
  'i',
);

export function hasOrdinals(text: string): boolean {
  return anyOrdinal.test(text);
}

/** The longest word decides: `最后` ends in `后`. */
function ordinalOf(text: string, { at, end, ordinal }: Numbers): Ordinal | undefined {
  if (ordinal !== undefined) return ordinals.find(([, , whole]) => whole.test(ordinal))?.[0];
  const after = text.slice(end, end + 20);
  const follows = following.find(([, pattern]) => pattern.test(after));
  if (follows) return follows[0];
  const before = lineBefore(text, at, 24);
  const found = ordinals.flatMap(([name, pattern]) => {
    const match = pattern.exec(before);
    return match ? [{ name, length: match[0].length }] : [];
  });
  const name = found.sort((a, b) => b.length - a.length)[0]?.name;
  return name === 'next' && later.test(after) ? undefined : name;
}
