import { anyOf, moments, wordStart } from '../word-patterns.ts';
import type { Length } from './lengths.ts';
import { isClock } from './notation.ts';
import { findAsked, isTaken } from './only-length.ts';
import type { Piece } from './piece.ts';
import { lineBefore } from './place.ts';
import type { Numbers } from './scan.ts';

/** A length that a text states for the whole, and how sure that is. */
export type Total = {
  seconds: number;
  /** The shorter end of a span: `10-15 second ad`. */
  least?: number;
  /** `named`: called the length. `extension`: of what is added. `film`: a clip so long. `listed`: an item of its own, as in `15秒，16:9`. */
  evidence: 'named' | 'extension' | 'film' | 'listed';
  start: number;
  end: number;
};

const about = `(?:[ \\t]?${anyOf('about')}[ \\t]?){0,3}`;
const namedBefore = new RegExp(
  `${wordStart}${anyOf('total')}(?:[ \\t"'*()（）[\\]【】:：=|]|${anyOf('lasts', 'about', 'total', 'second')}|要求|设定|设置|视频){0,8}$`,
  'i',
);
const namedAfter = new RegExp(`^[ \\t]?(?:${anyOf('total')}|long(?=[ \\t]*(?:[.,;:!?\\n]|$)))`, 'i');
const anyNamed = new RegExp(`${anyOf('total')}|[ \\t]long`, 'i');
const anyExtension = new RegExp(anyOf('extend'), 'i');
const anyFilm = new RegExp(anyOf('film', 'wholeFilm'), 'i');
/** `Coffee ad (30s, vertical)`. */
const filmName = new RegExp(`${wordStart}${anyOf('film', 'wholeFilm', 'total', 'shot')} ?[(（]$`, 'i');
const shape = /^[^)）\n]{0,40}?(?:\d:\d|vertical|horizontal|portrait|landscape|square|\d{3}|4k)/i;
type Says = { named: boolean; extension: boolean; film: boolean; span: boolean; isAlone: boolean };
const extendBefore = new RegExp(`${wordStart}${anyOf('extend')}[^\\n.。;；]{0,40}$`, 'i');
const filmBefore = new RegExp(
  `(?:${wordStart}${anyOf('film', 'wholeFilm')}[ \\t]?(?:${anyOf('lasts')}[ \\t]?){1,2}|${anyOf('filmAlone')})${about}$`,
  'i',
);
/** No adjective: `a 10-second pan over a video wall`. */
const joining = '(?:of|in|on|at|to|from|with|for|by|over|across|into|through|the|an?|as|that|where|while)[ \\t]';
const filmAfter = new RegExp(
  `^[ \\t-]{0,2}(?:(?:的|の|짜리|long|langer?|lang)[ \\t-]?)?(?:(?!${joining})[\\p{L}'-]{2,24}[ \\t]){0,7}?(?:[\\u3040-\\u9fff]{0,8}|\\p{L}{2,12}-)${anyOf('film', 'wholeFilm')}`,
  'iu',
);
/** `throughout the entire 15-second video`, anywhere in the text. */
const wholeBefore = new RegExp(`${wordStart}${anyOf('whole')}[ \\t]?$`, 'i');
const partBefore = new RegExp(`${wordStart}${anyOf('partBefore')}[ \\t]?${about}$`, 'i');
const partAfter = new RegExp(
  `^[ \\t-]?(?:(?:long|slow|quick|short|brief|full|sharp) )?${anyOf('partAfter', ...moments)}`,
  'i',
);
const making =
  /^(?:\W{0,4}(?:please |now )?(?:create|generate|make|produce|render|write|film|shoot|want|need|design|craft|build|give me|i want|i need|this is|it is|this)?\b[ \t]*(?:me )?)?$/i;
/** `12秒游戏角色出场`, `A 10-second dreamy journey`: the text begins with it. */
const opensText = /^[[【(*#"]{0,2}(?:an? |one |一段|一个|一條|一条)?$/i;
/** `10 seconds of a cat that dances`, not of silence. */
const wholeAfter = /^ of (?!silence|black|pause|nothing)/i;
/** `the board: 21.4 seconds`, `12 seconds, a new record`: a time that is read in the picture. */
const readBefore = new RegExp(`${wordStart}${anyOf('gauge')}[^.,;。，；\\n]{0,16}$`, 'i');
const readAfter = new RegExp(
  `^[ \\t]?(?:[,，、!！–—-][ \\t]?)?(?:(?:\\p{Script=Latin}|['-]){1,12}[ \\t]){0,2}[\\u3040-\\u309f]{0,6}${anyOf('record')}[ \\t]?(?:[.,;:!?。，；！？)）\\n]|${anyOf('recordOf')}[ \\t]|$)`,
  'iu',
);
const listedBefore = new RegExp(`(?:^|[\\n,，、;；|/·【】[\\]()（）.。:：—–-])[ \\t*]{0,3}${about}$`, 'i');
const listedAfter = /^[ \t*]{0,3}(?:[\n,，、;；|/·【】[\]()（）.。—–]|$)/;

const ranks: Record<Total['evidence'], number> = { named: 0, extension: 1, film: 2, listed: 3 };
/** A length as an item of its own is looked for so far into a text, and so near its end. */
const [head, tail] = [240, 60];

type Given = { found: readonly Numbers[]; firstShot: number; lastShot: number; hasShots: boolean; isSole: boolean };

/** `Fry 30 s, rest 5 min. Length: 8 s`: what lasts as long as the whole is said to last, or is that whole, is no shot. */
export function withinTotal(text: string, lengths: readonly Length[], pieces: readonly Piece[]): readonly Piece[] {
  if (pieces.length === 0 || !(anyNamed.test(text) || anyFilm.test(text))) return pieces;
  const named = lengths.filter(({ at, numbers }) => numbers.hasUnit && saysWhole(lineBefore(text, at, 48)));
  const isNamed = new Set(named.map(({ at }) => at));
  const own = new Set(pieces.map(({ at }) => at));
  const count = pieces.filter(({ at }) => isNamed.has(at)).length;
  const whole = named.reduce((least, { at, seconds }) => (own.has(at) ? least : Math.min(least, seconds)), Infinity);
  const isMixed = count > 0 && count < pieces.length;
  return isMixed || pieces.some(({ seconds }) => seconds >= whole) ? [] : pieces;
}

function saysWhole(before: string): boolean {
  return namedBefore.test(before) || filmBefore.test(before);
}

/** The lengths that a text states for the whole, the strongest first. */
export function findTotals(text: string, { found, firstShot, lastShot, hasShots, isSole }: Given): Total[] {
  const says = {
    span: !hasShots,
    isAlone: found.length === 1 && firstShot === text.length,
    named: anyNamed.test(text),
    extension: anyExtension.test(text),
    film: anyFilm.test(text),
  };
  const totals = found.flatMap((numbers) => {
    const isOpening = numbers.at < Math.min(head, firstShot) || numbers.at > Math.max(lastShot, text.length - tail);
    return readTotal(text, numbers, isOpening, says) ?? [];
  });
  if (totals.length > 0) return totals.sort((a, b) => ranks[a.evidence] - ranks[b.evidence]);
  const only = findAsked(text, found) ?? (isSole && says.isAlone ? found.find((one) => isTaken(text, one)) : undefined);
  return only ? [totalOf(only, 'listed')] : [];
}

/** A clock time beyond is one of the day, and `9:16` is a ratio. */
const longestClock = 300;

/** What a length says of the whole, if anything. `isOpening`: it stands before the shots, or after them. */
function readTotal(text: string, numbers: Numbers, isOpening: boolean, says: Says): Total | undefined {
  const { first, from, second } = numbers;
  const isLength = numbers.hasUnit || (isClock(first) && from < longestClock);
  if (!isLength || (second !== undefined && from === 0)) return undefined;
  const evidence = evidenceOf(text, numbers, isOpening, says);
  if (!evidence) return undefined;
  return totalOf(numbers, evidence);
}

function totalOf({ at, end, from, to }: Numbers, evidence: Total['evidence']): Total {
  return { seconds: to ?? from, ...(to !== undefined && to > from && { least: from }), evidence, start: at, end };
}

function evidenceOf(text: string, numbers: Numbers, isOpening: boolean, says: Says): Total['evidence'] | undefined {
  const { at, end } = numbers;
  const before = lineBefore(text, at, 48);
  const after = text.slice(end, end + 112);
  if (/[a-z]$/i.test(before)) return undefined;
  const isPart = partBefore.test(before);
  if (says.named && (namedBefore.test(before) || (!isPart && namedAfter.test(after)))) return 'named';
  if (!numbers.hasUnit) return undefined;
  if (says.extension && extendBefore.test(before)) return 'extension';
  if (says.film && filmBefore.test(before)) return 'film';
  if (wholeBefore.test(before) && !partAfter.test(after)) return 'film';
  if (says.isAlone && opensText.test(text.slice(0, at).trimStart()) && wholeAfter.test(after)) return 'film';
  if (!isOpening || isDecade(numbers, after) || partAfter.test(after)) return undefined;
  const isListed =
    (numbers.second === undefined || says.span) &&
    listedBefore.test(before) &&
    (listedAfter.test(after) || (says.isAlone && /^ ?[:：]/.test(after)));
  if (isPart && !isListed) return undefined;
  if (readBefore.test(before) || readAfter.test(after) || isAge(numbers, before, after)) return undefined;
  if (filmAfter.test(after) && startsPhrase(before)) return 'film';
  if (isListed) return 'listed';
  if (at < 24 && opensText.test(text.slice(0, at).trimStart()) && !/^ ?[:：]/.test(after)) return 'film';
  return undefined;
}

/** `90s arcade`, `the 80s`. Clips of 20, 30 and 60 s are common, so a film must follow those at once. */
function isDecade({ first, isGlued, from }: Numbers, after: string): boolean {
  if (!isGlued || from < 20 || from > 90 || from % 10 !== 0 || first.length !== 2) return false;
  if (listedAfter.test(after)) return false;
  const isSold = from === 20 || from === 30 || from === 60;
  return !isSold || !/^ (?:clip|video|ad|spot|commercial|promo|teaser|trailer|reel)s?\b/i.test(after);
}

/** `MAYA (30s, paramedic)`, `Ana (40s) opens the door`: stands behind a name, and words of a person follow. */
function isAge({ isGlued, from }: Numbers, before: string, after: string): boolean {
  if (!isGlued || from < 20 || from % 10 !== 0 || !/\p{L}[.'’]? ?[(（]$/u.test(before)) return false;
  return !filmName.test(before) && /^(?:[,，] ?\p{Ll}{3}|[)）] \p{Ll})/u.test(after) && !shape.test(after);
}

/** Only an article, adjectives or words of making stand between the start of the sentence and the length. */
function startsPhrase(before: string): boolean {
  const words = /[^.。;；,，:：!?！？\n]*$/.exec(before)?.[0] ?? before;
  if (/[\u3040-\u9fff\uac00-\ud7af]$/.test(words)) return true;
  if (making.test(words.replace(/\b(?:an?|one|the|this)[ \t]*$/i, ''))) return true;
  const plain = words.trim().split(/\s+/);
  return (
    plain.length <= 5 &&
    plain.every(
      (word) =>
        !/^(?:he|she|they|it|we|you|i|on|in|at|of|with|to|from|by|for|after|while|and|his|her|their)$|[^su]s$/i.test(
          word,
        ),
    )
  );
}
