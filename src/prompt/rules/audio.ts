import { type Analysis, hitsOf } from '../analysis.ts';
import { ruleTerms } from '../terms/rule-terms.ts';
import { plainText } from '../terms/term-matcher.ts';
import { type Rule, short, wholePath } from './rule.ts';

export const audioRules: readonly Rule[] = [
  {
    id: 'voice-undescribed',
    meaning: 'A voice reference has no words for its timbre.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: ({ bound }) =>
      bound.flatMap(({ role, detail, path }) =>
        role?.id !== 'voice' || ruleTerms.find(plainText(detail)).some(({ tag }) => tag === 'timbre')
          ? []
          : [
              {
                path: `${path}.role`,
                message: 'A voice is followed only when its timbre is told too.',
                fix: 'Write "voice: low, husky, calm".',
              },
            ],
      ),
  },
  {
    id: 'audio-missing',
    meaning: 'Sound is not mentioned.',
    severity: 'info',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: (analysis) => {
      if (musicOf(analysis) || analysis.counts.audio > 0 || analysis.task !== 'generate') return [];
      if (hitsOf(analysis, 'sound').length > 0 || analysis.shots.some(({ lines }) => lines.length > 0)) return [];
      return [
        {
          path: analysis.mode === 'text' ? 'prompt' : 'music',
          message: 'No word about sound; some will be made up.',
          fix: 'Say it: "soft piano, rain on glass", or "no music".',
        },
      ];
    },
  },
  {
    id: 'music-name',
    meaning: 'An artist or a song is named.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: (analysis) => {
      const [song] = hitsOf(analysis, 'song');
      return song
        ? [
            {
              path: musicOf(analysis) ? 'music' : wholePath(analysis),
              message: `"${song.word}" names an artist or a song, which is refused or ignored.`,
              fix: 'Describe it: instruments, tempo, mood.',
            },
          ]
        : [];
    },
  },
  {
    id: 'audio-exact-conflict',
    meaning: 'A sound plays as uploaded, and other music is asked for.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: (analysis) => {
      const [exact] = hitsOf(analysis, 'exact');
      const music = musicOf(analysis);
      if (!exact || !music) return [];
      return [
        {
          path: 'music',
          message: `"${exact.word}" and music of your own exclude each other.`,
          fix: `Leave out "${short(music)}".`,
        },
      ];
    },
  },
  {
    id: 'angle-sound',
    meaning: 'Sound stands in angle brackets.',
    severity: 'warn',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: (analysis) => {
      const sound = analysis.text.includes('</') ? undefined : angled.exec(analysis.text)?.[0];
      return sound
        ? [
            {
              path: wholePath(analysis),
              message: `${sound}: angle brackets clash with reference marks.`,
              fix: `Write "Sound: ${sound.slice(1, -1)}".`,
            },
          ]
        : [];
    },
  },
];

/** Sound in angle brackets. The maker's own guide writes it so in Chinese. */
const angled = /<(?![<\s]|\/|(?:image|video|audio|what)\b|[\p{Script=Han}，、]+>)[\p{L} ,'-]{2,40}>/u;

/** Beside a finished text the field is not used. */
function musicOf({ mode, input }: Analysis): string | undefined {
  return mode === 'shots' ? input.music : undefined;
}
