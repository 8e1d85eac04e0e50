import { foldWidth } from './fold-width.ts';

export type SectionName = 'style' | 'references' | 'audio' | 'constraints' | 'light' | 'dialogue';

/** A titled block of a prompt: `【声音】…`, `Audio: …`, `[References] …`. Offsets into the text. */
export type Section = { name: SectionName; start: number; bodyStart: number; end: number };

/** The titled blocks of a prompt, in order; each runs to the next title, or to the next time mark or shot label given in `stops`. */
export function findSections(original: string, stops: readonly number[] = []): Section[] {
  const text = foldWidth(original);
  const titles: Omit<Section, 'end'>[] = [];
  for (const match of text.matchAll(title)) {
    const name = nameOf(match[1] ?? match[2] ?? '');
    if (name) titles.push({ name, start: match.index, bodyStart: match.index + match[0].length });
  }
  let stop = 0;
  return titles.map((section, i) => {
    const next = titles[i + 1]?.start ?? text.length;
    while (stop < stops.length && (stops[stop] ?? 0) < section.bodyStart) stop += 1;
    return { ...section, end: Math.min(next, stops[stop] ?? text.length) };
  });
}

const words: Record<SectionName, string> = {
  style: 'style|overall style|visual style|look|风格|整体风格|画风|风格设定',
  references: 'references?|reference assets|assets|参考|参考素材|素材',
  audio: 'audio|sound|sounds|sound design|music|sfx|sound effects|bgm|声音|音效|音乐|配乐|音频|背景音乐|背景音',
  constraints: 'constraints?|negative|negative prompt|avoid|requirements|禁止|约束|要求|限制|负面|负面提示词|注意',
  light: 'lighting|light|colou?r|光影|光线|灯光|色调',
  dialogue: 'dialogues?|lines?|台词|对白|对话|旁白|voice-?over',
};

const all = Object.values(words).join('|');
const title = new RegExp(
  `(?:^|\\n)[ \\t*#>-]{0,5}(?:[【\\[](${all})[】\\]][ \\t]?:?|(${all})\\*{0,2} ?:)[ \\t*]{0,3}`,
  'gi',
);

const lookup = Object.entries(words).map(
  ([name, list]) => [name as SectionName, new RegExp(`^(?:${list})$`, 'i')] as const,
);

function nameOf(word: string): SectionName | undefined {
  return lookup.find(([, pattern]) => pattern.test(word))?.[0];
}
