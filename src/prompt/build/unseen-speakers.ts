import type { Line, Storyboard } from '../input.ts';
import { isNegated } from '../terms/negation.ts';
import { plainText } from '../terms/term-matcher.ts';
import { bareName, unwrap } from '../text/sentence.ts';
import { anyOf, anyWord, wordStart } from '../text/word-patterns.ts';

/** How scripts say that a speaker is heard and not seen: `Mara (V.O.)`, `阿梅（画外音）`. */
const voices = (['over', 'off'] as const).map((voice) => {
  const field = voice === 'over' ? 'voiceOver' : 'voiceOff';
  const marks = anyOf(field);
  return {
    voice,
    besideName: new RegExp(`\\s?[(（]\\s?${marks}\\s?[)）]|[,，]\\s?${marks}$`, 'i'),
    inDelivery: new RegExp(`[\\s,，;；、]{0,2}(?:${wordStart}(?:as|in|from) (?:an? |the )?)?${anyWord(field)}`, 'i'),
  };
});
/** `VO` is a mark where it is the whole name: `Anna Vo` is a person. */
const narrator = new RegExp(`${anyWord('narrator')}$|^${anyOf('voiceOver')}$`, 'i');
const heardOff = new RegExp(`^(?:[a-z]{1,3} )?${anyOf('voiceOff')}`, 'i');

/** Where it is decided, for the prompt and for the rules, who is heard and not seen: without `voice` the model moves somebody's lips. */
export function markUnseen({ shots, ...input }: Storyboard): Storyboard {
  if (!shots) return input;
  const mark = unseenIn(input);
  return {
    ...input,
    shots: shots.map((shot) => (shot.dialogue ? { ...shot, dialogue: shot.dialogue.map(mark) } : shot)),
  };
}

/** Gives a line its `voice` where the speaker or the delivery says so. A narrator whom a picture shows is seen. */
export function unseenIn({ references }: Pick<Storyboard, 'references'>): (line: Line) => Line {
  const shown = new Set(
    references?.flatMap(({ name, role }) => (name && !/^voice\b/i.test(role) ? [bareName(name)] : [])),
  );
  return (line) => {
    const { speaker, delivery } = line;
    if (line.voice) return line;
    for (const { voice, besideName, inDelivery } of voices) {
      const marked = { speaker: speaker.replace(besideName, ''), delivery: withoutMark(delivery, inDelivery) };
      if (marked.speaker !== speaker || marked.delivery !== delivery) return { ...line, ...marked, voice };
    }
    if (narrator.test(bareName(speaker))) return shown.has(bareName(speaker)) ? line : { ...line, voice: 'over' };
    return heardOff.test(bareName(speaker)) ? { ...line, voice: 'off' } : line;
  };
}

/** `voice-over, tired` → `tired`. Words that rule it out stay. */
function withoutMark(delivery: string | undefined, mark: RegExp): string | undefined {
  if (delivery === undefined) return undefined;
  const words = unwrap(delivery);
  const found = mark.exec(words);
  if (!found || isNegated(plainText(words), { start: found.index, end: found.index + found[0].length }))
    return delivery;
  return words.replace(mark, '').replace(/^[\s,，;；、]+/, '') || undefined;
}
