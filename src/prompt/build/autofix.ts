import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ModelLimits } from '../../core/model-limits.ts';
import { phrases } from '../languages/index.ts';
import type { UnknownName } from '../references/names.ts';
import type { Edit } from '../text/edits.ts';
import { mentionedNumbers, type Reference, type ReferenceType } from '../text/mentions.ts';
import { countsMilliseconds, formatSeconds } from '../text/time/notation.ts';
import type { Timeline } from '../text/time/resolve.ts';
import { type Renumber, type SpellingContext, spellFiles } from './speller.ts';

type Context = SpellingContext & { timeline: Timeline };

export type Autofixed = { edits: Edit[]; autofixes: Diagnostic[]; unknown: UnknownName[] };

/** What can be put right without asking: numbering, spelling of references, inclusive times, ratios, the verb of an edit. What changes a meaning is told. */
export function autofixText(text: string, context: Context): Autofixed {
  const autofixes: Diagnostic[] = [];
  const tell: Tell = (rule, message, fix, severity = 'info') =>
    autofixes.push({ rule, severity, path: 'prompt', message, fix });
  const { edits, unknown } = autofixReferences(text, context, tell);
  const verb = autofixVerb(text, context, edits, tell);
  return {
    edits: [...edits, ...autofixTimes(context.timeline, tell), ...autofixRatio(text, tell), ...verb],
    autofixes,
    unknown,
  };
}

type Tell = (rule: string, message: string, fix: string, severity?: Diagnostic['severity']) => void;

/** The ratio to submit, and what was put in the place of one that Seedance does not have. */
export function autofixRatioField(
  given: string | undefined,
  { ratios }: ModelLimits,
): { ratio: string | undefined; autofixes: Diagnostic[] } {
  const ratio = given?.trim().replace('：', ':');
  const [only, ...others] = ratios ?? [];
  if (ratio !== undefined && only !== undefined && others.length === 0 && ratio !== only) {
    const message = `This model takes the shape of the video from its files here; ${only} is sent.`;
    return {
      ratio: only,
      autofixes: [{ rule: 'ratio-adaptive', severity: 'info', path: 'ratio', message, fix: `${ratio} → ${only}` }],
    };
  }
  const stand = ratio === undefined ? undefined : nearestRatio(ratio);
  if (!stand) return { ratio, autofixes: [] };
  const message = `${ratio} is no ratio that Seedance knows; the nearest was taken.`;
  return {
    ratio: stand,
    autofixes: [{ rule: 'ratio-not-enum', severity: 'info', path: 'ratio', message, fix: `${ratio} → ${stand}` }],
  };
}

/** The nearest ratio that Seedance has for one that it has not. */
function nearestRatio(ratio: string): string | undefined {
  return standIns.get(ratio.replace(/\s/g, '').replace('：', ':'));
}

const standIns = new Map(
  Object.entries({
    '21:9': '2.35:1 2.39:1 2.40:1 2.4:1 2.33:1 2.37:1 64:27 2:1 18:9',
    '16:9': '1.85:1 1.78:1 16:10 5:3',
    '4:3': '3:2 5:4 1.33:1',
    '3:4': '2:3 4:5',
    '9:16': '9:18 9:19.5 10:16',
  }).flatMap(([ratio, others]) => others.split(' ').map((other) => [other, ratio] as const)),
);

/** A spelling that is only rewritten is not told; one that was understood, mixed or renumbered is. */
function autofixReferences(text: string, context: Context, tell: Tell): { edits: Edit[]; unknown: UnknownName[] } {
  const { target } = context;
  const plain = spellFiles(text, context);
  const { references, unknown } = plain;
  const renumbered = renumber(references, context);
  const [first] = references;
  if (renumbered && first) {
    const to = target.renderReference(first.type, renumbered(first.type, first.numbers[0] ?? 1));
    tell(
      'ref-numbering-global',
      'The files were numbered across types; each type is numbered from 1.',
      `Renumbered: ${first.text} … → ${to} …`,
      'warn',
    );
    return { edits: spellFiles(text, context, 'whole', renumbered).edits, unknown };
  }
  tellSpelling(references, context, tell);
  return { edits: plain.edits, unknown };
}

function tellSpelling(references: readonly Reference[], { target }: Context, tell: Tell): void {
  const spelled = ({ type, numbers: [n = 1] }: Reference) => target.renderReference(type, n);
  const example = (one: Reference) => `${one.text} → ${spelled(one)}`;
  const odd = references.filter((one) => one.text !== spelled(one));
  const said = odd.find(({ isSaid }) => isSaid);
  const isMixed = new Set(references.map(({ style }) => style.sigil)).size > 1;
  const marked = isMixed ? odd[0] : undefined;
  const words = (type: ReferenceType) =>
    new Set(references.flatMap((one) => (one.type === type ? one.style.word : [])));
  const mixedTypes = (['image', 'video', 'audio'] as const).filter((type) => words(type).size > 1);
  const family = odd.find(({ type }) => mixedTypes.includes(type));
  if (said) tell('ref-host-syntax', 'A file that was said without a number was taken for this one.', example(said));
  else if (marked) tell('ref-mixed-sigil', 'References stood with and without a mark; now all alike.', example(marked));
  else if (family) tell('ref-mixed-family', 'References were spelled in several ways; now in one.', example(family));
}

/** `@视频1, @图片2, @图片3`: one count over all types. Only where it fits without remainder and the files fit it too; what an ordinal or the files fix stays. */
function renumber(found: readonly Reference[], { counts }: Context): Renumber | undefined {
  const numbers = mentionedNumbers(found);
  const types = (['image', 'video', 'audio'] as const).filter((type) => numbers[type].length > 0);
  const all = types.flatMap((type) => numbers[type]).sort((a, b) => a - b);
  const isOneCount = types.length > 1 && all.every((n, i) => n === i + 1);
  const isOff = types.some((type) => numbers[type][0] !== 1);
  const given = counts.image + counts.video + counts.audio;
  const fits = given === 0 || types.every((type) => counts[type] === numbers[type].length);
  if (!isOneCount || !isOff || !fits || found.some(({ isSaid }) => isSaid)) return undefined;
  return (type, n) => numbers[type].indexOf(n) + 1;
}

/** `0-3, 4-8` → `0-3, 3-8`. */
function autofixTimes({ segments, inclusive }: Timeline, tell: Tell): Edit[] {
  if (!inclusive) return [];
  let example: string | undefined;
  const edits = segments.flatMap(({ start, raw, mark }): Edit[] => {
    if (!mark || start === raw[0]) return [];
    const [from, end] = mark.fromSpan;
    example ??= `${raw[0]}-${raw[1]} → ${formatSeconds(start)}-${raw[1]}`;
    return [{ start: from, end, text: spellTime(start, mark.written) }];
  });
  if (example) {
    tell(
      'time-inclusive',
      'The times left out the second between shots; now each starts where the one before ends.',
      example,
    );
  }
  return edits;
}

/** A time as another is written: `4`, `00:04`, `00:00:04`, `00m04s`. */
function spellTime(seconds: number, like: string): string {
  if (countsMilliseconds(like)) return like.replace(/^\d+/, String(Math.round(seconds * 1000)));
  if (/^[\d.,]+$/.test(like)) return formatSeconds(seconds);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const digits = like.match(/\d+/g) ?? [];
  const values = digits.length < 4 ? parts.slice(-digits.length) : [...parts, 0];
  return like.replace(/\d+/g, (old) => String(values.shift() ?? 0).padStart(old.length, '0'));
}

const oddRatio = /(?<![\d:.：])(?:2\.(?:3[3579]|40?)[:：]1|1\.(?:85|78|33)[:：]1)(?![\d:：])/g;

function autofixRatio(text: string, tell: Tell): Edit[] {
  const edits = [...text.matchAll(oddRatio)].flatMap(({ 0: ratio, index }): Edit[] => {
    const stand = nearestRatio(ratio);
    return stand ? [{ start: index, end: index + ratio.length, text: stand }] : [];
  });
  const [first] = edits;
  if (first) {
    const example = `${text.slice(first.start, first.end)} → ${first.text}`;
    tell('ratio-not-enum', 'A ratio that Seedance does not have was replaced by the nearest.', example);
  }
  return edits;
}

const all = Object.values(phrases);
const stands = {
  edit: new RegExp(all.map(({ verbWords }) => verbWords.edit).join('|'), 'i'),
  extend: new RegExp(all.map(({ verbWords }) => verbWords.extend).join('|'), 'i'),
};
const referring = all.map(({ verbs, verbWords }) => ({
  verbs,
  pattern: new RegExp(`(?:${verbWords.reference})\\s?$`, 'i'),
}));

/** `Reference @video_file_1, change …` → `Strictly edit @video_file_1, change …`: the first such verb before the clip. */
function autofixVerb(text: string, { task, target }: Context, edits: readonly Edit[], tell: Tell): Edit[] {
  if ((task !== 'edit' && task !== 'extend') || stands[task].test(text)) return [];
  const tag = target.renderReference('video', 1);
  const clip = edits.find((edit) => edit.text.trim() === tag);
  const at = clip?.start ?? text.indexOf(tag);
  const near = at === -1 ? '' : text.slice(Math.max(0, at - 14), at);
  const found = referring.flatMap(({ verbs, pattern }) => {
    const said = pattern.exec(near)?.[0];
    return said === undefined ? [] : [{ said, verb: `${verbs[task]} ` }];
  });
  const [first] = found;
  if (!first) return [];
  const { said, verb } = first;
  tell(
    'edit-says-reference',
    `"${said}${tag}" makes the service copy the clip instead of changing it.`,
    `${said}${tag} → ${verb}${tag}`,
  );
  return [{ start: at - said.length, end: at, text: verb }];
}
