import type { Language } from '../input.ts';
import { phrases } from '../languages/index.ts';
import { findNames } from '../references/names.ts';
import type { Bound } from '../references/reference-binding.ts';
import { rewriteReferences } from '../references/rewrite.ts';
import type { Target } from '../target.ts';
import { applyEdits, type Edit } from '../text/edits.ts';
import type { Counts, Reference } from '../text/mentions.ts';
import { findReferences, type Reading } from '../text/references.ts';

type Story = { bound: readonly Bound[]; counts: Counts; language: Language; target: Target };

/** Writes the story's words for a clip. */
export type Localize = (words: string, reading?: Reading) => string;

/** Files that a clip has are mentioned by the clip's own numbers; the others are called by their names. */
export function createLocalizer({ bound, counts, language, target }: Story, files: ReadonlySet<Bound>): Localize {
  const numbers = new Map<Bound, number>();
  const seen = { image: 0, video: 0, audio: 0 };
  for (const one of bound) if (files.has(one)) numbers.set(one, ++seen[one.type]);
  if (bound.every((one) => numbers.get(one) === one.n)) return (words) => words;
  const fileOf = ({ type }: Reference, n: number) => bound.find((one) => one.type === type && one.n === n);
  const nameOf = ({ label, file }: Bound, before: string) =>
    label ? phrases[language].label(label, before) : file.role;

  return (words, reading = 'field') => {
    const references = findReferences(words, counts, reading);
    const { named } = findNames(words, bound, references);
    const isHere = (reference: Reference) =>
      reference.numbers.every((n) => {
        const file = fileOf(reference, n);
        return !file || files.has(file);
      });
    const here = references.filter(isHere);
    const numbered = rewriteReferences(
      words,
      here,
      (type, n) => {
        const file = bound.find((one) => one.type === type && one.n === n);
        return target.renderReference(type, (file && numbers.get(file)) ?? n);
      },
      phrases[language].and,
    );
    const before = (start: number) => words.slice(Math.max(0, start - 40), start);
    const gone = references
      .filter((reference) => !isHere(reference))
      .map((reference): Edit => {
        const names = reference.numbers.flatMap((n) => {
          const file = fileOf(reference, n);
          return file ? [nameOf(file, before(reference.start))] : [];
        });
        return { start: reference.start, end: reference.end, text: names.join(phrases[language].and) };
      });
    const bare = named
      .filter((one) => !files.has(one.named))
      .map(({ start, end, named: file }): Edit => ({ start, end, text: nameOf(file, before(start)) }));
    return applyEdits(words, [...numbered, ...gone, ...bare]).text;
  };
}
