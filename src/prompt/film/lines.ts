import type { PlannedLine } from '../../core/film-plan.ts';
import type { ListedShot } from '../export/shot-list.ts';
import { tidy } from '../text/time/notation.ts';
import { countHan, countLatinWords } from '../text/word-count.ts';

/** The lines of a clip's shots, each for its share of the shot's time. */
export function placeLines(clip: number, shots: readonly ListedShot[]): PlannedLine[] {
  return shots.flatMap(({ start, end, lines }) => {
    const weights = lines.map(({ line }) => Math.max(1, countLatinWords(line) + countHan(line)));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    let at = start;
    return lines.map(({ line, speaker, voice }, i): PlannedLine => {
      const from = at;
      at = i === lines.length - 1 ? end : tidy(from + ((end - start) * (weights[i] ?? 0)) / whole);
      return {
        ...{ clip, start: from, end: at },
        ...(speaker && { speaker }),
        text: line,
        ...(voice && { off_screen: true }),
      };
    });
  });
}
