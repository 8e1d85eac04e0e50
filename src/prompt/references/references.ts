import type { Diagnostic } from '../../core/diagnostic.ts';
import { applyEdits } from '../text/edits.ts';
import { foldWidth } from '../text/fold-width.ts';
import { type Counts, mentionedNumbers, type Reference, type ReferenceType } from '../text/mentions.ts';
import { findReferences } from '../text/references.ts';
import { type Render, rewriteReferences } from './rewrite.ts';

export type { Counts } from '../text/mentions.ts';
export { mentionedNumbers } from '../text/mentions.ts';
export { findReferences } from '../text/references.ts';

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
  return checkMentions(findReferences(text, counts), { counts, path, render });
}

/** The same of mentions that were found already. */
export function checkMentions(
  references: readonly Reference[],
  { counts, path, render = atFile }: Omit<Check, 'text'>,
): Diagnostic[] {
  return [...numberProblems(references, path, render), ...fileProblems(references, counts, path, render)];
}

/** `Figure 1`, `Figures 1-3`, `图1`, `image 1`: how a Seedream edit speaks of its images. */
export function findFigures(text: string): Reference[] {
  return findReferences(text).filter(({ type }) => type === 'image');
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

/** The text with every mention rewritten by `render`. */
export function renderReferences(text: string, render: Render): string {
  return applyEdits(text, rewriteReferences(text, findReferences(text), render)).text;
}

const types = ['image', 'video', 'audio'] as const;

function atFile(type: ReferenceType, n: number): string {
  return `@${type}_file_${n}`;
}

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
