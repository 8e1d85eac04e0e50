import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Analysis } from '../analysis.ts';
import { charactersOf } from '../references/reference-binding.ts';
import { findNumbered } from '../text/mentions.ts';
import { bareName } from '../text/sentence.ts';
import { bareMentions } from './bare-mentions.ts';
import { type Rule, type RuleDiagnostic, wholePath } from './rule.ts';

export const referenceRules: readonly Rule[] = [
  {
    id: 'ref-missing-file',
    meaning: 'The text mentions a file that is not given.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: (analysis) => checked(analysis, 'ref-missing-file'),
  },
  {
    id: 'ref-number',
    meaning: 'A file number is 0 or has leading zeros.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: (analysis) => checked(analysis, 'ref-number'),
  },
  {
    id: 'ref-unused',
    meaning: 'A file is given and the text never mentions it.',
    severity: 'warn',
    source: 'docs/storyboard.md, References',
    find: (analysis) => checked(analysis, 'ref-unused'),
  },
  {
    id: 'ref-role-missing',
    meaning: 'A file is mentioned without saying what to take from it.',
    severity: 'warn',
    source: 'docs/storyboard.md, References',
    find: (analysis) =>
      bareMentions(analysis).map(({ text }) => ({
        path: wholePath(analysis),
        message: `"${text}" is mentioned without saying what to take from it.`,
        fix: `Write what it is for: "${text} is the hero: keep the face and costume; ignore the background".`,
      })),
  },
  {
    id: 'ref-digit-runon',
    meaning: 'A verb stands directly after the number of a file.',
    severity: 'warn',
    source: 'docs/storyboard.md, References',
    find: (analysis) =>
      analysis.mentions.flatMap(({ text, end }) => {
        const verb = runOn.exec(analysis.text.slice(end, end + 3))?.[0];
        if (!verb) return [];
        return [
          {
            path: wholePath(analysis),
            message: `${text} runs straight into "${verb}".`,
            fix: `Put a noun between: "${text} 中的人物${verb}".`,
          },
        ];
      }),
  },
  {
    id: 'ref-asset-id',
    meaning: 'An asset id stands in the text.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: (analysis) => {
      const found = /\basset(?:-\d|:\/\/)[\w-]{0,60}/i.exec(analysis.text)?.[0];
      if (!found) return [];
      const fix = `Give the file in references and write ${analysis.target.renderReference('image', 1)}.`;
      return [
        { path: wholePath(analysis), message: `"${found}": an asset id in the text is not read as a reference.`, fix },
      ];
    },
  },
  {
    id: 'ref-two-owners',
    meaning: 'Two files control the same thing.',
    severity: 'warn',
    source: 'docs/storyboard.md, References',
    find: ({ bound }) =>
      bound.flatMap(({ role, path, owner }, i) => {
        const same = bound.slice(0, i).filter((other) => role?.owns && other.role === role);
        const first = same.find((other) => !role?.ofPerson || other.owner?.words === owner?.words);
        if (!first || !role) return [];
        return [
          {
            path: `${path}.role`,
            message: `Two files control the ${role.owns}: ${first.path} and this one.`,
            fix: `Keep one of them for the ${role.owns}.`,
          },
        ];
      }),
  },
  {
    id: 'ref-unbound',
    meaning: 'A voice, a movement or a costume does not say whose it is.',
    severity: 'warn',
    source: 'docs/storyboard.md, Reference roles',
    find: ({ bound, mode }) => {
      const people = charactersOf(bound);
      const named = people.find(({ file }) => file.name)?.file.name ?? 'name';
      return bound.flatMap(({ role, owner, path }) =>
        mode === 'text' || !role?.ofPerson || owner || people.length < 2
          ? []
          : [
              {
                path: `${path}.role`,
                message: `There are ${people.length} characters, and this ${role.id} does not say whose it is.`,
                fix: `Write role "${role.id} of @${bareName(named)}".`,
              },
            ],
      );
    },
  },
  {
    id: 'ref-absent-in-shot',
    meaning: 'A shot names a file and nothing that happens.',
    severity: 'info',
    source: 'docs/storyboard.md, References',
    find: ({ shots, mode }) =>
      shots.flatMap(({ words, path, name }) => {
        const references = mode === 'shots' && words.length < 48 ? findNumbered(words) : [];
        const rest = references.reduce((left, { text }) => left.replace(text, ''), words);
        if (references.length === 0 || /\p{L}/u.test(rest)) return [];
        return [
          {
            path,
            message: `${name} names ${references[0]?.text} and nothing that happens.`,
            fix: 'Say what is seen and done.',
          },
        ];
      }),
  },
];

const runOn = /^(?:跑|走|站|坐|跳|飞|转身|向[左右前后上下]|说|笑|哭|举|冲|看)/;

/** The one check that `submit_task` makes too, told at the shot that is meant. */
function checked(analysis: Analysis, rule: string): RuleDiagnostic[] {
  const found = analysis.checked.filter((problem) => problem.rule === rule);
  return found.map((problem) => ({ ...problem, path: placeOf(analysis, problem) }));
}

function placeOf(analysis: Analysis, { rule, path, message }: Diagnostic): string {
  if (rule === 'ref-unused') return 'references';
  const shot = analysis.shots.find(({ words }) =>
    analysis.mentions.slice(0, 64).some(({ text }) => message.includes(text) && words.includes(text)),
  );
  return shot?.path ?? path;
}
