import { lazy } from '../../core/lazy.ts';
import type { Language, Shot, Storyboard } from '../input.ts';
import { languageOf } from '../languages/guess.ts';
import { phrases } from '../languages/index.ts';

/** A skeleton of 15 seconds: beats to fill, and what makes or breaks the genre (docs/storyboard.md, Genres). */
export type Template = { id: string; style: Words; audio: Words; must: string; pitfall: string; beats: Beat[] };

type Words = Record<Language, string>;
type Beat = { seconds: number; camera: Words; beat: Words };

/** The ids that `genre` takes. */
export function genreIds(): string[] {
  return readGenres().map(({ id }) => id);
}

export function findGenre(id: string): Template | undefined {
  return readGenres().find((genre) => genre.id === id);
}

/** A genre without shots becomes its skeleton, with places to fill, no longer than the model makes a video; with shots it lends its camera, style and sound where they are missing. */
export function applyGenre(input: Storyboard, mostSeconds = Number.POSITIVE_INFINITY): Storyboard {
  const genre = input.genre === undefined ? undefined : findGenre(input.genre);
  if (!genre || input.prompt !== undefined) return input;
  const language = input.language ?? languageOf(input);
  const total = genre.beats.reduce((sum, { seconds }) => sum + seconds, 0);
  const duration = input.duration ?? (input.shots?.length || total <= mostSeconds ? undefined : mostSeconds);
  const shots = input.shots?.length ? lendCamera(input.shots, genre, language) : skeleton(genre, language, duration);
  const lent = {
    style: input.style ?? (genre.style[language] || undefined),
    music: input.music ?? (genre.audio[language] || undefined),
  };
  return { ...input, ...lent, language, shots, duration, task: input.task ?? taskOf(genre.id) };
}

function taskOf(id: string): Storyboard['task'] {
  return id === 'edit' || id === 'extend' || id === 'bridge' ? id : undefined;
}

function skeleton({ beats }: Template, language: Language, duration: number | undefined): Shot[] {
  const total = beats.reduce((sum, { seconds }) => sum + seconds, 0);
  return beats.map(({ seconds, camera, beat }) => ({
    ...(duration === undefined || duration === total ? { seconds } : {}),
    camera: camera[language] || undefined,
    visual: phrases[language].placeholder(beat[language]),
  }));
}

function lendCamera(shots: readonly Shot[], { beats }: Template, language: Language): Shot[] {
  return shots.map((shot, i) => {
    const beat = beats[Math.min(beats.length - 1, Math.floor((i * beats.length) / shots.length))];
    return shot.camera === undefined ? { ...shot, camera: beat?.camera[language] || undefined } : shot;
  });
}

const readGenres = lazy((): Template[] =>
  table
    .trim()
    .split('\n')
    .reduce<Template[]>((genres, line) => {
      const [first = '', a = '', b = '', c = '', d = '', must = '', pitfall = ''] = line
        .split('|')
        .map((cell) => cell.trim());
      if (/^\d/.test(first))
        genres.at(-1)?.beats.push({ seconds: Number(first), camera: { en: a, zh: c }, beat: { en: b, zh: d } });
      else genres.push({ id: first, style: { en: a, zh: b }, audio: { en: c, zh: d }, must, pitfall, beats: [] });
      return genres;
    }, []),
);

/** `id | style | 风格 | sound | 声音 | must-have | pitfall`, then its beats: `seconds | camera | beat | 镜头 | 画面`. */
const table = `
narrative|live-action, natural light|真人写实，自然光|soft score, room tone|轻柔配乐，环境音|a change of state|too many events
4|wide shot, slow push-in to the doorway|the place and who is there|远景，缓慢推近|地点与人物
4|medium shot, eye-level|what the hero does|中景，平视|主角的动作
4|close-up, static camera|the reaction|特写，固定镜头|人物反应
3|slow pull-out to the whole room|what has changed|缓慢拉远至全景|发生的变化
dialogue|live-action drama, soft key light|真人剧情，柔光|quiet room tone, no music|安静环境音，无配乐|one speaking face a shot|lines longer than the shot
4|over-the-shoulder shot, static camera|the first speaker and the line|过肩镜头，固定镜头|第一人说话
4|reverse over-the-shoulder shot, static camera|the second speaker and the answer|反打过肩镜头，固定镜头|第二人回应
4|close-up, slow push-in to the eyes|the silent reaction|特写，缓慢推近眼神|无声的反应
3|two-shot, static camera|where they stand now|双人镜头，固定镜头|两人的关系
product-ad|commercial product film, clean studio light|商业产品广告，干净棚拍光|light electronic beat, one clean hit at the end|轻电子节拍，结尾一记重音|the product picture, its exact shape|label text that moves
3|macro, slow push-in along the surface|the detail of the material|微距，沿表面缓慢推近|材质细节
4|smooth 180-degree orbit at eye level|the whole product|平视环绕180度|产品全貌
4|medium shot, static camera|the product in use|中景，固定镜头|使用场景
4|static camera, centred pack shot|the product alone, label large and still|固定镜头，居中|产品静置，标签清晰
fashion|fashion film, hard side light|时尚大片，硬侧光|slow bass pulse|低缓贝斯律动|the costume picture|beauty words
4|low angle, tracking shot leading the walk|the walk and the costume|低角度，正面跟拍|行走与服装
3|macro, static camera|the detail of the fabric|微距，固定镜头|面料细节
4|full shot, slow orbit around the turn|the turn|全身，缓慢环绕|转身
4|medium close-up, static camera|the pose, held|近景，固定镜头|定格姿态
food-asmr|macro food film, warm side light|微距美食，暖侧光|exact close sounds, no music|贴近的真实声音，无配乐|exact sounds|music over the sounds
4|macro, static camera|the first cut or pour|微距，固定镜头|切开或倒入
4|extreme close-up, static camera|steam, crackle or drip|大特写，固定镜头|热气或汁水
4|top-down overhead shot, static camera|the plate is finished|正上方俯拍，固定镜头|装盘完成
3|close-up, slow push-in to the bite|the bite|特写，缓慢推近|入口
dance-mv|music video, coloured stage light|音乐短片，彩色舞台光|cuts land on the beat|画面切换卡点|an audio reference and its mapping|a camera that fights the beat
4|full shot, static camera|the opening move|全身，固定镜头|起始动作
4|medium shot, tracking shot from the side|the phrase on the beat|中景，侧面跟拍|踩点动作
4|low angle, fast orbit around the dancer|the peak|低角度，快速环绕|高潮
3|full shot, static camera|the final pose, frozen|全身，固定镜头|定格
fight|live-action fight, hard rim light|真人动作，硬轮廓光|impacts, cloth, breath|打击声，衣料声，呼吸|the direction of every move|poses that reset
3|wide shot, static camera|the stand-off, left and right|远景，固定镜头|左右对峙
5|medium shot, tracking shot from the side|the clash and who moves where|中景，侧面跟拍|交锋与去向
4|close-up, slow motion|the decisive hit|特写，慢动作|关键一击
3|full shot, slow pull-out to both figures|the aftermath|全身，缓慢拉远|结局
chase|live-action chase, dusk light|真人追逐，黄昏光|engine, footsteps, wind|引擎，脚步，风声|one constant direction|left and right that flip
4|tracking shot from behind|who flees, left to right|后方跟拍|逃跑者，从左到右
4|tracking shot from the side, same direction|who follows|侧面跟拍，同方向|追赶者
4|FPV drone dives through the passage|the obstacle|FPV穿越机穿过通道|障碍
3|low angle, static camera|the overtaking|低角度，固定镜头|超越
one-take|one continuous take, no cuts, natural light|一镜到底，全程不切镜，自然光|continuous ambience|连续环境音|waypoints from A to B to C|times that are read as cuts
15|smooth gimbal follow from the first place to the last|the places in order and what happens in each|稳定器跟随，从起点到终点|依次经过的地点与事件
pov-game|first-person game view, HUD in the corners|第一人称游戏画面，角落有HUD|footsteps, interface sounds|脚步声，界面音效|hands in view, a list of HUD parts|the face of the viewer
5|first-person POV, hands visible|what the hands hold and the goal|第一人称视角，可见双手|手中物与目标
5|first-person POV, moving forward through the place|the threat|第一人称视角，向前穿行|威胁
5|first-person POV|the result on the HUD|第一人称视角|HUD上的结果
vlog|phone footage, daylight|手机拍摄质感，日光|direct voice, room tone|人声直录，环境音|a hook in the first line|light that is too clean
4|medium close-up, handheld camera, direct gaze|the hook line|近景，手持，直视镜头|开场一句
6|close-up, handheld camera|the demonstration|特写，手持|演示
5|medium close-up, handheld camera|the result and the last line|近景，手持|结果与结尾一句
travel|travel film, golden hour|旅行短片，黄金时刻|wind, water, light strings|风声，水声，轻弦乐|a change of light|postcards without people
4|extreme wide, aerial drone shot gliding forward|the landscape|大远景，航拍前移|风景
4|close-up, static camera|a local detail|特写，固定镜头|当地细节
4|medium shot, tracking shot from behind|a person in the place|中景，后方跟拍|人在其中
3|wide shot, slow pull-out to the horizon|the sunset|远景，缓慢拉远至地平线|日落
horror|low-key horror, one practical lamp|低调光恐怖片，单一光源|a low hum, then silence|低频嗡鸣，随后寂静|a gap in the sound|gore
5|wide shot, slow push-in along the corridor|the empty place|远景，沿走廊缓慢推近|空无一人的地方
5|medium shot, static camera|stillness, one thing wrong|中景，固定镜头|静止，一处异样
5|close-up, static camera|the reveal, without wounds|特写，固定镜头|揭示，不见伤口
comedy|bright sitcom look|明亮情景喜剧|dry room tone, one sting|干净环境音，一记音效|a deadpan static frame|moving too much
5|medium shot, static camera|the set-up|中景，固定镜头|铺垫
5|medium close-up, static camera|the set-up again, raised|近景，固定镜头|再次铺垫，加码
5|smash cut to a wide shot, static camera|the twist|突然硬切远景，固定镜头|反转
anime|2D anime, cel shading, bold lines|二维动漫，赛璐璐上色|taiko, swoosh|太鼓，破风声|key poses, speed lines|words of real skin
4|wide shot, low angle|the key pose|远景，低角度|关键姿势
4|close-up, push-in to the eyes|the resolve|特写，推近眼神|决心
4|medium shot, tracking shot with speed lines|the impact frame|中景，跟拍，速度线|冲击帧
3|wide shot, static camera|the after-image|远景，固定镜头|余韵
cartoon-3d|3D cartoon, soft plastic materials|三维卡通，柔软塑料质感|playful woodwinds|俏皮木管|words for materials|weight that changes
5|full shot, static camera|the character and the wish|全身，固定镜头|角色与愿望
5|medium shot, tracking shot from the side|the bouncy attempt|中景，侧面跟拍|弹跳尝试
5|close-up, static camera|the result and the face|特写，固定镜头|结果与表情
ink-wash|ink wash painting, one palette|中国水墨，单一色调|guqin, wind|古琴，风声|fabric and wind|more than one palette
5|extreme wide, slow pan right|mountains and mist|大远景，缓慢向右横摇|山与雾
5|full shot, static camera|the figure and the sleeve in the wind|全身，固定镜头|人物与风中衣袖
5|medium shot, slow push-in to the blade|the one gesture|中景，缓慢推近|一个动作
vfx-transform|realistic sci-fi, cool light|写实科幻，冷光|rising tone, one release|上升音，一次释放|a named middle state|what looks like a cut
4|medium shot, static camera|the cause|中景，固定镜头|起因
6|close-up, slow push-in to the change|the middle state, half old, half new|特写，缓慢推近|中间状态，新旧各半
5|full shot, slow orbit around the result|the end state|全身，缓慢环绕|最终状态
time-freeze|live-action, crisp daylight|真人写实，清晰日光|real sound, then silence, then sound|实声，静默，实声|start, freeze, orbit, resume in order|an order that is mixed
4|medium shot, static camera|the action begins|中景，固定镜头|动作开始
7|orbit around the frozen moment|everything hangs still|环绕静止的瞬间|一切悬停
4|medium shot, static camera|time runs on|中景，固定镜头|时间恢复
sports|sports broadcast, stadium light|体育转播，场馆灯光|crowd, breath, impact|观众，呼吸，撞击|one ramp|more than one ramp
4|close-up, static camera|the face before the start|特写，固定镜头|起跑前的脸
4|tracking shot from the side|the run-up|侧面跟拍|助跑
4|low angle, slow motion|the decisive moment|低角度，慢动作|关键瞬间
3|wide shot, static camera|the result and the crowd|远景，固定镜头|结果与观众
process|process montage, bench light|制作过程，工作台光|tools, a steady beat|工具声，稳定节拍|the same framing throughout|more than one shot in 1.5 s
3|top-down overhead shot, static camera|the raw material|正上方俯拍，固定镜头|原材料
3|top-down overhead shot, static camera|the first step|正上方俯拍，固定镜头|第一步
3|top-down overhead shot, static camera|the second step|正上方俯拍，固定镜头|第二步
3|top-down overhead shot, static camera|the last touch|正上方俯拍，固定镜头|最后一步
3|close-up, slow push-in to the finished piece|the finished piece|特写，缓慢推近成品|成品
epic-fantasy|epic fantasy, stormy light|史诗奇幻，风暴光|low brass, drums|低铜管，鼓|scale by comparison|crowds that melt
4|extreme wide, aerial drone shot gliding forward|the field and its size|大远景，航拍前移|战场与规模
4|tracking shot from the side|the charge|侧面跟拍|冲锋
4|close-up, static camera|one face|特写，固定镜头|一张脸
3|extreme wide, slow pull-out to the horizon|what remains|大远景，缓慢拉远|余景
pets|home footage, window light|居家拍摄，窗光|small paws, soft music|爪声，轻音乐|a simple gag|more than one animal trick
5|low angle, static camera|the animal and the thing it wants|低角度，固定镜头|动物与目标
5|close-up, static camera|the attempt|特写，固定镜头|尝试
5|low angle, static camera|the gag|低角度，固定镜头|笑点
edit|||||a list of what stays|the word "reference"
5||the one change, and what stays|　|唯一的修改与保留内容
extend|||||the last pose of the clip|the last action told again
5|same camera, unbroken|what happens next|同一镜头，连续|接下来发生的事
bridge|||||the transition in words|two unlike motions
5|unbroken camera move|how the first becomes the second|连续运镜|如何由前者过渡到后者
grid|follow the style of the panels|沿用分镜画风|ambience of the scene|场景环境音|no borders, no text|more than six panels
4|static camera|panel 1|固定镜头|第1格
4|static camera|panel 2|固定镜头|第2格
4|static camera|panel 3|固定镜头|第3格
3|static camera|panel 4|固定镜头|第4格
camera-copy|live-action, natural light|真人写实，自然光|ambience of the scene|场景环境音|a subject picture and a camera clip|people of the clip that bleed in
10|camera movement of the video reference only|the subject and what it does|仅沿用参考视频的运镜|主体与动作
mockumentary|CCTV or DV footage, flat light|监控或DV质感，平光|camera hum, distant voices|机器底噪，远处人声|a fixed or hand-held view|overlay text that garbles
5|high angle, static camera|the ordinary scene|高角度，固定镜头|日常场景
5|high angle, static camera|what should not be there|高角度，固定镜头|不该出现之物
5|handheld camera, subtle shake|somebody looks closer|手持，轻微晃动|有人靠近查看
`;
