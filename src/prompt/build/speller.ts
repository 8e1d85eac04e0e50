import type { Language } from '../input.ts';
import { phrases } from '../languages/index.ts';
import { findNames, type UnknownName } from '../references/names.ts';
import type { Bound } from '../references/reference-binding.ts';
import { rewriteReferences } from '../references/rewrite.ts';
import type { Target, Task } from '../target.ts';
import { applyEdits, type Edit } from '../text/edits.ts';
import type { Counts, Reference, ReferenceType } from '../text/mentions.ts';
import { findReferences, type Reading } from '../text/references.ts';
import { frameEdits } from './frame-mentions.ts';
import { frameName, isFrame } from './frame-pair.ts';

export type SpellingContext = {
  bound: readonly Bound[];
  counts: Counts;
  task: Task;
  language: Language;
  target: Target;
};

/** What a text says of files, and the replacements that write it as the service reads it. */
export type Spelled = {
  edits: Edit[];
  /** The mentions that stay as they were numbered. */
  references: Reference[];
  unknown: UnknownName[];
};

/** Reads the names and numbers of files in a text once. Spoken words say names without their files. */
export function spellFiles(
  text: string,
  context: SpellingContext,
  reading: Reading = 'whole',
  renumber: Renumber = same,
): Spelled {
  const isSpoken = reading === 'spoken';
  const { bound, counts, task, language, target } = context;
  const references = findReferences(text, counts, reading);
  const { named, unknown } = findNames(text, bound, references);
  const say = phrases[language];
  const render = (type: ReferenceType, n: number) => target.renderReference(type, renumber(type, n));
  const files = references.filter((reference) => !isFrame(reference, task));
  const numbered = rewriteReferences(text, files, render, say.and);
  const frames = frameEdits(
    text,
    references.filter((reference) => isFrame(reference, task)),
    (n) => frameName(n, bound, language),
  );
  const names = named.map(({ start, end, named: one }): Edit => {
    const label = one.label && say.label(one.label, text.slice(Math.max(0, start - 40), start));
    const tag = isFrame(one, task) ? undefined : target.renderReference(one.type, one.n);
    const bare = label ?? (tag === undefined || isSpoken ? (one.label?.words ?? one.file.role) : tag);
    const withFile =
      tag === undefined ? (label ?? frameName(one.n, bound, language)) : withTag(one, label, tag, say.withTag);
    return closedUp(text, { start, end, text: isSpoken ? bare : withFile });
  });
  return { edits: [...numbered, ...frames, ...names], references, unknown };
}

/** A field with its files as the service reads them. */
export function spellField(text: string, context: SpellingContext, reading: 'field' | 'spoken'): SpelledField {
  const { edits, unknown } = spellFiles(text, context, reading);
  return { text: applyEdits(text, edits).text, unknown };
}

type SpelledField = { text: string; unknown: UnknownName[] };
export type Renumber = (type: ReferenceType, n: number) => number;

function same(_: ReferenceType, n: number): number {
  return n;
}

/** Label and file for a picture, the file alone for a clip. */
function withTag(
  { type }: Bound,
  label: string | undefined,
  tag: string,
  join: (label: string, tag: string) => string,
): string {
  return type === 'image' && label ? join(label, tag) : tag;
}

/** Chinese puts no blank around a name: `小玉（…）`. */
function closedUp(text: string, edit: Edit): Edit {
  if (!/[\u3040-\u9fff）]$/.test(edit.text)) return edit;
  const before = /(?<=[\u3001-\u9fff\uff01-\uff5e]) {1,3}$/.exec(text.slice(Math.max(0, edit.start - 4), edit.start));
  const after = /^ {1,3}(?=[\u3001-\u9fff\uff01-\uff5e])/.exec(text.slice(edit.end, edit.end + 4));
  return { ...edit, start: edit.start - (before?.[0].length ?? 0), end: edit.end + (after?.[0].length ?? 0) };
}
