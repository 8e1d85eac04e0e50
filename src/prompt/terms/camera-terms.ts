import { readingWords } from '../languages/reading/index.ts';
import { createTermMatcher } from './term-matcher.ts';

export type TermKind = 'move' | 'rig' | 'time' | 'focus' | 'size' | 'angle' | 'transition';

/** Where a camera goes; what two moves of one shot are compared by, and what the sheet draws. */
export type Motion =
  | ('still' | 'in' | 'out' | 'both' | 'through')
  | ('up' | 'down' | 'pedestal' | 'tilt' | 'roll')
  | ('around' | 'track' | 'truck' | 'pan' | 'aerial');

export type Term = {
  id: string;
  kind: TermKind;
  motion?: Motion;
  en: string;
  zh: string;
  /** A wording that the model is known to follow. */
  sayEn: string;
  sayZh: string;
  /** When it serves. */
  use: string;
  /** The spellings it is recognised by; hyphens read as spaces. `?wide`, `!looking down` and `=static` may be prose (see camera-context.ts). */
  words: string;
};

/** `id; kind; motion; name; 名称; how to say it; 写法; what for; spellings|…` */
const table = `
static; move; still; Static / locked-off; 固定镜头; locked-off static camera; 固定镜头，机位不动; Calm, observation, dialogue, deadpan comedy, lip-sync; static camera|static shot|static wide|static medium|static close|locked off|locked camera|camera locked|fixed camera|fixed shot|fixed frame|tripod shot|on a tripod|camera remains still|camera stays still|camera holds still|camera does not move|固定镜头|固定机位|定镜|机位不动|镜头固定|静止镜头|static固定|=static
pan; move; pan; Pan left / right; 左摇 / 右摇（横摇）; camera pans slowly left; 镜头缓慢向左横摇; Follow or reveal sideways; pan left|pan right|pans left|pans right|camera pans|pans across|pans slowly|pans to|?panning|pan shot|slow pan|横摇|左摇|右摇|摇镜|摇镜头
tilt; move; tilt; Tilt up / down; 上摇 / 下摇（仰俯）; camera tilts up from boots to face; 镜头由靴子缓慢上摇至面部; Reveal height, head to toe; ?tilt up|?tilt down|?tilts up|?tilts down|?tilts slowly|camera tilts|?tilting up|?tilting down|tilt shot|上摇|下摇|仰摇|俯摇
roll; move; roll; Roll; 旋转镜头（滚转）; camera rolls 90 degrees clockwise; 镜头顺时针旋转90度; Disorientation, inversion; camera rolls|?barrel roll|camera roll|?rolls 90 degrees|?rolls 180 degrees|滚转|旋转镜头
push_in; move; in; Push in / dolly in; 推镜头（推近）; slow push-in from medium shot to close-up; 镜头缓慢推近，由中景到特写; Rising tension, intimacy; push in|?pushes in|?pushing in|?pushes slowly|?pushes into|?pushes toward|?pushes towards|?pushes forward|slow push|?dolly in|dollies in|dollying in|dolly forward|?dolly push|track in|?moves in on|?creeps in|?creeps toward|推镜头|推近|?推进|推轨|缓推|?前推|镜头推|?推至|push推
pull_out; move; out; Pull out / dolly out; 拉镜头（拉远）; camera pulls back to reveal the whole square; 镜头缓慢拉远，露出整个广场; Reveal, isolation, ending; ?pull out|?pulls out|?pulling out|?pull back|?pulls back|?pulling back|?pulls away|dolly out|dolly back|dollies back|dollies out|拉远|拉镜头|?后拉|?拉出|镜头拉|缓拉
truck; move; truck; Truck left / right; 横移（平移）; camera trucks right along the counter; 镜头沿柜台向右平移; Parallax, passing objects; truck left|truck right|trucks left|trucks right|trucking shot|camera trucks|lateral tracking|lateral track|lateral move|lateral camera|crab left|crab right|dolly left|dolly right|?slides left|?slides right|?横移|?平移|?横向移动|?侧移
pedestal; move; pedestal; Pedestal up / down; 垂直升降; camera rises vertically, staying level; 镜头垂直上升，保持水平; Follow standing or sitting; pedestal up|pedestal down|rises vertically|sinks vertically|垂直升降|垂直上升|垂直下降|升降平移
track; move; track; Tracking / follow shot; 跟镜头（跟拍）; tracking shot from behind, matching walking pace; 从身后跟拍，与步速一致; Walks, runs, rides; tracking shot|tracking camera|tracking move|camera tracks|?tracks alongside|?tracks behind|?tracks beside|?tracks him|?tracks her|follow shot|following shot|camera follows|leading shot|side tracking|跟拍|跟随镜头|镜头跟随|跟镜头|?侧跟|?后跟|?尾随|跟移|camera glides|lens glides|camera drifts|lens drifts|camera moves|camera floats|camera sweeps|camera travels|lens travels|camera slides|lens slides|镜头移动|镜头划过|镜头掠过|镜头滑过|镜头扫过|镜头穿行
orbit; move; around; Orbit / 360; 环绕镜头; smooth 180-degree orbit at eye level; 平视高度环绕主体180度; Hero moment, product turntable; ?orbit|?orbits|?orbiting|?orbital|?circles around|camera circles|?revolves around|360 degree rotation around|环绕镜头|环绕拍摄|镜头环绕|环绕运镜|环绕主体|?旋转环绕|缓慢环绕|360度环绕|中景环绕|快速环绕|环绕快切|环绕摇镜|极速环绕
arc; move; around; Arc shot; 弧形运镜; slow arc shot around the two figures; 缓慢弧形运镜绕过两人; Turning point, two-hander; arc shot|?arcs around|camera arcs|?arcing around|semi orbit|弧形运镜|半环绕|弧线运镜
crane_up; move; up; Crane / jib up; 摇臂上升; crane shot rising from street level to rooftops; 摇臂从街面升至屋顶高度; Scale, farewell; crane up|crane shot rising|cranes up|jib up|?boom up|?booms up|crane rises|摇臂上升|升镜头|镜头上升|缓缓升起的镜头
crane_down; move; down; Crane / jib down; 摇臂下降; crane shot descending to the lone figure; 摇臂下降至孤身一人; Arrive, from world to person; crane down|cranes down|jib down|?boom down|crane shot descending|crane descends|摇臂下降|降镜头|镜头下降|镜头下移
zoom_in; move; in; Zoom in; 变焦推近; slow lens zoom in; 变焦缓慢推近; Retro, documentary, emphasis; zoom in|zooms in|zooming in|lens zoom in|变焦推近|变焦推进
zoom_out; move; out; Zoom out; 变焦拉远; slow lens zoom out; 变焦缓慢拉远; Reveal, 70s look; zoom out|zooms out|zooming out|lens zoom out|变焦拉远
crash_zoom; move; in; Crash / snap zoom; 急推变焦; crash zoom from wide to extreme close-up; 急速变焦推至大特写; Shock, comedy; crash zoom|snap zoom|急推变焦|急速变焦|快速推近|急推
dolly_zoom; move; both; Dolly zoom (Hitchcock, vertigo); 希区柯克变焦; dolly zoom: subject stays the same size while the background stretches away; 希区柯克变焦：人物大小不变，背景拉伸; Dread, realisation; dolly zoom|vertigo effect|hitchcock zoom|zolly|希区柯克变焦|滑动变焦
whip_pan; move; pan; Whip pan / swish; 甩镜头（急摇）; whip pan right with motion blur, settling on the door; 镜头急速右甩，动态模糊，停在门口; Transition, energy; whip pan|whip pans|?whips to|swish pan|flash pan|甩镜头|急摇|甩镜|急速右甩|急速左甩
handheld; move; ; Handheld; 手持镜头; handheld camera, subtle shake; 手持镜头，轻微晃动; Documentary, tension; handheld|hand held|shaky cam|camera shake|subtle shake|手持镜头|手持晃动|手持拍摄|?手持|手持跟拍|手持感|手持摄影|手持运镜
steadicam; rig; ; Steadicam / gimbal; 斯坦尼康 / 稳定器跟拍; smooth gimbal follow through the corridor; 稳定器平滑跟拍穿过走廊; Long takes through rooms; steadicam|gimbal|斯坦尼康|稳定器|云台
one_take; move; ; One-take / oner; 一镜到底; one continuous take, no cuts; 一镜到底，全程不切镜; Immersion; one take|one continuous take|single take|single continuous shot|continuous take|long take|oner|no cuts|一镜到底|长镜头|不切镜
fpv; move; through; FPV drone; FPV穿越机; FPV drone dives through the warehouse, banking left; FPV穿越机俯冲穿过仓库，向左倾斜; Chase, fly-through; fpv|first person drone|穿越机|第一视角无人机
drone; move; aerial; Drone / aerial; 航拍; high aerial drone shot gliding over the coast; 高空航拍掠过海岸; Establish; drone shot|?drone|aerial shot|aerial view|aerial drone|aerial establishing|航拍|俯瞰航拍|drone footage|drone view|drone flyover|drone camera
flythrough; move; through; Fly-through / through-object; 穿越镜头; camera glides through the keyhole into the study; 镜头穿过钥匙孔进入书房; Transition; ?fly through|?flies through|?push through|?glides through|?passes through the|穿越镜头
pov; move; ; POV / first person; 主观镜头（第一人称）; first-person POV, hands visible; 第一人称视角，可见双手; Games, horror, vlog; pov|first person|point of view|主观镜头|主观视角|第一人称
snorricam; rig; ; SnorriCam / body mount; 斯诺里机位; body-mounted camera locked on the face, background swaying; 机位绑定人物，面部稳定，背景晃动; Drunk, panic; snorricam|body mounted camera|body rig|斯诺里
cable_cam; rig; ; Cable cam; 钢索飞猫; cable cam sweeps straight across the arena; 飞猫镜头直线掠过场馆; Stadium, concert; cable cam|wirecam|飞猫
robo_arm; rig; ; Robo arm / motion control; 机械臂运镜; robotic arm camera sweeps precisely along the edge; 机械臂精准沿边缘运镜; Product macro; robo arm|robotic arm camera|motion control|机械臂运镜|机械臂精准
bullet_time; time; ; Bullet time / time freeze; 子弹时间; time freezes, camera arcs around the suspended splash; 时间凝固，镜头环绕悬停的水花; Climax; bullet time|time freeze|time freezes|freeze frame|frozen in time|子弹时间|时间静止|时间凝固|时间冻结|定格
slow_motion; time; ; Slow motion; 慢动作（升格）; slow motion; 慢动作; Impact, beauty; slow motion|slow mo|high speed camera|慢动作|升格|慢镜头|慢放
speed_ramp; time; ; Speed ramp; 速度渐变（变速）; speed ramp from slow motion to real time; 由慢动作骤变为正常速度; Sport, fight; speed ramp|speed ramps|速度渐变|变速|坡度变速
timelapse; time; ; Time-lapse; 延时摄影; time-lapse of clouds over the valley; 山谷云层延时摄影; Clouds, city; time lapse|timelapse|延时摄影|延时镜头
hyperlapse; time; ; Hyperlapse; 移动延时; hyperlapse along the boulevard from dusk to night; 沿大道移动延时，由黄昏到夜晚; City run; hyperlapse|移动延时
rack_focus; move; ; Rack focus; 移焦（焦点转移）; rack focus from the cup to her face; 焦点由杯子转移到她的脸; Lead the eye; rack focus|racks focus|focus pull|pulls focus|移焦|焦点转移|焦点切换|变焦点
shallow_dof; focus; ; Shallow depth of field; 浅景深; shallow depth of field, background softly blurred; 浅景深，背景虚化; Portrait, product; shallow depth of field|shallow focus|shallow dof|bokeh|浅景深|虚化|背景虚化
deep_focus; focus; ; Deep focus; 深焦; deep focus, foreground and background sharp; 前后景均清晰; Staging in depth; deep focus|深焦|大景深|前后景均清晰
macro; size; ; Macro; 微距; macro close-up of the droplet; 微距特写水珠; Food, product, insects; macro|extreme macro|微距
ECU; size; ; Extreme close-up (ECU); 大特写（极特写）; extreme close-up of her eye; 眼睛大特写; Tension, detail; extreme close up|extreme close|ecu|bcu|big close up|大特写|极特写|极致特写|极近特写
CU; size; ; Close-up (CU); 特写; close-up on his face; 面部特写; Emotion, key prop; close up|close ups|closeup|close character|cu|特写
MCU; size; ; Medium close-up (MCU); 中近景（近景）; medium close-up; 近景（胸部以上）; Dialogue; medium close up|medium closeup|mcu|bust shot|head and shoulders|中近景|近景
MS; size; ; Medium shot (MS); 中景; medium shot; 中景; Action with face; medium shot|mid shot|medium view|?medium|?ms|waist up|中景
MLS; size; ; Medium long / cowboy (MLS); 中全景（七分身）; medium long shot from the knees up; 中全景，膝部以上; Stance, groups; medium long shot|medium wide|cowboy shot|american shot|mls|knees up|中全景|七分身
FS; size; ; Full shot (FS); 全景（全身）; full shot, head to toe; 全身全景; Dance, fight; full shot|?full body|?head to toe|全景|?全身|全身镜头|全身照
WS; size; ; Wide / long shot (WS, LS); 远景; wide shot of the dancer on the empty stage; 远景; Place the scene; wide shot|wide view|long shot|wide angle shot|?wide|?ws|远景
EWS; size; ; Extreme wide (EWS, ELS); 大远景; extreme wide shot, lone figure on the salt flat; 大远景; Scale; extreme wide|extreme long shot|establishing shot|?establishing|ews|?panoramic|大远景|建置镜头|大全景
two_shot; size; ; Two-shot; 双人镜头; two-shot at the table; 双人镜头; Relation; two shot|双人镜头|双人中景
OTS; size; ; Over-the-shoulder (OTS); 过肩镜头; over-the-shoulder shot from behind the detective; 越过侦探肩膀的过肩镜头; Dialogue; over the shoulder|ots|过肩
insert; size; ; Insert / cutaway; 插入镜头; insert shot of the clock; 时钟插入特写; Plot point; insert shot|cutaway|detail shot|插入镜头|空镜|插入特写
eye_level; angle; ; Eye level; 平视; eye-level; 平视; Neutral; eye level|平视
low_angle; angle; ; Low angle; 仰拍（低角度）; low angle looking up; 低角度仰拍; Power; low angle|?from below|低角度|仰拍|?仰视|低机位
high_angle; angle; ; High angle; 俯拍（高角度）; high angle looking down; 高角度俯拍; Small, weak; high angle|!looking down|高角度|俯拍|!俯视|camera looking down|俯视镜头|俯视视角|俯视角度
top_down; angle; ; Bird’s eye / top-down; 顶拍（上帝视角）; top-down overhead shot; 正上方俯拍; Pattern, food; top down|?overhead|bird's eye|birds eye|god view|顶拍|上帝视角|?正上方|鸟瞰|?俯瞰
worm; angle; ; Worm’s eye / ground level; 虫视（贴地）; ground-level camera; 贴地低机位; Towering scale; worm's eye|?ground level|虫视|?贴地
dutch; angle; ; Dutch / canted angle; 荷兰角（倾斜构图）; tilted horizon, canted angle; 画面倾斜构图; Unease; dutch angle|canted angle|tilted horizon|oblique angle|dutch tilt|荷兰角|倾斜构图
cut; transition; ; Hard cut; 硬切; hard cut to; 硬切至; Default; hard cut|cut to|cuts to|hard cuts|硬切|切镜|切至|切到
smash_cut; transition; ; Smash cut; 跳接硬切; smash cut to silence; 突然硬切至寂静; Comedy, shock; smash cut|smash cuts|跳接硬切|突然硬切
match_cut; transition; ; Match cut; 匹配剪辑; match cut from the coin to the moon; 从硬币匹配切至月亮; Elegant link; match cut|match on action|匹配剪辑|相似转场|匹配切
jump_cut; transition; ; Jump cut; 跳切; jump cut; 跳切; Vlog, process; jump cut|jump cuts|跳切
dissolve; transition; ; Dissolve; 叠化; dissolve to; 叠化至; Time passes; dissolve|dissolves to|?dissolves into|crossfade|cross dissolve|叠化|溶解
fade; transition; ; Fade in / out; 淡入 / 淡出; fade to black; 渐隐至黑; Start, end; fade in|fade out|fade to black|fades to black|fades out|fades in|淡入|淡出|渐隐|黑场|画面渐暗
whip_transition; transition; ; Whip transition; 甩镜转场; whip-pan transition into; 甩镜转场至; Energy; whip transition|whip pan transition|甩镜转场
occlusion; transition; ; Occlusion / object wipe; 遮挡转场; a passer-by wipes the frame into the next scene; 行人遮挡镜头转入下一场景; Invisible cut; occlusion|object wipe|wipes the frame|wipe transition|遮挡转场|遮挡镜头
`;

/** The words of camera, size, angle, time, focus and transition, in English and Chinese (docs/storyboard.md, Camera). */
export const terms: readonly Term[] = readTable();

export const termById: ReadonlyMap<string, Term> = new Map(terms.map((term) => [term.id, term]));

/** Finds the words of the camera; `id` is a term's. */
export const cameraTerms = createTermMatcher([
  ...terms.map(({ id, words }) => ({ tag: 'term', id, words: words.replace(/[?!=]/g, '') })),
  ...readingWords.flatMap(({ camera }) => Object.entries(camera).map(([id, words]) => ({ tag: 'term', id, words }))),
]);

/** `needs-place`: where a camera word may stand. `needs-camera`: beside the camera. `needs-ends`: alone between two signs. */
export type Doubt = 'needs-place' | 'needs-camera' | 'needs-ends';

const doubts: Readonly<Record<string, Doubt>> = { '?': 'needs-place', '!': 'needs-camera', '=': 'needs-ends' };

/** The spellings that are camera words only where they stand like some. */
export const doubtfulWords: ReadonlyMap<string, Doubt> = new Map(
  terms.flatMap(({ words }) =>
    words.split('|').flatMap((word) => {
      const doubt = doubts[word[0] ?? ''];
      return doubt ? [[word.slice(1), doubt] as const] : [];
    }),
  ),
);

function readTable(): Term[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [id = '', kind, motion, en = '', zh = '', sayEn = '', sayZh = '', use = '', words = ''] = row.split('; ');
      return {
        id,
        kind: kind as TermKind,
        motion: (motion || undefined) as Motion | undefined,
        en,
        zh,
        sayEn,
        sayZh,
        use,
        words,
      };
    });
}
