import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Bound } from '../references/reference-binding.ts';
import { renderReferences } from '../references/references.ts';
import type { Target, Task } from '../target.ts';
import { type Counts, findReferences, mentionedNumbers, type Reference, type ReferenceType } from '../text/mentions.ts';
import { readTimeline } from '../text/timeline.ts';
import { formatSeconds } from '../text/times.ts';
import { nameFrames } from './frame-pair.ts';

export type Autofixed = { text: string; mends: Diagnostic[] };

type Given = { target: Target; task: Task; counts: Counts; bound: readonly Bound[] };

/** What can be put right without asking: numbering, spelling of references, inclusive times, ratios, the verb of an edit. Each is told. */
export function autofixText(original: string, { target, task, counts, bound }: Given): Autofixed {
  const mends: Diagnostic[] = [];
  const tell = (rule: string, message: string, fix: string, severity: Diagnostic['severity'] = 'info') =>
    mends.push({ rule, severity, path: 'prompt', message, fix });
  let text = autofixReferences(original, target, counts, tell);
  text = autofixTimes(text, tell);
  text = autofixRatio(text, tell);
  if (task === 'edit' || task === 'extend') text = autofixVerb(text, task, target, tell);
  if (task === 'first_last_frames') text = nameFrames(text, bound, target);
  return { text, mends };
}

/** The nearest ratio that Seedance has for one that it has not. */
export function nearestRatio(ratio: string): string | undefined {
  const written = ratio.replace(/\s/g, '').replace('：', ':');
  return Object.hasOwn(standIns, written) ? standIns[written] : undefined;
}

type Tell = (rule: string, message: string, fix: string, severity?: Diagnostic['severity']) => void;

const standIns: Record<string, string> = {
  ...{
    '2.35:1': '21:9',
    '2.39:1': '21:9',
    '2.40:1': '21:9',
    '2.4:1': '21:9',
    '2.33:1': '21:9',
    '2.37:1': '21:9',
    '64:27': '21:9',
  },
  ...{ '2:1': '21:9', '18:9': '21:9', '1.85:1': '16:9', '1.78:1': '16:9', '16:10': '16:9', '5:3': '16:9' },
  ...{
    '3:2': '4:3',
    '5:4': '4:3',
    '1.33:1': '4:3',
    '2:3': '3:4',
    '4:5': '3:4',
    '9:18': '9:16',
    '9:19.5': '9:16',
    '10:16': '9:16',
  },
};

function autofixReferences(original: string, target: Target, counts: Counts, tell: Tell): string {
  const found = findReferences(original);
  if (found.length === 0) return original;
  const renumbered = renumber(found, counts);
  const text = renderReferences(original, (type, n) => target.renderReference(type, renumbered?.[type].get(n) ?? n));
  if (renumbered) {
    const example = `${found[0]?.text} …`;
    tell(
      'ref-numbering-global',
      'The files were numbered across types; each type is numbered from 1.',
      `Renumbered: ${example} → ${findReferences(text)[0]?.text} …`,
      'warn',
    );
  }
  if (text === original || renumbered) return text;
  const [first] = found;
  const other =
    found.find(({ style, type }) => type === first?.type && style.word !== first.style.word) ??
    found.find(({ style }) => style.sigil !== first?.style.sigil);
  const example = `${(other ?? first)?.text} → ${target.renderReference((other ?? first)?.type ?? 'image', (other ?? first)?.numbers[0] ?? 1)}`;
  if (!other) tell('ref-host-syntax', 'References rewritten as the service spells them.', example);
  else if (other.style.sigil === first?.style.sigil)
    tell('ref-mixed-family', 'References were spelled in several ways; now in one.', example);
  else tell('ref-mixed-sigil', 'References stood with and without a mark; now all alike.', example);
  return text;
}

type Numbers = Record<ReferenceType, ReadonlyMap<number, number>>;

/** `@视频1, @图片2, @图片3`: one count over all types. Recognised only where it fits without remainder, and the files given fit it too. */
function renumber(found: readonly Reference[], counts: Counts): Numbers | undefined {
  const numbers = mentionedNumbers(found);
  const types = (['image', 'video', 'audio'] as const).filter((type) => numbers[type].length > 0);
  const all = types.flatMap((type) => numbers[type]).sort((a, b) => a - b);
  const isOneCount = types.length > 1 && all.every((n, i) => n === i + 1);
  const isOff = types.some((type) => numbers[type][0] !== 1);
  const given = counts.image + counts.video + counts.audio;
  const fits = given === 0 || types.every((type) => counts[type] === numbers[type].length);
  if (!isOneCount || !isOff || !fits) return undefined;
  const byOrder = (type: ReferenceType) => new Map(numbers[type].map((n, i) => [n, i + 1]));
  return { image: byOrder('image'), video: byOrder('video'), audio: byOrder('audio') };
}

/** `0-3, 4-8` → `0-3, 3-8`. */
function autofixTimes(text: string, tell: Tell): string {
  const { segments, inclusive } = readTimeline(text);
  if (!inclusive) return text;
  let written = '';
  let from = 0;
  let example: string | undefined;
  for (const { start, raw, mark } of segments) {
    if (!mark || start === raw[0]) continue;
    const [a, b] = mark.fromSpan;
    const time = mark.written.includes(':') ? asClock(start, mark.written) : formatSeconds(start);
    written += text.slice(from, a) + time;
    from = b;
    example ??= `${raw[0]}-${raw[1]} → ${formatSeconds(start)}-${raw[1]}`;
  }
  if (!example) return text;
  tell(
    'time-inclusive',
    'The times left out the second between shots; now each starts where the one before ends.',
    example,
  );
  return written + text.slice(from);
}

function asClock(seconds: number, like: string): string {
  const [minutes = '0'] = like.split(':');
  return `${String(Math.floor(seconds / 60)).padStart(minutes.length, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

const oddRatio = /(?<![\d:.：])(?:2\.(?:3[3579]|40?)[:：]1|1\.(?:85|78|33)[:：]1)(?![\d:：])/g;

function autofixRatio(text: string, tell: Tell): string {
  let example: string | undefined;
  const mended = text.replace(oddRatio, (ratio) => {
    const stand = nearestRatio(ratio) ?? ratio;
    example ??= `${ratio} → ${stand}`;
    return stand;
  });
  if (example) tell('ratio-not-enum', 'A ratio that Seedance does not have was replaced by the nearest.', example);
  return mended;
}

const verbs = {
  edit: { en: 'Strictly edit', zh: '严格编辑', stands: /strictly edit|严格编辑/i },
  extend: { en: 'Extend', zh: '向后延长', stands: /extend|延长/i },
};

/** `Reference @video_file_1, change …` → `Strictly edit @video_file_1, change …`: the first such verb before the first clip. */
function autofixVerb(text: string, task: 'edit' | 'extend', target: Target, tell: Tell): string {
  const { en, zh, stands } = verbs[task];
  if (stands.test(text)) return text;
  const tag = target.renderReference('video', 1);
  const at = text.indexOf(tag);
  const before =
    at === -1 ? null : /(?:(reference|referring to)|参考|参照)\s?$/i.exec(text.slice(Math.max(0, at - 14), at));
  if (!before) return text;
  const verb = before[1] ? `${en} ` : `${zh} `;
  const start = at - before[0].length;
  tell(
    'edit-says-reference',
    `"${before[0]}${tag}" makes the service copy the clip instead of changing it.`,
    `${before[0]}${tag} → ${verb}${tag}`,
  );
  return text.slice(0, start) + verb + text.slice(at);
}
