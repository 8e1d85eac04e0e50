import { cameraTerms, termById } from '../terms/camera-terms.ts';
import { ruleTerms } from '../terms/rule-terms.ts';
import { plainText } from '../terms/term-matcher.ts';
import { findReferences } from './references.ts';
import { findSections } from './sections.ts';
import { capital, trimEnd } from './sentence.ts';
import { readTimeline } from './time/resolve.ts';

const longestLetters = 60;
/** A prompt may be a whole file; what is seen first stands near its beginning. */
const readLetters = 5_000;

/**
 * What a video shows first, by which a person tells one prompt from another: "An old fisherman grips the wheel".
 * Style, references, times and camera words are left out. At most 60 characters.
 */
export function firstPicture(prompt: string): string {
  const [body = ''] = withoutMentions(firstShot(prompt.slice(0, readLetters))).split(/\n\s*(?=[\n[【*-])/, 1);
  const shot = foldBlanks(body);
  const [seen = ''] = (withoutCamera(shot) || shot || foldBlanks(prompt)).split(soundMark, 1);
  return cut(capital(trimEnd(/^.+?(?:[.!?](?=\s|$)|[。！？])/.exec(seen)?.[0] ?? seen)));
}

const soundMark = /[,，.。]?\s*(?:sound|sfx|audio|dialogue|音效|声音|台词)[^,，.。:：]{0,12}[:：]/i;

/** The words of the first shot; of a text without shots, all but its titled blocks and what it says of its references. */
function firstShot(text: string): string {
  const { segments, labels } = readTimeline(text);
  const [segment] = segments;
  const [label, next] = labels;
  if (segment) return withoutMark(text.slice(segment.bodyStart, segment.bodyEnd));
  if (label) return withoutMark(text.slice(label.end, next?.start));
  const free = withoutSections(text);
  const sentences = free.match(/[^.。!！?？]+(?:[.。!！?？]+(?:\s|$)?)?/g) ?? [];
  const first = sentences.findIndex((sentence) => !isAboutReference(sentence));
  return first > 0 ? sentences.slice(first).join('') : free;
}

/** What remains of a time mark or a shot's label: `(wide aerial, 3s):`. */
function withoutMark(body: string): string {
  return body.replace(/^[ \t]*[(（][^)）\n]{0,80}[)）]/, '').replace(/^[\s:：\-–—.,，、)\]】]+/, '');
}

/** Without the lines that begin with a title, `[Style] …`; a text of nothing else keeps its first body. */
function withoutSections(text: string): string {
  const titled = findSections(text);
  let free = '';
  let at = 0;
  for (const { start, bodyStart } of titled) {
    free += text.slice(at, Math.max(at, start));
    const lineEnd = text.indexOf('\n', bodyStart);
    at = lineEnd === -1 ? text.length : lineEnd;
  }
  free += text.slice(at);
  return free.trim() || text.slice(titled[0]?.bodyStart ?? 0);
}

/** `@Image1 is the product reference; preserve its logo.` */
function isAboutReference(sentence: string): boolean {
  const [mention] = findReferences(sentence);
  if (!mention || sentence.slice(0, mention.start).trim() !== '') return false;
  return /\b(?:is the|reference|controls|provides|preserves?)\b|参考|首帧|尾帧|锁定|定义/i.test(sentence);
}

/** `Mei (@image_file_1) sits` → `Mei sits`; `@video_file_1` that stands for a thing → `video 1`. */
function withoutMentions(text: string): string {
  let from = 0;
  let kept = '';
  for (const { type, numbers, start, end } of findReferences(text)) {
    const before = text.slice(from, start);
    const opens = / ?[(（]\s?(?:参考)?$/.exec(before);
    const closes = /^\s?[)）]/.exec(text.slice(end));
    const isAside = opens && closes;
    kept += isAside ? before.slice(0, opens.index) : `${before}${type} ${numbers.join(', ')}`;
    from = end + (isAside ? closes[0].length : 0);
  }
  return (kept + text.slice(from)).replace(/@(?=[\p{L}\p{N}])/gu, '');
}

/** Without the clauses at the beginning that speak of the camera or the style; empty when there is nothing else. */
function withoutCamera(shot: string): string {
  const clauses = shot.match(/(?:[^,.;:，。；：]|[.:](?=\S))+[,.;:，。；：]*/g) ?? [];
  const first = clauses.findIndex((clause, i) => !isTechnical(clause) && !isRemnant(clauses, i));
  return first === -1 ? '' : afterCamera(clauses.slice(first).join('').trim());
}

/** Whether a clause says how it is filmed, in what style or how long, and no more. */
function isTechnical(clause: string): boolean {
  const words = clause.trim();
  if (afterCamera(words) !== words) return false;
  const plain = plainText(words);
  if (cameraTerms.find(plain).length > 0 || /^(?:the |same )*camera\b|镜头/.test(plain)) return true;
  if (/^\d+ ?(?:s|sec|seconds?|秒)(?!\p{L})|\d:\d/u.test(plain)) return true;
  const styles = ruleTerms.find(plain).filter(({ tag }) => tag === 'style');
  const rest = styles.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), plain);
  return styles.length > 0 && rest.replace(/\P{L}/gu, '').length < 8;
}

/** `A close-up of an old man` → `an old man`; `特写少年抬眼` → `少年抬眼`. */
function afterCamera(words: string): string {
  let end = 0;
  let kind: string | undefined;
  for (const hit of cameraTerms.find(plainText(words))) {
    if (hit.start - end > (end === 0 ? 20 : 2)) break;
    end = hit.end;
    kind = termById.get(hit.id)?.kind;
  }
  const rest = words.slice(end);
  const latin = /^ ?(?:shot )?(?:of|on|showing|shows) (.+)$/s.exec(rest)?.[1];
  const isChinese = (kind === 'size' || kind === 'angle') && /^(?![至到向从])[\u4e00-\u9fff]{3}/.test(rest);
  return latin ?? (isChinese ? rest : words);
}

/** The last words of a sentence about the camera: `static camera, centred.` */
function isRemnant(clauses: readonly string[], i: number): boolean {
  const clause = clauses[i]?.trim() ?? '';
  const closesSentence =
    /[.。]$/.test(clause) && i > 0 && i + 1 < clauses.length && !/[.。]\s*$/.test(clauses[i - 1] ?? '');
  return closesSentence && clause.split(/\s+/).length < 3 && !/[\u4e00-\u9fff]{6}/.test(clause);
}

function foldBlanks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cut(text: string): string {
  const letters = Array.from(text);
  if (letters.length <= longestLetters) return text;
  const short = letters.slice(0, longestLetters - 1).join('');
  return `${trimEnd(short.replace(/[ ,，、；;][^ ,，、；;]*$/, ''))}…`;
}
