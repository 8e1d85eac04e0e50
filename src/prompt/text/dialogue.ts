import type { Line } from '../input.ts';

/** The spoken lines of a text: quoted words that someone is said to say. Titles and signs in the picture and values of fields are none. */
export function findLines(text: string): Line[] {
  return spoken(text).map(({ speaker, delivery, line }) => ({ speaker, delivery, line }));
}

/** Where words are spoken: what they say of time is no time of the clip. A quote after the number of a shot may be the shot. */
export function findSpeech(text: string): readonly [number, number][] {
  return spoken(text).flatMap(({ speaker, start, end }) => (/\d$/.test(speaker) ? [] : [[start, end]]));
}

function spoken(text: string): (Line & { start: number; end: number })[] {
  const lines: (Line & { start: number; end: number })[] = [];
  for (const match of text.matchAll(quoted)) {
    const before = text.slice(Math.max(0, match.index - 64), match.index);
    if (onScreen.test(before) || field.test(before)) continue;
    const cue = said.exec(before);
    if (!cue) continue;
    const [start, end] = [match.index, match.index + match[0].length];
    lines.push({ speaker: (cue[1] ?? '').trim(), delivery: cue[2], line: match[1] ?? match[2] ?? '', start, end });
  }
  return lines;
}

const quoted = /["“]([^"”\n]{2,240})["”]|[「『]([^」』\n]{2,240})[」』]/g;
const onScreen =
  /(?:titles?|captions?|text|logo|slogan|signs?|signboard|label|poster|billboard|banner|screen|monitor|display|headline|neon|plaque|letters|words|lettering|graffiti|newspaper|card|package|reads?|reading|printed|written|engraved|文字|字幕|标题|标语|招牌|海报|横幅|屏幕|牌子|写着|印着|显示|第.行)[^"“”\n]{0,24}$/i;
/** `Action: "…"`, `"visual": "…"`: the value of a field. `Mara: "…"` is a line. */
const field =
  /(?:^|[\n{,;*-])[ \t]*(?:"(?!dialogue|line|speech|voiceover|台词|臺詞|对白|對白|对话|旁白|解说|セリフ|대사)[\p{L}\w ]{1,24}"|(?:time(?:code|stamp)?|timing|beat|action|camera|style|visuals?|scene|shot|mood|light(?:ing)?|setting|location|sound|sfx|music|audio|title|prompt|description|negative|subject|character|background|colou?rs?|palette|effects?|transition|duration|movement|composition|environment|atmosphere|content|frame|keyframe|时间段?|画面|动作|镜头|运镜|风格|场景|音效|声音|配乐|光影|主体|描述|转场|氛围))[ \t]*[:：][ \t]*$/iu;
const said =
  /([\p{L}\d '’-]{0,24}?)\s?(?:[(（]([^()（）\n]{0,30})[)）])?\s?(?:\b(?:says?|said|asks?|whispers?|shouts?|screams?|murmurs?|murmuring|replies|yells?|cries|mutters?|speaks?)\b[^"“\n:]{0,24}:?|说道?|喊道?|问道?|低语|低声说|嘶吼|大喊|道|:|：)\s?$/iu;
