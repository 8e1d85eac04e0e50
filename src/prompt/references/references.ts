import type { Diagnostic } from '../../core/diagnostic.ts';
import { foldWidth } from '../text/fold-width.ts';
import {
  type Counts,
  findFigures,
  findReferences,
  mentionedNumbers,
  type Reference,
  type ReferenceType,
} from '../text/mentions.ts';
import { isRangeSign } from '../text/number-list.ts';

export type { Counts, ReferenceType } from '../text/mentions.ts';
export { findFigures, findReferences, mentionedNumbers } from '../text/mentions.ts';

type Check = {
  text: string;
  /** How many files of each type go with the text. */
  counts: Counts;
  /** Where the text stands, in the caller's words: `parameters.prompt`. */
  path: string;
  /** The service's own spelling, for the replacements that are shown. */
  render?: (type: ReferenceType, n: number) => string;
};

/** Mentions without a file, files without a mention, and numbers that cannot be read. The composer and `submit_task` both ask here. */
export function checkReferences({ text, counts, path, render = atFile }: Check): Diagnostic[] {
  const references = findReferences(text);
  return [...numberProblems(references, path, render), ...fileProblems(references, counts, path, render)];
}

/** The same for a Seedream edit, whose images are `Figure 1`, `Figure 2` …; a single image need not be named. */
export function checkFigures(text: string, imageUrlCount: number, path = 'parameters.prompt'): Diagnostic[] {
  const figures = findFigures(text);
  const render = (_: ReferenceType, n: number) => `Figure ${n}`;
  const problems = fileProblems(figures, { image: imageUrlCount, video: 0, audio: 0 }, path, render);
  const unnamed = imageUrlCount <= 1 || figures.length === 0;
  return [
    ...numberProblems(figures, path, render),
    ...problems.filter(({ rule }) => !(unnamed && rule === 'ref-unused')),
  ];
}

/**
 * The text with every mention rewritten by `render`, ranges written out. What is found in the result is what was found in the text.
 * A spelling without a mark is put in parentheses where its neighbours would swallow it (`@Image1fast` → `(Image 1)fast`),
 * and a number that no service can mean (0, 152) stays as it was.
 */
export function renderReferences(text: string, render: (type: ReferenceType, n: number) => string): string {
  const parts: string[] = [];
  let from = 0;
  let tail = '';
  let written = 0;
  for (const reference of findReferences(text)) {
    const gap = text.slice(from, reference.start);
    const between = from === 0 ? gap : apart(gap, written);
    const before = (tail + between.slice(-16)).slice(-16);
    const after = text.slice(reference.end, reference.end + 16);
    const spelled = reference.numbers.map((n) => render(reference.type, n)).join(', ');
    tail = [spelled, `(${spelled})`].find((form) => isFound(before, form, after, reference)) ?? reference.text;
    parts.push(between, tail);
    written = reference.numbers.length;
    from = reference.end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** Mentions that touch are parted, and a range that is written out must not grow into the next mention. */
function apart(gap: string, written: number): string {
  if (gap === '') return ' ';
  return written > 1 && isRangeSign(gap) ? ', ' : gap;
}

const types = ['image', 'video', 'audio'] as const;

function atFile(type: ReferenceType, n: number): string {
  return `@${type}_file_${n}`;
}

type Render = (type: ReferenceType, n: number) => string;

function numberProblems(references: readonly Reference[], path: string, render: Render): Diagnostic[] {
  const odd = new Map<string, Reference>();
  for (const reference of references) {
    if (/(?<!\d)0/.test(foldWidth(reference.text))) odd.set(reference.text, reference);
  }
  return [...odd.values()].slice(0, 12).map(({ text, type, numbers: [first = 1] }) => ({
    rule: 'ref-number',
    severity: 'error',
    path,
    message:
      first === 0
        ? `${text}: files are numbered from 1, so number 0 names no file.`
        : `${text}: a number with leading zeros names no file.`,
    fix: `Write ${render(type, Math.max(first, 1))}.`,
  }));
}

function fileProblems(references: readonly Reference[], counts: Counts, path: string, render: Render): Diagnostic[] {
  const mentioned = mentionedNumbers(references);
  return types.flatMap((type) => {
    const missing = mentioned[type].filter((n) => n > counts[type]);
    const unused = expand(counts[type]).filter((n) => !mentioned[type].includes(n));
    const problems: Diagnostic[] = [];
    if (missing.length > 0) problems.push(missingFile(type, missing, counts[type], path, render));
    if (unused.length > 0) problems.push(unusedFile(type, unused, path, render));
    return problems;
  });
}

function missingFile(type: ReferenceType, missing: number[], count: number, path: string, render: Render): Diagnostic {
  const [first = 1] = missing;
  const given = count === 0 ? `no ${type} is given` : `only ${count} ${type}${count === 1 ? ' is' : 's are'} given`;
  const add = `Add ${type} ${first} to the files, or remove the mention.`;
  return {
    rule: 'ref-missing-file',
    severity: 'error',
    path,
    message: `The text mentions ${listed(missing, type, render)}, but ${given}. Each type is numbered from 1.`,
    fix: count === 0 ? add : `Write ${render(type, count)} instead of ${render(type, first)}. Or: ${add}`,
  };
}

function unusedFile(type: ReferenceType, unused: number[], path: string, render: Render): Diagnostic {
  const [first = 1] = unused;
  return {
    rule: 'ref-unused',
    severity: 'warn',
    path,
    message: `The text never mentions ${listed(unused, type, render)}; a file without a role leaks into the picture.`,
    fix: `Say what ${render(type, first)} is for, or leave the file out.`,
  };
}

function listed(numbers: number[], type: ReferenceType, render: Render): string {
  const shown = numbers.slice(0, 6).map((n) => render(type, n));
  return numbers.length > shown.length
    ? `${shown.join(', ')} and ${numbers.length - shown.length} more`
    : shown.join(', ');
}

function expand(count: number): number[] {
  return Array.from({ length: Math.min(count, 64) }, (_, i) => i + 1);
}

/** Whether the spelling is read in its new place; one with an `@` is, unless digits follow or a bracket is open. */
function isFound(before: string, form: string, after: string, { numbers }: Reference): boolean {
  if (form.startsWith('@') && !/^[\d０-９]/.test(after) && !/[[【<@＜［＠]\s?$/.test(before)) return true;
  const end = before.length + form.length;
  const within = findReferences(before + form + after).filter(
    (found) => found.start >= before.length && found.end <= end,
  );
  return within.flatMap((found) => found.numbers).length === numbers.length;
}
