import { secondsOf } from '../analysis.ts';
import { formatSeconds } from '../text/time/notation.ts';
import { type Rule, wholePath } from './rule.ts';

export const shotPacingRules: readonly Rule[] = [
  {
    id: 'shot-short',
    meaning: 'A shot is shorter than 1.5 s.',
    severity: 'warn',
    source: 'docs/storyboard.md, Shots and seconds',
    find: ({ shots, mode }) =>
      shots.flatMap((shot) => {
        const seconds = secondsOf(shot);
        if (seconds === undefined || seconds <= 0 || seconds >= (mode === 'text' ? 1 : 1.5)) return [];
        return [
          {
            path: shot.path,
            message: `${shot.name} lasts ${formatSeconds(seconds)} s; under 1.5 s a shot is often lost.`,
            fix: 'Give it 2 s, or merge it with its neighbour.',
          },
        ];
      }),
  },
  {
    id: 'shot-density',
    meaning: 'More than one shot every 2 s.',
    severity: 'warn',
    source: 'docs/storyboard.md, Shots and seconds',
    find: (analysis) => {
      const end = analysis.shots.at(-1)?.end;
      const count = analysis.shots.length;
      if (!end || count < 4 || end / count >= 2) return [];
      return [
        {
          path: wholePath(analysis),
          message: `${count} shots in ${formatSeconds(end)} s: more than one every 2 s.`,
          fix: `Keep ${Math.max(1, Math.floor(end / 3))} shots.`,
        },
      ];
    },
  },
  {
    id: 'shot-overload',
    meaning: 'A short shot tells several things one after another.',
    severity: 'warn',
    source: 'docs/storyboard.md, Shots and seconds',
    find: ({ shots }) =>
      shots.flatMap((shot) => {
        const seconds = secondsOf(shot);
        const beats = shot.words.slice(0, 2000).match(sequence)?.length ?? 0;
        if (seconds === undefined || seconds > 3 || beats < 2) return [];
        return [
          {
            path: shot.path,
            message: `${shot.name} tells ${beats + 1} things one after another.`,
            fix: 'Keep one action, or give the rest a shot of its own.',
          },
        ];
      }),
  },
  {
    id: 'long-no-beats',
    meaning: 'A long clip has one shot and no beats.',
    severity: 'info',
    source: 'docs/storyboard.md, Shots and seconds',
    find: (analysis) => {
      const oneTake = analysis.hits.some(({ tag }) => tag === 'oneTake');
      if (analysis.shots.length !== 1 || oneTake || (analysis.duration ?? 0) < 13) return [];
      if (countBeats(analysis.shots[0]?.words ?? '') >= 3) return [];
      return [
        {
          path: wholePath(analysis),
          message: `One shot of ${analysis.duration} s.`,
          fix: 'Split it into 3-4 beats, or say "one continuous take, no cuts".',
        },
      ];
    },
  },
  {
    id: 'oner-with-cuts',
    meaning: 'One take and cuts are asked for together.',
    severity: 'warn',
    source: 'docs/storyboard.md, Shots and seconds',
    find: (analysis) => {
      const [oneTake] = analysis.hits.filter(({ tag }) => tag === 'oneTake');
      const cut = analysis.hits.find(({ tag }) => tag === 'cut');
      if (!oneTake || !cut) return [];
      return [
        {
          path: wholePath(analysis),
          message: `"${oneTake.word}" and "${cut.word}" exclude each other.`,
          fix: `Leave out "${cut.word}", or drop "${oneTake.word}".`,
        },
      ];
    },
  },
  {
    id: 'timing-advice',
    meaning: 'Exact seconds are used where shot numbers are followed better.',
    severity: 'info',
    source: 'docs/storyboard.md, Shots and seconds',
    find: (analysis) => {
      const risky = analysis.shots.some((shot) => (secondsOf(shot) ?? 2) < 2);
      if (!risky || analysis.timing !== 'timecodes' || analysis.mode === 'text') return [];
      return [
        {
          path: 'timing',
          message: 'Seedance 2.0 follows shot order better than exact seconds.',
          fix: 'Try timing: "shots".',
        },
      ];
    },
  },
];

/** Sentences, and steps inside them: a text that goes on from one thing to the next has beats. */
function countBeats(text: string): number {
  const sentences = text.slice(0, 4000).match(/[^.!?。！？；;\n]{12,}(?:[.!?。！？；;\n]|$)/g)?.length ?? 0;
  return sentences + (text.slice(0, 4000).match(steps)?.length ?? 0);
}

const steps = /\b(?:then|next|after that|finally|suddenly|until|before)\b|随后|然后|接着|最后|突然|直到|再/gi;
const sequence = /\b(?:and )?then\b|\bafter that\b|随后|然后|接着|紧接着/gi;
