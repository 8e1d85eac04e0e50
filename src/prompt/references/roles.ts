import type { ReferenceType } from '../text/mentions.ts';

/** What a reference file is for, and how that is said (STORYBOARD.md section 4.1). */
export type Role = {
  id: string;
  /** The type a file has when neither its address nor the caller says. */
  type: ReferenceType;
  /** The dimension it owns alone: two files must not both steer the camera. */
  owns?: string;
  words: RegExp;
  /** Its sentence names a person. */
  ofPerson?: true;
  en(tag: string, label: string | undefined): string;
  zh(tag: string, label: string | undefined): string;
  ignoreEn?: string;
  ignoreZh?: string;
};

const roles: readonly Role[] = [
  {
    id: 'first_frame',
    type: 'image',
    owns: 'first frame',
    words: /^(?:first[ _-]?frame|opening frame|首帧)/i,
    en: (tag) => `${tag} is the first frame`,
    zh: (tag) => `以${tag}为首帧`,
  },
  {
    id: 'last_frame',
    type: 'image',
    owns: 'last frame',
    words: /^(?:last[ _-]?frame|end[ _-]?frame|final frame|尾帧)/i,
    en: (tag) => `${tag} is the last frame`,
    zh: (tag) => `以${tag}为尾帧`,
  },
  {
    id: 'extra_view',
    type: 'image',
    words: /^(?:extra[ _-]?view|full[ _-]?body|another view|全身|另一角度)/i,
    en: (tag, label) => `${tag} shows ${label ?? 'the same character'} from another side`,
    zh: (tag, label) => `${tag} 为${label ?? '同一角色'}的另一角度`,
  },
  {
    id: 'character',
    type: 'image',
    words: /^(?:character|person|hero(?:ine)?|identity|subject|actor|角色|人物|主角|形象)/i,
    en: (tag, label) => `${tag} is ${label ?? 'the main character'}: keep the same face, hair and costume`,
    zh: (tag, label) => `${tag} 定义为${label ?? '主角'}，保持五官、发型、服装一致`,
    ignoreEn: 'its background and pose',
    ignoreZh: '其背景与姿势',
  },
  {
    id: 'scene',
    type: 'image',
    words: /^(?:scene|setting|location|place|background|environment|场景|背景|环境)/i,
    en: (tag, label) => `The scene${label ? ` (${label})` : ''} is the place in ${tag}: same layout and light`,
    zh: (tag, label) => `场景${label ? `（${label}）` : ''}参考 ${tag} 的布局与光线`,
    ignoreEn: 'any people in it',
    ignoreZh: '其中人物',
  },
  {
    id: 'product',
    type: 'image',
    words: /^(?:product|prop|logo|object|产品|商品|道具)/i,
    en: (tag, label) => `${label ? `The ${label}` : 'The product'} is the one in ${tag}: same shape, label and colour`,
    zh: (tag, label) => `${label ?? '产品'}为 ${tag} 所示，外形、标签与颜色一致`,
    ignoreEn: 'its background',
    ignoreZh: '其背景',
  },
  {
    id: 'style',
    type: 'image',
    owns: 'style',
    words: /^(?:visual style|style|look|palette|画风|风格|色调)/i,
    en: (tag) => `Take only the visual style, palette and line work of ${tag}`,
    zh: (tag) => `仅参考 ${tag} 的画风与色调`,
    ignoreEn: 'its content',
    ignoreZh: '其内容',
  },
  {
    id: 'storyboard',
    type: 'image',
    owns: 'panels',
    words: /^(?:storyboard|grid|panels?|分镜|宫格)/i,
    en: (tag) => `Follow the panels of ${tag} left to right, top to bottom; draw no borders, text or numbers`,
    zh: (tag) => `按 ${tag} 的分镜格顺序进行，不出现边框、文字、编号`,
  },
  {
    id: 'camera',
    type: 'video',
    owns: 'camera movement',
    words: /^(?:camera|camera[ _-]?movement|camerawork|运镜|镜头)/i,
    en: (tag) => `Follow only the camera movement of ${tag}`,
    zh: (tag) => `仅参考 ${tag} 的运镜`,
    ignoreEn: 'its people and setting',
    ignoreZh: '其人物与场景',
  },
  {
    id: 'action',
    type: 'video',
    owns: 'action',
    ofPerson: true,
    words: /^(?:action|motion|movement|choreography|dance|动作|舞蹈)/i,
    en: (tag, label) => `${label ?? 'The character'} performs the movements of ${tag}`,
    zh: (tag, label) => `${label ?? '主角'}的动作参考 ${tag}`,
    ignoreEn: 'its people and setting',
    ignoreZh: '其人物与场景',
  },
  {
    id: 'effect',
    type: 'video',
    words: /^(?:effects?|vfx|transitions?|特效|转场)/i,
    en: (tag) => `Take only the transition effects of ${tag}`,
    zh: (tag) => `仅参考 ${tag} 的转场特效`,
    ignoreEn: 'its content',
    ignoreZh: '其内容',
  },
  {
    id: 'target',
    type: 'video',
    words: /^(?:edit(?:[ _-]?target)?|extend|bridge|source|target|clip|编辑|延长|原视频|衔接)/i,
    en: (tag) => tag,
    zh: (tag) => tag,
  },
  {
    id: 'voice',
    type: 'audio',
    ofPerson: true,
    words: /^(?:voice|timbre|音色|声线)/i,
    en: (tag, label) => `${label ? `The voice of ${label}` : 'The voice'} has the timbre of ${tag}`,
    zh: (tag, label) => `${label ?? '角色'}的音色参考 ${tag}`,
  },
  {
    id: 'music',
    type: 'audio',
    owns: 'music',
    words: /^(?:music|rhythm|beat|bgm|soundtrack|配乐|音乐|节奏|卡点)/i,
    en: (tag) => `${tag} is the music; cuts and motion land on its beats`,
    zh: (tag) => `${tag} 作为配乐，画面切换卡点`,
  },
  {
    id: 'sound',
    type: 'audio',
    owns: 'sound',
    words: /^(?:exact[ _-]?sound|sound|sfx|audio|声音|音效)/i,
    en: (tag) => `${tag} plays exactly as uploaded`,
    zh: (tag) => `原样使用 ${tag}`,
  },
];

/** The known role that a caller's words begin with, and what they add to it: `character: bob hair, red coat`. */
export function readRole(words: string): { role: Role | undefined; detail: string } {
  const said = words.trim();
  for (const role of roles) {
    const match = role.words.exec(said);
    if (!match) continue;
    const rest = said.slice(match[0].length);
    if (rest !== '' && !/^[\s:：,，(（;；-]/.test(rest)) continue;
    return { role, detail: rest.replace(/^[\s:：,，;；-]+/, '') };
  }
  return { role: undefined, detail: said };
}
