import { anyOf, wordStart } from '../word-patterns.ts';
import { countsMilliseconds, framesIn, hasOwnUnit, isClock, timePattern, toNumber } from './notation.ts';

/** One number, or two with a sign of a range between them, where they stand. */
export type Numbers = {
  at: number;
  end: number;
  first: string;
  from: number;
  second?: string;
  to?: number;
  /** `first`, `next`, `dernières` between the number and its unit. */
  ordinal?: string;
  hasUnit: boolean;
  /** The unit is a bare `s` glued to the number, as in `90s`. */
  isGlued: boolean;
  /** `0 and 3`: a range only after "between". */
  hasJoinWord: boolean;
};

/** Every number that may be a time, left to right. `skip` moves on from a number that is something else, as the 1 of `Shot 1 - 2s`. */
export function scanNumbers(text: string, skip: (at: number) => number): Numbers[] {
  const found: Numbers[] = [];
  const fps = framesIn(text);
  let saysUnit = false;
  timePattern.lastIndex = 0;
  for (let match = timePattern.exec(text); match; match = timePattern.exec(text)) {
    const next = skip(match.index);
    if (next > match.index) {
      timePattern.lastIndex = next;
      continue;
    }
    const numbers = readNumbers(text, match.index, isTwo(text, match) ? firstOf(match) : match, { fps, saysUnit });
    if (numbers) {
      found.push(numbers);
      saysUnit ||= numbers.hasUnit;
      timePattern.lastIndex = numbers.end;
    } else timePattern.lastIndex = match.index + (match[1]?.length ?? 1);
  }
  return found;
}

/** A field whose name says that it holds seconds or a length: `duration`, `dur_sec`, `durationSeconds`, `secs`. */
export const fieldName = `(?:${anyOf('total')}|(?:duration|dur|length|time|runtime)[_ -]?(?:in[_ -]?)?(?:s|secs?|seconds?)|seconds?|secs?)`;
const key = new RegExp(`(?:^|[\\s"'{,|*-])${fieldName}["'*]{0,2}[ \\t]?[:：=|][ \\t]?["']?$`, 'i');
const keyWithUnit = new RegExp(
  `${anyOf('total')} ?[(（\\[] ?(?:${anyOf('second')}) ?[)）\\]]["'*]{0,2}[ \\t]?[:：=|][ \\t]?["']?$`,
  'i',
);
/** `Sekunde 4: …`, `Segundo 4: …`: the unit stands before the number of a cue. */
const unitBefore = new RegExp(`(?:^|[\\s([（【*|])(?=\\S{3})(?:${anyOf('second')})[ \\t]$`, 'i');
const cueEnd = /^ ?[:：–—|]/;
const flag = new RegExp(`(?:^|\\s)--?(?:${anyOf('total')}|seconds?|secs?)[ =]$`, 'i');
const valueEnd = /^["']?[ \t]*(?:[,}\]|\n;]|$)/;

/** `"duration": 3`, `--dur 5`, `Duration (s): 9`: the name of the field is the unit. */
function isKeyed(text: string, start: number, end: number): boolean {
  if (!/[:：=|"' \t]/.test(text[start - 1] ?? '')) return false;
  const before = text.slice(Math.max(0, start - 32), start);
  if (flag.test(before) || keyWithUnit.test(before)) return true;
  if (unitBefore.test(before)) return cueEnd.test(text.slice(end, end + 2));
  return key.test(before) && valueEnd.test(text.slice(end, end + 3));
}

const nextBefore = new RegExp(`${wordStart}${anyOf('next', 'last')}[ \\t]?$`, 'i');

/** `First 4 seconds: … Next 4: …`, `Les 4 suivantes : …`: the unit is said once. */
function isElided(text: string, start: number, end: number, ordinal: string | undefined): boolean {
  if (!/^ ?[:：—–]/.test(text.slice(end, end + 2))) return false;
  return ordinal !== undefined || nextBefore.test(text.slice(Math.max(0, start - 16), start));
}

/** What counts no seconds: `15 s – 24 fps`, `12 s – 4 shots`. */
const countsOther = new RegExp(`^[ \\t]?(?:[%％°℃x×]|(?:fps|mm|[pk]|${anyOf('shot', 'shots')})(?![a-z]))`, 'i');

/** Two numbers are no range where only the first counts seconds and the second falls, counts something else or follows an "and": `15 s – 1,85:1`. */
function isTwo(text: string, match: RegExpExecArray): boolean {
  const [whole, first = '', , firstSeconds, , join, second, secondSeconds, secondMinutes] = match;
  if (
    firstSeconds === undefined ||
    second === undefined ||
    (secondSeconds ?? secondMinutes) !== undefined ||
    hasOwnUnit(second)
  )
    return false;
  const falls = (toNumber(second) ?? 0) < (toNumber(first) ?? 0);
  const isAnd =
    join?.toLowerCase() === 'and' && !/between $/i.test(text.slice(Math.max(0, match.index - 8), match.index));
  const end = match.index + whole.length;
  const goesOn = /[→⇒➜➔>]/.test(join ?? '') && /[→⇒➜➔>] ?$/.test(text.slice(Math.max(0, match.index - 2), match.index));
  return falls || isAnd || goesOn || isClock(second) || countsOther.test(text.slice(end, end + 16));
}

/** The first of two numbers with its unit, without the sign between them. */
function firstOf([whole, ...groups]: RegExpExecArray): Parts {
  const [, , , , join = '', second = ''] = groups;
  const alone = whole.slice(0, whole.lastIndexOf(join, whole.length - second.length - 1));
  return [alone.trimEnd(), ...groups.slice(0, 4)];
}

/** The groups of the pattern, the whole first. */
type Parts = readonly (string | undefined)[];

/** `saysUnit`: a number before it had one. */
type Context = { fps: number; saysUnit: boolean };

function readNumbers(text: string, at: number, parts: Parts, { fps, saysUnit }: Context): Numbers | undefined {
  const [whole = '', first = '', ordinal, firstSeconds, firstMinutes, join, second, secondSeconds, secondMinutes] =
    parts;
  const isThousandth = second !== undefined && countsMilliseconds(second) && /^\d+$/.test(first);
  const from = isThousandth ? Number(first) / 1000 : toNumber(first, fps);
  const to = second === undefined ? undefined : toNumber(second, fps);
  const hasUnit =
    [firstSeconds, firstMinutes, secondSeconds, secondMinutes].some((unit) => unit !== undefined) ||
    hasOwnUnit(first) ||
    isThousandth ||
    isKeyed(text, at, at + whole.length) ||
    (saysUnit && second === undefined && isElided(text, at, at + whole.length, ordinal));
  const isNumber = /^\d/.test(first) && (second === undefined || /^\d/.test(second));
  if (from === undefined || (second !== undefined && to === undefined) || (!hasUnit && !isNumber)) return undefined;
  if (!hasUnit && second === undefined && !isClock(first)) return undefined;
  const minutes = secondMinutes ?? firstMinutes;
  const times = minutes === undefined ? 1 : 60;
  return {
    at,
    end: at + whole.length,
    first,
    from: from * (second === undefined || firstMinutes !== undefined ? times : secondMinutes === undefined ? 1 : times),
    second,
    to: to === undefined ? undefined : to * (secondMinutes === undefined ? 1 : 60),
    ordinal,
    hasUnit,
    isGlued: firstSeconds?.toLowerCase() === 's' && whole === first + firstSeconds,
    hasJoinWord: join?.toLowerCase() === 'and',
  };
}
