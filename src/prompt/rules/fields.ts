import { quote } from '../../core/quote.ts';
import { findGenre, genreIds } from '../terms/templates.ts';
import type { Rule } from './rule.ts';

export const fieldRules: readonly Rule[] = [
  {
    id: 'shots-or-prompt',
    meaning: 'Shots and a prompt are both given, or neither is.',
    severity: 'error',
    source: 'this tool',
    find: ({ input: { shots = [], prompt = '', genre } }) => {
      if (shots.length > 0 && prompt !== '')
        return [{ path: 'prompt', message: 'Shots and a finished prompt were both given.', fix: 'Leave one out.' }];
      if (shots.length > 0 || prompt.trim() !== '' || genre !== undefined) return [];
      return [
        {
          path: 'shots',
          message: 'There are neither shots nor a prompt.',
          fix: 'Give shots: [{visual: "…"}], or a prompt, or a genre.',
        },
      ];
    },
  },
  {
    id: 'field-ignored',
    meaning: 'A field is not used beside a finished prompt.',
    severity: 'warn',
    source: 'this tool',
    find: ({ mode, input }) => {
      const ignored = mode === 'text' ? besideText.filter((field) => input[field]?.length) : [];
      const [first] = ignored;
      if (!first) return [];
      const one = ignored.length === 1;
      return [
        {
          path: first,
          message: `Beside a finished prompt ${ignored.join(', ')} ${one ? 'is' : 'are'} not used.`,
          fix: `Write ${one ? 'it' : 'them'} into the text, or give shots instead of prompt.`,
        },
      ];
    },
  },
  {
    id: 'genre-unknown',
    meaning: 'The genre does not exist.',
    severity: 'error',
    source: 'this tool',
    find: ({ input: { genre } }) =>
      genre === undefined || findGenre(genre)
        ? []
        : [
            {
              path: 'genre',
              message: `There is no genre ${quote(genre)}.`,
              fix: `Use one of ${genreIds().join(', ')}.`,
            },
          ],
  },
  {
    id: 'shot-empty',
    meaning: 'A shot shows nothing.',
    severity: 'error',
    source: 'this tool',
    find: ({ input: { shots = [] } }) =>
      shots.flatMap(({ visual }, i) =>
        visual.trim() === ''
          ? [{ path: `shots[${i}].visual`, message: `Shot ${i + 1} shows nothing.`, fix: 'Say what is seen.' }]
          : [],
      ),
  },
];

/** What only shots are composed with; a finished text must say it itself. */
const besideText = ['style', 'mood', 'music', 'constraints', 'genre'] as const;
