import type { Language } from '../input.ts';
import { phrases } from '../languages/index.ts';
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
  /** In English. */
  name: string;
  /** A wording that the model is known to follow. */
  say: string;
  /** When it serves. */
  use: string;
  /** The spellings it is recognised by; hyphens read as spaces. `?wide`, `!looking down` and `=static` may be prose (see camera-context.ts). */
  words: string;
};

/** `id; kind; motion; name; how to say it; what for; spellings|…`. Names in other languages stand in `languages/`. */
const table = `
static; move; still; Static / locked-off; locked-off static camera; Calm, observation, dialogue, deadpan comedy, lip-sync; static camera|static shot|static wide|static medium|static close|locked off|locked camera|camera locked|fixed camera|fixed shot|fixed frame|tripod shot|on a tripod|camera remains still|camera stays still|camera holds still|camera does not move|固定镜头|固定机位|定镜|机位不动|镜头固定|静止镜头|static固定|=static
pan; move; pan; Pan left / right; camera pans slowly left; Follow or reveal sideways; pan left|pan right|pans left|pans right|camera pans|pans across|pans slowly|pans to|?panning|pan shot|slow pan|横摇|左摇|右摇|摇镜|摇镜头
tilt; move; tilt; Tilt up / down; camera tilts up from boots to face; Reveal height, head to toe; ?tilt up|?tilt down|?tilts up|?tilts down|?tilts slowly|camera tilts|?tilting up|?tilting down|tilt shot|上摇|下摇|仰摇|俯摇
roll; move; roll; Roll; camera rolls 90 degrees clockwise; Disorientation, inversion; camera rolls|?barrel roll|camera roll|?rolls 90 degrees|?rolls 180 degrees|滚转|旋转镜头
push_in; move; in; Push in / dolly in; slow push-in from medium shot to close-up; Rising tension, intimacy; push in|?pushes in|?pushing in|?pushes slowly|?pushes into|?pushes toward|?pushes towards|?pushes forward|slow push|?dolly in|dollies in|dollying in|dolly forward|?dolly push|track in|?moves in on|?creeps in|?creeps toward|推镜头|推近|?推进|推轨|缓推|?前推|镜头推|?推至|push推
pull_out; move; out; Pull out / dolly out; camera pulls back to reveal the whole square; Reveal, isolation, ending; ?pull out|?pulls out|?pulling out|?pull back|?pulls back|?pulling back|?pulls away|dolly out|dolly back|dollies back|dollies out|拉远|拉镜头|?后拉|?拉出|镜头拉|缓拉
truck; move; truck; Truck left / right; camera trucks right along the counter; Parallax, passing objects; truck left|truck right|trucks left|trucks right|trucking shot|camera trucks|lateral tracking|lateral track|lateral move|lateral camera|crab left|crab right|dolly left|dolly right|?slides left|?slides right|?横移|?平移|?横向移动|?侧移
pedestal; move; pedestal; Pedestal up / down; camera rises vertically, staying level; Follow standing or sitting; pedestal up|pedestal down|rises vertically|sinks vertically|垂直升降|垂直上升|垂直下降|升降平移
track; move; track; Tracking / follow shot; tracking shot from behind, matching walking pace; Walks, runs, rides; tracking shot|tracking camera|tracking move|camera tracks|?tracks alongside|?tracks behind|?tracks beside|?tracks him|?tracks her|follow shot|following shot|camera follows|leading shot|side tracking|跟拍|跟随镜头|镜头跟随|跟镜头|?侧跟|?后跟|?尾随|跟移|camera glides|lens glides|camera drifts|lens drifts|camera moves|camera floats|camera sweeps|camera travels|lens travels|camera slides|lens slides|镜头移动|镜头划过|镜头掠过|镜头滑过|镜头扫过|镜头穿行
orbit; move; around; Orbit / 360; smooth 180-degree orbit at eye level; Hero moment, product turntable; ?orbit|?orbits|?orbiting|?orbital|?circles around|camera circles|?revolves around|360 degree rotation around|环绕镜头|环绕拍摄|镜头环绕|环绕运镜|环绕主体|?旋转环绕|缓慢环绕|360度环绕|中景环绕|快速环绕|环绕快切|环绕摇镜|极速环绕
arc; move; around; Arc shot; slow arc shot around the two figures; Turning point, two-hander; arc shot|?arcs around|camera arcs|?arcing around|semi orbit|弧形运镜|半环绕|弧线运镜
crane_up; move; up; Crane / jib up; crane shot rising from street level to rooftops; Scale, farewell; crane up|crane shot rising|cranes up|jib up|?boom up|?booms up|crane rises|摇臂上升|升镜头|镜头上升|缓缓升起的镜头
crane_down; move; down; Crane / jib down; crane shot descending to the lone figure; Arrive, from world to person; crane down|cranes down|jib down|?boom down|crane shot descending|crane descends|摇臂下降|降镜头|镜头下降|镜头下移
zoom_in; move; in; Zoom in; slow lens zoom in; Retro, documentary, emphasis; zoom in|zooms in|zooming in|lens zoom in|变焦推近|变焦推进
zoom_out; move; out; Zoom out; slow lens zoom out; Reveal, 70s look; zoom out|zooms out|zooming out|lens zoom out|变焦拉远
crash_zoom; move; in; Crash / snap zoom; crash zoom from wide to extreme close-up; Shock, comedy; crash zoom|snap zoom|急推变焦|急速变焦|快速推近|急推
dolly_zoom; move; both; Dolly zoom (Hitchcock, vertigo); dolly zoom: subject stays the same size while the background stretches away; Dread, realisation; dolly zoom|vertigo effect|hitchcock zoom|zolly|希区柯克变焦|滑动变焦
whip_pan; move; pan; Whip pan / swish; whip pan right with motion blur, settling on the door; Transition, energy; whip pan|whip pans|?whips to|swish pan|flash pan|甩镜头|急摇|甩镜|急速右甩|急速左甩
handheld; move; ; Handheld; handheld camera, subtle shake; Documentary, tension; handheld|hand held|shaky cam|camera shake|subtle shake|手持镜头|手持晃动|手持拍摄|?手持|手持跟拍|手持感|手持摄影|手持运镜
steadicam; rig; ; Steadicam / gimbal; smooth gimbal follow through the corridor; Long takes through rooms; steadicam|gimbal|斯坦尼康|稳定器|云台
one_take; move; ; One-take / oner; one continuous take, no cuts; Immersion; one take|one continuous take|single take|single continuous shot|continuous take|long take|oner|no cuts|一镜到底|长镜头|不切镜
fpv; move; through; FPV drone; FPV drone dives through the warehouse, banking left; Chase, fly-through; fpv|first person drone|穿越机|第一视角无人机
drone; move; aerial; Drone / aerial; high aerial drone shot gliding over the coast; Establish; drone shot|?drone|aerial shot|aerial view|aerial drone|aerial establishing|航拍|俯瞰航拍|drone footage|drone view|drone flyover|drone camera
flythrough; move; through; Fly-through / through-object; camera glides through the keyhole into the study; Transition; ?fly through|?flies through|?push through|?glides through|?passes through the|穿越镜头
pov; move; ; POV / first person; first-person POV, hands visible; Games, horror, vlog; pov|first person|point of view|主观镜头|主观视角|第一人称
snorricam; rig; ; SnorriCam / body mount; body-mounted camera locked on the face, background swaying; Drunk, panic; snorricam|body mounted camera|body rig|斯诺里
cable_cam; rig; ; Cable cam; cable cam sweeps straight across the arena; Stadium, concert; cable cam|wirecam|飞猫
robo_arm; rig; ; Robo arm / motion control; robotic arm camera sweeps precisely along the edge; Product macro; robo arm|robotic arm camera|motion control|机械臂运镜|机械臂精准
bullet_time; time; ; Bullet time / time freeze; time freezes, camera arcs around the suspended splash; Climax; bullet time|time freeze|time freezes|freeze frame|frozen in time|子弹时间|时间静止|时间凝固|时间冻结|定格
slow_motion; time; ; Slow motion; slow motion; Impact, beauty; slow motion|slow mo|high speed camera|慢动作|升格|慢镜头|慢放
speed_ramp; time; ; Speed ramp; speed ramp from slow motion to real time; Sport, fight; speed ramp|speed ramps|速度渐变|变速|坡度变速
timelapse; time; ; Time-lapse; time-lapse of clouds over the valley; Clouds, city; time lapse|timelapse|延时摄影|延时镜头
hyperlapse; time; ; Hyperlapse; hyperlapse along the boulevard from dusk to night; City run; hyperlapse|移动延时
rack_focus; move; ; Rack focus; rack focus from the cup to her face; Lead the eye; rack focus|racks focus|focus pull|pulls focus|移焦|焦点转移|焦点切换|变焦点
shallow_dof; focus; ; Shallow depth of field; shallow depth of field, background softly blurred; Portrait, product; shallow depth of field|shallow focus|shallow dof|bokeh|浅景深|虚化|背景虚化
deep_focus; focus; ; Deep focus; deep focus, foreground and background sharp; Staging in depth; deep focus|深焦|大景深|前后景均清晰
macro; size; ; Macro; macro close-up of the droplet; Food, product, insects; macro|extreme macro|微距
ECU; size; ; Extreme close-up (ECU); extreme close-up of her eye; Tension, detail; extreme close up|extreme close|ecu|bcu|big close up|大特写|极特写|极致特写|极近特写
CU; size; ; Close-up (CU); close-up on his face; Emotion, key prop; close up|close ups|closeup|close character|cu|特写
MCU; size; ; Medium close-up (MCU); medium close-up; Dialogue; medium close up|medium closeup|mcu|bust shot|head and shoulders|中近景|近景
MS; size; ; Medium shot (MS); medium shot; Action with face; medium shot|mid shot|medium view|?medium|?ms|waist up|中景
MLS; size; ; Medium long / cowboy (MLS); medium long shot from the knees up; Stance, groups; medium long shot|medium wide|cowboy shot|american shot|mls|knees up|中全景|七分身
FS; size; ; Full shot (FS); full shot, head to toe; Dance, fight; full shot|?full body|?head to toe|全景|?全身|全身镜头|全身照
WS; size; ; Wide / long shot (WS, LS); wide shot of the dancer on the empty stage; Place the scene; wide shot|wide view|long shot|wide angle shot|?wide|?ws|远景
EWS; size; ; Extreme wide (EWS, ELS); extreme wide shot, lone figure on the salt flat; Scale; extreme wide|extreme long shot|establishing shot|?establishing|ews|?panoramic|大远景|建置镜头|大全景
two_shot; size; ; Two-shot; two-shot at the table; Relation; two shot|双人镜头|双人中景
OTS; size; ; Over-the-shoulder (OTS); over-the-shoulder shot from behind the detective; Dialogue; over the shoulder|ots|过肩
insert; size; ; Insert / cutaway; insert shot of the clock; Plot point; insert shot|cutaway|detail shot|插入镜头|空镜|插入特写
eye_level; angle; ; Eye level; eye-level; Neutral; eye level|平视
low_angle; angle; ; Low angle; low angle looking up; Power; low angle|?from below|低角度|仰拍|?仰视|低机位
high_angle; angle; ; High angle; high angle looking down; Small, weak; high angle|!looking down|高角度|俯拍|!俯视|camera looking down|俯视镜头|俯视视角|俯视角度
top_down; angle; ; Bird’s eye / top-down; top-down overhead shot; Pattern, food; top down|?overhead|bird's eye|birds eye|god view|顶拍|上帝视角|?正上方|鸟瞰|?俯瞰
worm; angle; ; Worm’s eye / ground level; ground-level camera; Towering scale; worm's eye|?ground level|虫视|?贴地
dutch; angle; ; Dutch / canted angle; tilted horizon, canted angle; Unease; dutch angle|canted angle|tilted horizon|oblique angle|dutch tilt|荷兰角|倾斜构图
cut; transition; ; Hard cut; hard cut to; Default; hard cut|cut to|cuts to|hard cuts|硬切|切镜|切至|切到
smash_cut; transition; ; Smash cut; smash cut to silence; Comedy, shock; smash cut|smash cuts|跳接硬切|突然硬切
match_cut; transition; ; Match cut; match cut from the coin to the moon; Elegant link; match cut|match on action|匹配剪辑|相似转场|匹配切
jump_cut; transition; ; Jump cut; jump cut; Vlog, process; jump cut|jump cuts|跳切
dissolve; transition; ; Dissolve; dissolve to; Time passes; dissolve|dissolves to|?dissolves into|crossfade|cross dissolve|叠化|溶解
fade; transition; ; Fade in / out; fade to black; Start, end; fade in|fade out|fade to black|fades to black|fades out|fades in|淡入|淡出|渐隐|黑场|画面渐暗
whip_transition; transition; ; Whip transition; whip-pan transition into; Energy; whip transition|whip pan transition|甩镜转场
occlusion; transition; ; Occlusion / object wipe; a passer-by wipes the frame into the next scene; Invisible cut; occlusion|object wipe|wipes the frame|wipe transition|遮挡转场|遮挡镜头
`;

/** The words of camera, size, angle, time, focus and transition, in English and Chinese (docs/storyboard.md, Camera). */
export const terms: readonly Term[] = readTable();

export const termById: ReadonlyMap<string, Term> = new Map(terms.map((term) => [term.id, term]));

/** What a term is called, and how it is said, in a language, or in English where that has no words for it. */
export function termIn(term: Term, language: Language): { name: string; say: string } {
  return (named.get(language) ?? named.set(language, readNames(language)).get(language))?.get(term.id) ?? term;
}

const named = new Map<Language, ReadonlyMap<string, { name: string; say: string }>>();

function readNames(language: Language): ReadonlyMap<string, { name: string; say: string }> {
  const rows = (phrases[language].terms?.camera ?? '').trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [id = '', name = '', say = ''] = row.split('; ');
      return [id, { name, say }];
    }),
  );
}

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
      const [id = '', kind, motion, name = '', say = '', use = '', words = ''] = row.split('; ');
      return {
        id,
        kind: kind as TermKind,
        motion: (motion || undefined) as Motion | undefined,
        name,
        say,
        use,
        words,
      };
    });
}
