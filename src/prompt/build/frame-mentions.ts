import { phrases } from '../languages/index.ts';
import { applyEdits, type Edit } from '../text/edits.ts';
import type { Reference } from '../text/mentions.ts';
import { capital } from '../text/sentence.ts';
import { anyOf } from '../text/word-patterns.ts';

const wordsOf = (role: 'first_frame' | 'last_frame') =>
  Object.values(phrases)
    .map(({ roleWords }) => roleWords[role])
    .join('|');
const firstFrame = new RegExp(wordsOf('first_frame'), 'i');
const frame = `(?:the |an? )?(?:${wordsOf('first_frame')}|${wordsOf('last_frame')})`;
const serves = ` ?${anyOf('serves')}`;
const before = new RegExp(`(${frame})(${serves})? ?[:：]?[ \\t]?$`, 'i');
const after = new RegExp(`^(?:${serves})? ?${frame}`, 'i');
const lead = /(?:^|[^a-z])((?:use|using|with) |[请請]?(?:使用|[以用将將把]))$/i;
/** What only leads on to the words behind the comma: `With @Image1 as the first frame, a bud opens`. */
const adverbial = /^(?:using|with|[请請使以用将將把])/i;
const opens = /(?:^|[.。!！?？\n])[ \t]?$/;
const stops = /^ ?(?:[.。;；] ?|\n|$)/;
const comma = /^ ?[,，] ?/;
const link = new RegExp(`^(?: ?[,，;；、] ?(?:${anyOf('and')} ?)?| ?${anyOf('and')} ?)`, 'i');
const sign = /^ ?(?:[.。;；,，:：(（\n]|$)/;

/**
 * A frame has no number in the text. `First frame: @image1. A bud opens.` loses what the request says already, if the whole clause can go;
 * `Start frame @image1 (a bud)` loses the number, and anywhere else the frame has its name: `She leaves @image1` becomes `She leaves the first frame`.
 */
export function frameEdits(text: string, frames: readonly Reference[], nameOf: (n: number) => string): Edit[] {
  const clauses = frames.map((one) => clauseOf(text, one, nameOf(one.numbers[0] ?? 1)));
  const runs = runsOf(text, clauses);
  const edits = runs.flatMap((run) => droppedRun(text, run) ?? keptRun(run));
  return /\p{L}{2}/u.test(applyEdits(text, edits).text) ? edits : runs.flatMap(keptRun);
}

/** From where to where a text says no more than which frame it is; what is written where more is said, and where that says it in one word. */
type Clause = { from: number; to: number; isFrameSaid: boolean; isSentence: boolean; named: Edit; short: Edit };

function clauseOf(text: string, { start, end }: Reference, name: string): Clause {
  const ofThisFrame = (words: string | undefined) =>
    words !== undefined && firstFrame.test(words) === firstFrame.test(name) ? words : undefined;
  const labelled = before.exec(text.slice(Math.max(0, start - 48), start));
  const label = ofThisFrame(labelled?.[0]);
  const said = label === undefined ? ofThisFrame(after.exec(text.slice(end, end + 48))?.[0]) : undefined;
  const leading = said === undefined ? '' : (lead.exec(text.slice(Math.max(0, start - 8), start))?.[1] ?? '');
  const from = start - (label ?? leading).length;
  const to = end + (said ?? '').length;
  const isSubject = opens.test(text.slice(Math.max(0, from - 2), from));
  const isVerbBehind =
    isSubject && leading === '' && !sign.test(text.slice(to, to + 8)) && (said ?? labelled?.[2]) !== undefined;
  const named = { start, end, text: isSubject && from === start ? capital(name) : name };
  return {
    ...{ from, to, isFrameSaid: label !== undefined || said !== undefined, named },
    isSentence: isVerbBehind || /[^a-z ]/i.test(leading),
    short: label === undefined ? { ...named, end: to } : { start: from + (labelled?.[1] ?? '').length, end, text: '' },
  };
}

/** `Animate @image1 as the first frame` needs it once; `@image1 is the first frame and shows a bud` stays a sentence, as `以…为…` does. */
function keptRun(run: readonly Clause[]): Edit[] {
  return run.map(({ named, short }) => (run[0]?.isSentence ? named : short));
}

/** Clauses that follow one another: `First frame: @image1, last frame: @image2`. */
function runsOf(text: string, clauses: readonly Clause[]): Clause[][] {
  return clauses.reduce<Clause[][]>((runs, clause) => {
    const run = runs.at(-1);
    const to = run?.at(-1)?.to ?? -1;
    const joined = to < 0 ? undefined : link.exec(text.slice(to, to + 12))?.[0];
    if (run && joined !== undefined && to + joined.length === clause.from) run.push(clause);
    else runs.push([clause]);
    return runs;
  }, []);
}

function droppedRun(text: string, run: readonly Clause[]): Edit | undefined {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last || !run.every(({ isFrameSaid }) => isFrameSaid)) return undefined;
  const { from } = first;
  if (!opens.test(text.slice(Math.max(0, from - 2), from))) return undefined;
  const rest = text.slice(last.to, last.to + 8);
  const isLead = adverbial.test(text.slice(from, from + 8));
  const ending = (stops.exec(rest) ?? (isLead ? comma.exec(rest) : null))?.[0];
  return ending === undefined ? undefined : { start: from, end: last.to + ending.length, text: '' };
}
