import type { Analysis } from '../analysis.ts';
import { charactersOf, extensionOf } from '../references/reference-binding.ts';
import { ruleTerms } from '../terms/rule-terms.ts';
import { plainText } from '../terms/term-matcher.ts';
import { formatSeconds } from '../text/time/notation.ts';
import type { Rule, RuleDiagnostic } from './rule.ts';

export const fileRules: readonly Rule[] = [
  ...(['image', 'video', 'audio'] as const).map(
    (type): Rule => ({
      id: `limit-${type}s`.replace('audios', 'audio'),
      meaning: `More ${type} files than the model takes.`,
      severity: 'error',
      source: 'docs/wire.md, Reference files',
      find: ({ counts, limits }) => {
        const most = limits.files?.[type];
        if (most === undefined || counts[type] <= most) return [];
        return [
          {
            path: 'references',
            message: `${counts[type]} ${type} files; ${most === 0 ? 'this model takes none' : `at most ${most} are taken`}.`,
            fix: `Leave out ${counts[type] - most}, keep the most important first.`,
          },
        ];
      },
    }),
  ),
  {
    id: 'limit-files',
    meaning: 'More files together than the model takes.',
    severity: 'error',
    source: 'docs/wire.md, Reference files',
    find: ({ bound, limits }) => {
      const most = limits.files?.together;
      if (most === undefined || bound.length <= most) return [];
      return [
        {
          path: 'references',
          message: `${bound.length} files; at most ${most} are taken together.`,
          fix: `Leave out ${bound.length - most}.`,
        },
      ];
    },
  },
  {
    id: 'media-seconds',
    meaning: 'A reference clip is too short or too long, or all of them together are.',
    severity: 'error',
    source: 'docs/wire.md, Reference files',
    find: mediaSeconds,
  },
  {
    id: 'audio-alone',
    meaning: 'Audio is given without an image or a video.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: ({ counts, limits }) =>
      limits.audioAlone === 'refused' && counts.audio > 0 && counts.image + counts.video === 0
        ? [
            {
              path: 'references',
              message: 'Audio is refused without an image or a video beside it.',
              fix: 'Add an image of the scene or the character.',
            },
          ]
        : [],
  },
  {
    id: 'file-format',
    meaning: 'The file format may be refused.',
    severity: 'warn',
    source: 'docs/wire.md, Reference files',
    find: ({ bound, limits }) =>
      bound.flatMap(({ file, type, path }) => {
        const extension = extensionOf(file.url);
        const taken = limits.formats?.[type];
        if (extension === '' || !taken || taken.includes(extension)) return [];
        return [
          {
            path: `${path}.url`,
            message: `.${extension} may be refused as ${type}; known to work: ${taken.join(', ')}.`,
            fix: `Convert it to ${taken[0]}.`,
          },
        ];
      }),
  },
  {
    id: 'real-face-upload',
    meaning: 'A reference shows a real person.',
    severity: 'error',
    source: 'docs/storyboard.md, References',
    find: ({ bound }) =>
      bound.flatMap(({ file, type, path }): RuleDiagnostic[] => {
        const hinted = ruleTerms
          .find(plainText(`${file.role} ${file.name ?? ''}`))
          .some(({ tag }) => tag === 'realPerson' || tag === 'person');
        if (type === 'audio' || file.real_person === false || (!file.real_person && !hinted)) return [];
        return [
          {
            path,
            severity: file.real_person ? 'error' : 'warn',
            message: 'Pictures and videos of real people are refused, and sending them again does not help.',
            fix: 'Use a drawn or generated character instead, and set real_person: false.',
          },
        ];
      }),
  },
  {
    id: 'multi-view-sheet',
    meaning: 'A reference is a sheet of several views.',
    severity: 'warn',
    source: 'docs/storyboard.md, References',
    find: ({ bound }) =>
      bound.flatMap(({ file, path }) => {
        const sheet = ruleTerms.find(plainText(file.role)).find(({ tag }) => tag === 'views');
        return sheet
          ? [
              {
                path: `${path}.role`,
                message: `A "${sheet.word}" sheet makes twins and drifting faces.`,
                fix: 'Give one head shot and one full-body picture instead.',
              },
            ]
          : [];
      }),
  },
  {
    id: 'many-people',
    meaning: 'More than four characters.',
    severity: 'warn',
    source: 'docs/storyboard.md, References',
    find: ({ bound }) => {
      const people = charactersOf(bound).length;
      if (people <= 4) return [];
      return [
        {
          path: 'references',
          message: `${people} characters; beyond 4 faces mix.`,
          fix: 'Keep at most 4 characters in one clip.',
        },
      ];
    },
  },
  {
    id: 'many-files',
    meaning: 'More than five files.',
    severity: 'info',
    source: 'docs/storyboard.md, References',
    find: ({ bound }) =>
      bound.length > 5
        ? [
            {
              path: 'references',
              message: `${bound.length} files; 4 to 5 are followed best.`,
              fix: `Leave out the ${bound.length - 5 === 1 ? 'one that matters' : `${bound.length - 5} that matter`} least.`,
            },
          ]
        : [],
  },
];

/** Each clip, and all of them together: the seed counts videos and sounds as one sum, and so does the check of `submit_task`. */
function mediaSeconds({ bound, limits }: Analysis): RuleDiagnostic[] {
  if (!limits.clipSeconds) return [];
  const { least, most, together } = limits.clipSeconds;
  const clips = bound.filter(({ type, file }) => type !== 'image' && file.seconds !== undefined);
  const odd = clips.filter(
    ({ type, file: { seconds = 0 } }) => seconds > most || (type === 'video' && seconds < least),
  );
  if (odd.length > 0) {
    return odd.map(({ type, path, file }) => ({
      path: `${path}.seconds`,
      message: `A ${type} of ${file.seconds} s; ${type === 'video' ? `${least} to ${most}` : `at most ${most}`} s are taken.`,
      fix: (file.seconds ?? 0) > most ? `Cut it to ${most} s.` : `Use one of at least ${least} s.`,
    }));
  }
  const sum = clips.reduce((total, { file }) => total + (file.seconds ?? 0), 0);
  if (sum <= together) return [];
  const message = `Video and audio references last ${formatSeconds(sum)} s together; at most ${together} s are taken.`;
  return [{ path: 'references', message, fix: `Cut ${formatSeconds(sum - together)} s.` }];
}
