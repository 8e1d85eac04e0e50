import type { ReferenceType } from '../text/mentions.ts';

export type RoleId =
  | ('first_frame' | 'last_frame' | 'extra_view' | 'character' | 'scene' | 'product' | 'style' | 'storyboard')
  | ('camera' | 'action' | 'effect' | 'target')
  | ('voice' | 'music' | 'sound');

/** What a reference file is for. How that is said stands in `languages/`. */
export type Role = {
  id: RoleId;
  /** The type a file has when neither its address nor the caller says. */
  type: ReferenceType;
  /** The dimension it owns alone: two files must not both steer the camera. */
  owns?: string;
  words: RegExp;
  /** Its sentence names a person. */
  ofPerson?: true;
};

const roles: readonly Role[] = [
  {
    id: 'first_frame',
    type: 'image',
    owns: 'first frame',
    words: /^(?:first[ _-]?frame|opening frame|首帧)/i,
  },
  {
    id: 'last_frame',
    type: 'image',
    owns: 'last frame',
    words: /^(?:last[ _-]?frame|end[ _-]?frame|final frame|尾帧)/i,
  },
  {
    id: 'extra_view',
    type: 'image',
    words: /^(?:extra[ _-]?view|full[ _-]?body|another view|全身|另一角度)/i,
  },
  {
    id: 'character',
    type: 'image',
    words: /^(?:character|person|hero(?:ine)?|identity|subject|actor|角色|人物|主角|形象)/i,
  },
  {
    id: 'scene',
    type: 'image',
    words: /^(?:scene|setting|location|place|background|environment|场景|背景|环境)/i,
  },
  {
    id: 'product',
    type: 'image',
    words: /^(?:product|prop|logo|object|产品|商品|道具)/i,
  },
  {
    id: 'style',
    type: 'image',
    owns: 'style',
    words: /^(?:visual style|style|look|palette|画风|风格|色调)/i,
  },
  {
    id: 'storyboard',
    type: 'image',
    owns: 'panels',
    words: /^(?:storyboard|grid|panels?|分镜|宫格)/i,
  },
  {
    id: 'camera',
    type: 'video',
    owns: 'camera movement',
    words: /^(?:camera|camera[ _-]?movement|camerawork|运镜|镜头)/i,
  },
  {
    id: 'action',
    type: 'video',
    owns: 'action',
    ofPerson: true,
    words: /^(?:action|motion|movement|choreography|dance|动作|舞蹈)/i,
  },
  {
    id: 'effect',
    type: 'video',
    words: /^(?:effects?|vfx|transitions?|特效|转场)/i,
  },
  {
    id: 'target',
    type: 'video',
    words: /^(?:edit(?:[ _-]?target)?|extend|bridge|source|target|clip|编辑|延长|原视频|衔接)/i,
  },
  {
    id: 'voice',
    type: 'audio',
    ofPerson: true,
    words: /^(?:voice|timbre|音色|声线)/i,
  },
  {
    id: 'music',
    type: 'audio',
    owns: 'music',
    words: /^(?:music|rhythm|beat|bgm|soundtrack|配乐|音乐|节奏|卡点)/i,
  },
  {
    id: 'sound',
    type: 'audio',
    owns: 'sound',
    words: /^(?:exact[ _-]?sound|sound|sfx|audio|声音|音效)/i,
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
