import type { Line } from '../input.ts';

/** The spoken lines of a text: quoted words that someone is said to say. Titles and captions on screen are none. */
export function findLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(quoted)) {
    const before = text.slice(Math.max(0, match.index - 48), match.index);
    if (onScreen.test(before)) continue;
    const cue = said.exec(before);
    if (cue) lines.push({ speaker: (cue[1] ?? '').trim(), line: match[1] ?? match[2] ?? '' });
  }
  return lines;
}

const quoted = /["“]([^"”\n]{2,240})["”]|[「『]([^」』\n]{2,240})[」』]/g;
const onScreen =
  /(?:title|caption|text|logo|slogan|sign|label|reads?|文字|字幕|标题|标语|招牌|写着|显示|第.行)[^"“”\n]{0,12}$/i;
const said =
  /([\p{L}\d '’-]{0,24}?)\s?(?:[(（][^()（）\n]{0,30}[)）])?\s?(?:\b(?:says?|said|asks?|whispers?|shouts?|screams?|murmurs?|murmuring|replies|yells?|cries|mutters?|speaks?)\b[^"“\n:]{0,24}:?|说道?|喊道?|问道?|低语|低声说|嘶吼|大喊|道|:|：)\s?$/iu;
