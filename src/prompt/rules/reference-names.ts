import type { Analysis } from '../analysis.ts';
import { findNumbered } from '../text/mentions.ts';
import { bareName } from '../text/sentence.ts';
import type { Rule } from './rule.ts';

export const referenceNameRules: readonly Rule[] = [
  {
    id: 'ref-unknown-name',
    meaning: 'An @name matches no reference.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: ({ unknownNames, bound }) =>
      unknownNames.map(({ name, nearest, path }) => ({
        path,
        severity: nearest ? 'error' : 'warn',
        message: `@${name} matches no reference${bound.some(({ file }) => file.name) ? `; known: ${known(bound)}` : ', and no reference has a name'}. It stays as it is written.`,
        fix: nearest ? `Write @${nearest}.` : `Give one of the references the name "${name}", or drop the @.`,
      })),
  },
  {
    id: 'ref-duplicate-name',
    meaning: 'Two references have the same name.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: ({ bound }) =>
      bound.flatMap(({ file: { name }, path }, i) => {
        if (!name || !bound.slice(0, i).some((other) => sameName(other.file.name, name))) return [];
        return [
          { path: `${path}.name`, message: `Two references are named "${name}".`, fix: `Name this one "${name}_2".` },
        ];
      }),
  },
  {
    id: 'ref-name-number',
    meaning: 'A name reads like the number of a file.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: ({ bound }) =>
      bound.flatMap(({ file: { name }, label, role, type, path }, i) => {
        if (!name || ![name, label?.words ?? ''].some((words) => findNumbered(`@${bareName(words)}`).length > 0))
          return [];
        return [
          {
            path: `${path}.name`,
            message: `The name "${name}" reads like the number of a file, so another file may be taken for it.`,
            fix: `Name it "${role?.id ?? type}_${'abcdefghijklmnopqrstuvwxyz'[i % 26]}".`,
          },
        ];
      }),
  },
];

function known(bound: Analysis['bound']): string {
  return bound.flatMap(({ file }) => (file.name ? [`@${bareName(file.name)}`] : [])).join(', ');
}

function sameName(a: string | undefined, b: string): boolean {
  return a !== undefined && bareName(a).toLowerCase() === bareName(b).toLowerCase();
}
