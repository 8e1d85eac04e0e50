import type { Line, Storyboard } from '../input.ts';
import { bareName } from '../text/sentence.ts';

const narrator = /^(?:the |an? )?(?:narrator|narration|voice[- ]?over|v\.?o\.?)$|^(?:旁白|画外音|解说)$/i;
/** As screenplays mark a speaker: `Mara (V.O.)`, `阿梅（画外音）`. */
const overMark = /\s*[(（]\s*(?:v\.?\s?o\.?|voice[- ]?over|旁白|画外音|内心独白)\s*[)）]$/i;
const offMark = /\s*[(（]\s*(?:o\.\s?s\.?|off[- ]?screen|画外)\s*[)）]$/i;

/** A narrator is heard and not seen, and so is a speaker who is marked so: without `voice` the model moves somebody's lips. */
export function markUnseen(input: Storyboard): Storyboard {
  const shown = new Set(
    input.references?.flatMap(({ name, role }) => (name && !/^voice\b/i.test(role) ? [bareName(name)] : [])),
  );
  const mark = (line: Line): Line => {
    const { speaker } = line;
    if (line.voice) return line;
    if (narrator.test(bareName(speaker))) return shown.has(bareName(speaker)) ? line : { ...line, voice: 'over' };
    if (overMark.test(speaker)) return { ...line, speaker: speaker.replace(overMark, ''), voice: 'over' };
    if (offMark.test(speaker)) return { ...line, speaker: speaker.replace(offMark, ''), voice: 'off' };
    return line;
  };
  const shots = input.shots?.map((shot) => (shot.dialogue ? { ...shot, dialogue: shot.dialogue.map(mark) } : shot));
  return shots ? { ...input, shots } : input;
}
