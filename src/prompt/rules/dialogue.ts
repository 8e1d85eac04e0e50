import { type AnalyzedShot, secondsOf } from '../analysis.ts';
import { phrases } from '../languages/index.ts';
import { countHan, countLatinWords, spokenPerSecond } from '../text/word-count.ts';
import { type Rule, type RuleDiagnostic, short, wholePath } from './rule.ts';

export const dialogueRules: readonly Rule[] = [
  {
    id: 'dlg-too-long',
    meaning: 'A line is longer than its shot.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: ({ shots, mode }) => shots.flatMap((shot) => tooFast(shot, mode === 'shots')),
  },
  {
    id: 'dlg-total',
    meaning: 'More spoken words than lips keep up with.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: (analysis) => {
      const words = analysis.shots.reduce(
        (sum, { lines }) => sum + lines.reduce((more, line) => more + (line.voice ? 0 : countLatinWords(line.line)), 0),
        0,
      );
      const seconds = analysis.duration ?? analysis.limits.duration?.most;
      if (seconds === undefined) return [];
      const most = Math.round(seconds * phrases[analysis.language].spokenWordsPerSecond);
      if (words <= most) return [];
      return [
        {
          path: wholePath(analysis),
          message: `${words} spoken words in ${seconds} s; lips keep up with about ${most}.`,
          fix: `Cut ${words - most} words.`,
        },
      ];
    },
  },
  {
    id: 'dlg-no-speaker',
    meaning: 'Nobody is named to say a line.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: ({ shots, mode }) =>
      shots.flatMap(({ lines, path }) =>
        lines.flatMap(({ speaker, line }, i) =>
          speaker.trim() !== '' || mode === 'text'
            ? []
            : [
                {
                  path: `${path}.dialogue[${i}].speaker`,
                  message: `Nobody is named to say "${short(line)}".`,
                  fix: 'Name the speaker as the shot shows them: "the old man".',
                },
              ],
        ),
      ),
  },
  {
    id: 'dlg-two-faces',
    meaning: 'Two speaking faces in one shot.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: ({ shots, mode }) =>
      shots.flatMap(({ lines, path, name }) => {
        const speakers = [...new Set(lines.filter(({ voice }) => !voice).map(({ speaker }) => speaker))];
        if (mode === 'text' || speakers.length < 2) return [];
        return [
          {
            path,
            message: `${name} has two speaking faces: ${speakers.slice(0, 3).join(', ')}.`,
            fix: `Give ${speakers[1]} a shot of their own, or give the line voice: "off".`,
          },
        ];
      }),
  },
  {
    id: 'dlg-wide',
    meaning: 'A line is spoken in a wide shot.',
    severity: 'info',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: ({ shots }) =>
      shots.flatMap(({ lines, camera, path, name }) => {
        const sizes = camera.filter(({ term }) => term.kind === 'size');
        const wide = sizes.length > 0 && sizes.every(({ term }) => ['WS', 'EWS'].includes(term.id));
        return wide && lines.some(({ voice }) => !voice)
          ? [
              {
                path,
                message: `${name} speaks in a ${sizes[0]?.word}; lips are too small to sync.`,
                fix: 'Use a medium close-up.',
              },
            ]
          : [];
      }),
  },
  {
    id: 'dlg-language',
    meaning: 'The language of a line is not named.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: ({ shots, mode }) =>
      mode === 'text'
        ? []
        : shots.flatMap(({ lines, path }) =>
            lines.flatMap(({ line, language, speaker }, i) => {
              const foreign = language ? undefined : languageOf(line);
              if (!foreign) return [];
              return [
                {
                  path: `${path}.dialogue[${i}].language`,
                  message: `The line "${short(line)}" is ${foreign}, which is not said.`,
                  fix: `Set language: "${foreign}", so that it reads "${speaker} says in ${foreign}".`,
                },
              ];
            }),
          ),
  },
  {
    id: 'dlg-mixed',
    meaning: 'A line mixes two languages.',
    severity: 'info',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: ({ shots }) =>
      shots.flatMap(({ lines, path }) =>
        lines.flatMap(({ line }, i) =>
          countHan(line) >= 4 && countLatinWords(line) >= 3
            ? [
                {
                  path: `${path}.dialogue[${i}].line`,
                  message: `"${short(line)}" mixes two languages.`,
                  fix: 'Keep one language in a line.',
                },
              ]
            : [],
        ),
      ),
  },
];

/** Chinese beyond 5 characters a second and English beyond 3 words lose lip-sync; beyond 4 words it cannot be said. A line read out of a text may be no line. */
function tooFast(shot: AnalyzedShot, isSure: boolean): RuleDiagnostic[] {
  const seconds = secondsOf(shot);
  if (!seconds || seconds <= 0) return [];
  const han = shot.lines.reduce((sum, { line }) => sum + countHan(line), 0);
  const words = shot.lines.reduce((sum, { line }) => sum + countLatinWords(line), 0);
  const slack = isSure ? 1 : 1.35;
  if (words / seconds > 3 * slack && han === 0) {
    const fit = Math.floor(seconds * spokenPerSecond.words);
    return [
      {
        path: shot.path,
        severity: isSure && words / seconds > 4 ? 'error' : 'warn',
        message: `${shot.name} speaks ${words} words in ${seconds} s.`,
        fix: `Cut the line to ${fit} words, or give the shot ${Math.ceil(words / spokenPerSecond.words)} s.`,
      },
    ];
  }
  if (han / seconds <= 5 * slack) return [];
  return [
    {
      path: shot.path,
      message: `${shot.name} speaks ${han} characters in ${seconds} s.`,
      fix: `Cut the line to ${Math.floor(seconds * spokenPerSecond.han)} characters, or give the shot ${Math.ceil(han / spokenPerSecond.han)} s.`,
    },
  ];
}

const scripts: readonly (readonly [string, RegExp])[] = [
  ['Japanese', /[\u3040-\u30ff]/],
  ['Korean', /[\uac00-\ud7af]/],
  ['Russian', /[\u0400-\u04ff]/],
  ['Arabic', /[\u0600-\u06ff]/],
  ['Hindi', /[\u0900-\u097f]/],
  ['Thai', /[\u0e00-\u0e7f]/],
  ['Spanish', /[¿¡ñ]/],
  ['German', /[äöüß]/],
  ['French', /[çèêàùœ]/],
];

function languageOf(line: string): string | undefined {
  return scripts.find(([, script]) => script.test(line))?.[0];
}
