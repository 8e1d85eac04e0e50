import { foldWidth } from './fold-width.ts';

export type SectionName = 'style' | 'references' | 'audio' | 'constraints' | 'light' | 'dialogue' | 'camera';

/** A titled block of a prompt: `【声音】…`, `Audio: …`, `[References] …`. Offsets into the text. */
export type Section = { name: SectionName; start: number; bodyStart: number; end: number };

/** The titled blocks of a prompt, in order; each runs to the next title. */
export function findSections(original: string): Section[] {
  const text = foldWidth(original);
  const titles: Omit<Section, 'end'>[] = [];
  for (const match of text.matchAll(title)) {
    const name = match[3] === undefined ? nameOf(match[1] ?? match[2] ?? '') : 'camera';
    if (name) titles.push({ name, start: match.index, bodyStart: match.index + match[0].length });
  }
  return titles.map((section, i) => ({ ...section, end: titles[i + 1]?.start ?? text.length }));
}

const words: Record<Exclude<SectionName, 'camera'>, string> = {
  style: 'style|overall style|visual style|look|风格|整体风格|画风|风格设定',
  references: 'references?|reference assets|assets|参考|参考素材|素材',
  audio:
    'audio|sound|sounds|sound design|audio design|soundscape|music|sfx|sound effects|sound fx|music & sfx|sound & music|music and sound|bgm|声音|音效|声效|音乐|配乐|音频|背景音乐|背景音|声音设计|音效设计|环境音',
  constraints:
    'constraints?|negatives?|negative prompt|avoid|requirements|restrictions|do not|禁止|禁止事项|约束|要求|限制|负面|负面提示词|负向提示词|注意|注意事项',
  light: 'lighting|light|colou?r|光影|光线|灯光|色调',
  dialogue: 'dialogues?|lines?|台词|对白|对话|旁白|voice-?over',
};

const all = Object.values(words).join('|');
/** What is said of the camera of the whole film belongs to no single shot. */
const wholeCamera =
  '(?:overall |general |global )(?:camera|cinematography)[^\\n:]{0,24}|(?:camera|cinematography)[^\\n:]{0,12}(?:rules?|notes?|style|language|throughout|for the whole)[^\\n:]{0,24}|(?:整体|全片|全程)(?:运镜|镜头)[^\\n:]{0,8}|(?:运镜|镜头)(?:要求|规则|风格|语言)';
const title = new RegExp(
  `(?:^|\\n)[ \\t*#>-]{0,5}(?:[【\\[](${all})[】\\]][ \\t]?:?|(${all})\\*{0,2} ?:|(${wholeCamera})\\*{0,2} ?:)[ \\t*]{0,3}`,
  'gi',
);

const lookup = Object.entries(words).map(
  ([name, list]) => [name as SectionName, new RegExp(`^(?:${list})$`, 'i')] as const,
);

function nameOf(word: string): SectionName | undefined {
  return lookup.find(([, pattern]) => pattern.test(word))?.[0];
}
