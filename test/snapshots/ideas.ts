import type { ReferenceFile, Storyboard } from '../../src/prompt/input.ts';

const file = (name: string, role: string, more: Partial<ReferenceFile> = {}): ReferenceFile => ({
  url: `https://files.test/${encodeURIComponent(name)}${/mp[34]/.test(name) ? '' : '.png'}`,
  role,
  ...(/mp[34]/.test(name) ? { seconds: 6 } : { name }),
  ...more,
});

/** Ten ideas as an agent writes them, in both languages: what a director would read aloud. */
export const ideas: Record<string, { en: Storyboard; zh: Storyboard }> = {
  'product spin': {
    en: {
      style: 'commercial product film, clean studio light',
      ratio: '1:1',
      music: 'soft electronic pulse, one clean chime at the end',
      references: [file('watch', 'product: steel case, blue dial')],
      shots: [
        { seconds: 3, camera: 'macro, slow push-in along the dial', visual: '@watch lies on wet black stone' },
        {
          seconds: 4,
          camera: 'smooth 180-degree orbit at eye level',
          visual: '@watch turns upright by itself',
          action: 'light travels around the bezel',
          sound: 'a quiet tick',
        },
        {
          seconds: 3,
          camera: 'static camera, centred',
          visual: '@watch stands alone',
          action: 'its second hand stops at twelve',
        },
      ],
    },
    zh: {
      style: '商业产品广告，干净棚拍光',
      ratio: '1:1',
      music: '轻柔电子脉冲，结尾一声清脆提示音',
      references: [file('腕表', '产品：钢制表壳，蓝色表盘')],
      shots: [
        { seconds: 3, camera: '微距，沿表盘缓慢推近', visual: '@腕表 躺在湿润的黑石上' },
        {
          seconds: 4,
          camera: '平视环绕180度',
          visual: '@腕表 自行立起',
          action: '光线沿表圈流动',
          sound: '轻微的滴答声',
        },
        { seconds: 3, camera: '固定镜头，居中', visual: '@腕表 静静立着', action: '秒针停在十二点' },
      ],
    },
  },
  'dialogue for two': {
    en: {
      style: 'live-action drama, soft window light',
      ratio: '16:9',
      references: [
        file('mara', 'character: short grey hair, green coat'),
        file('tom', 'character: curly black hair, work shirt'),
        file('kitchen', 'scene'),
        file('mara-voice.mp3', 'voice of @mara: low, husky'),
        file('tom-voice.mp3', 'voice of @tom: bright, young'),
      ],
      shots: [
        {
          seconds: 4,
          camera: 'over-the-shoulder shot, static camera',
          visual: '@mara sets a letter on the table in @kitchen',
          dialogue: [{ speaker: '@mara', line: 'I kept it for you.', delivery: 'quietly' }],
        },
        {
          seconds: 4,
          camera: 'medium close-up, static camera',
          visual: '@tom turns the letter over',
          dialogue: [{ speaker: '@tom', line: 'All these years?' }],
        },
        {
          seconds: 4,
          camera: 'close-up, slow push-in to her eyes',
          visual: '@mara nods',
          sound: 'a clock in the next room',
        },
      ],
    },
    zh: {
      style: '真人剧情，柔和窗光',
      ratio: '16:9',
      references: [
        file('玛拉', '角色：灰色短发，绿色大衣'),
        file('阿汤', '角色：黑色卷发，工装衬衫'),
        file('厨房', '场景'),
        file('玛拉声.mp3', '@玛拉的音色：低沉、沙哑'),
        file('阿汤声.mp3', '@阿汤的音色：清亮、年轻'),
      ],
      shots: [
        {
          seconds: 4,
          camera: '过肩镜头，固定镜头',
          visual: '@玛拉 把一封信放在 @厨房 的桌上',
          dialogue: [{ speaker: '@玛拉', line: '我一直替你留着。', delivery: '轻声' }],
        },
        {
          seconds: 4,
          camera: '近景，固定镜头',
          visual: '@阿汤 把信翻过来',
          dialogue: [{ speaker: '@阿汤', line: '这么多年？' }],
        },
        { seconds: 4, camera: '特写，缓慢推近她的眼睛', visual: '@玛拉 点头', sound: '隔壁房间的钟声' },
      ],
    },
  },
  'anime fight': {
    en: {
      style: '2D anime, cel shading, bold lines',
      mood: 'fierce',
      ratio: '21:9',
      music: 'taiko drums, rising',
      references: [file('rin', 'character: red scarf, short sword'), file('kage', 'character: white mask, long spear')],
      shots: [
        {
          seconds: 3,
          camera: 'wide shot, static camera',
          visual: '@rin on the left and @kage on the right face each other on a roof',
          action: 'rain runs off the tiles',
        },
        {
          seconds: 4,
          camera: 'tracking shot from the side',
          visual: '@rin dashes left to right under the spear',
          action: 'speed lines streak past',
          sound: 'steel on steel',
        },
        { seconds: 3, camera: 'low angle, slow motion', visual: '@kage leaps, the spear above the moon' },
        {
          seconds: 3,
          camera: 'wide shot, slow pull-out to the whole roof',
          visual: 'both stand with their backs to each other',
          action: 'the mask splits',
        },
      ],
    },
    zh: {
      style: '二维动漫，赛璐璐上色，粗线条',
      mood: '激烈',
      ratio: '21:9',
      music: '太鼓渐强',
      references: [file('小凛', '角色：红围巾，短刀'), file('阿影', '角色：白面具，长枪')],
      shots: [
        { seconds: 3, camera: '远景，固定镜头', visual: '@小凛 在左，@阿影 在右，在屋顶对峙', action: '雨水顺瓦流下' },
        {
          seconds: 4,
          camera: '侧面跟拍',
          visual: '@小凛 由左向右从枪下掠过',
          action: '速度线划过',
          sound: '金属撞击声',
        },
        { seconds: 3, camera: '低角度，慢动作', visual: '@阿影 跃起，长枪越过月亮' },
        { seconds: 3, camera: '远景，缓慢拉远至整个屋顶', visual: '两人背对而立', action: '面具裂开' },
      ],
    },
  },
  'music video': {
    en: {
      style: 'music video, coloured stage light',
      ratio: '9:16',
      references: [
        file('ana', 'character: silver jacket, braids'),
        file('song.mp3', 'background music'),
        file('moves.mp4', 'dance moves for @ana'),
      ],
      shots: [
        {
          seconds: 4,
          camera: 'full shot, static camera',
          visual: '@ana stands in one beam of light',
          action: 'she lifts her chin on the first beat',
        },
        { seconds: 4, camera: 'low angle, fast orbit around her', visual: '@ana spins through confetti' },
        { seconds: 4, camera: 'medium shot, slow pull-out to the empty hall', visual: '@ana freezes, arms wide' },
      ],
    },
    zh: {
      style: '音乐短片，彩色舞台光',
      ratio: '9:16',
      references: [
        file('安娜', '角色：银色夹克，辫子'),
        file('歌曲.mp3', '背景音乐'),
        file('舞步.mp4', '@安娜的舞蹈动作'),
      ],
      shots: [
        { seconds: 4, camera: '全身，固定镜头', visual: '@安娜 站在一束光里', action: '第一拍时抬起下巴' },
        { seconds: 4, camera: '低角度，快速环绕舞者', visual: '@安娜 在彩纸中旋转' },
        { seconds: 4, camera: '中景，缓慢拉远至空旷大厅', visual: '@安娜 张开双臂定住' },
      ],
    },
  },
  morph: {
    en: {
      task: 'first_last_frames',
      style: 'painterly realism, warm light',
      references: [file('seed', 'first frame'), file('oak', 'last frame')],
      shots: [
        { seconds: 3, camera: 'static camera', visual: '@seed splits and a root pushes down' },
        {
          seconds: 5,
          camera: 'slow pull-out to the whole meadow',
          visual: 'the stem thickens, branches spread, until it is @oak',
          sound: 'wood creaks softly',
        },
      ],
    },
    zh: {
      task: 'first_last_frames',
      style: '绘画写实，暖光',
      references: [file('种子', '首帧'), file('橡树', '尾帧')],
      shots: [
        { seconds: 3, camera: '固定镜头', visual: '@种子 裂开，根向下伸展' },
        { seconds: 5, camera: '缓慢拉远至整片草地', visual: '茎变粗，枝条展开，直到成为 @橡树', sound: '木头轻轻作响' },
      ],
    },
  },
  extension: {
    en: {
      references: [file('room.mp4', 'extend')],
      shots: [
        { seconds: 3, camera: 'same camera, unbroken', visual: 'she sets the cup down and stands up' },
        {
          seconds: 3,
          camera: 'slow push-in to the window',
          visual: 'snow begins to fall outside',
          sound: 'the wind drops',
        },
      ],
    },
    zh: {
      references: [file('房间.mp4', '延长')],
      shots: [
        { seconds: 3, camera: '延续同一镜头', visual: '她放下杯子，站起身' },
        { seconds: 3, camera: '缓慢推近窗户', visual: '窗外开始下雪', sound: '风声渐息' },
      ],
    },
  },
  edit: {
    en: {
      task: 'edit',
      references: [file('street.mp4', 'edit'), file('bus', 'product: blue double-decker')],
      shots: [{ visual: 'the red car becomes @bus; its shadow changes with it' }],
    },
    zh: {
      task: 'edit',
      references: [file('街道.mp4', '编辑'), file('巴士', '产品：蓝色双层')],
      shots: [{ visual: '红色汽车变成 @巴士，影子随之改变' }],
    },
  },
  'vertical vlog': {
    en: {
      style: 'phone footage, daylight',
      ratio: '9:16',
      references: [file('lena', 'character: freckles, yellow raincoat')],
      shots: [
        {
          seconds: 4,
          camera: 'medium close-up, handheld camera, direct gaze',
          visual: '@lena walks backwards through a market',
          dialogue: [{ speaker: '@lena', line: 'Three stalls, ten euros. Watch this.' }],
        },
        {
          seconds: 5,
          camera: 'close-up, handheld camera',
          visual: 'her hands swap a coin for a paper bag of cherries',
          sound: 'voices, a scale that clicks',
        },
        {
          seconds: 4,
          camera: 'medium close-up, handheld camera',
          visual: '@lena bites into a cherry and laughs',
          dialogue: [{ speaker: '@lena', line: 'Best deal of the day!' }],
        },
      ],
    },
    zh: {
      style: '手机拍摄质感，日光',
      ratio: '9:16',
      references: [file('丽娜', '角色：雀斑，黄色雨衣')],
      shots: [
        {
          seconds: 4,
          camera: '近景，手持，直视镜头',
          visual: '@丽娜 倒退着走过市场',
          dialogue: [{ speaker: '@丽娜', line: '三个摊位，十块钱，看我的。' }],
        },
        { seconds: 5, camera: '特写，手持', visual: '她的手用硬币换来一纸袋樱桃', sound: '人声，秤的咔嗒声' },
        {
          seconds: 4,
          camera: '近景，手持',
          visual: '@丽娜 咬一口樱桃笑了',
          dialogue: [{ speaker: '@丽娜', line: '今天最划算的一单！' }],
        },
      ],
    },
  },
  'ink wash': {
    en: {
      style: 'ink wash painting, a single palette',
      ratio: '16:9',
      music: 'guqin, slow',
      references: [file('scroll', 'style: the painted scroll')],
      shots: [
        { seconds: 5, camera: 'extreme wide, slow pan right over the ridges', visual: 'mist moves between mountains' },
        {
          seconds: 5,
          camera: 'full shot, static camera',
          visual: 'a swordsman stands on a bridge',
          action: 'wind lifts his sleeve',
          sound: 'wind, water far below',
        },
        {
          seconds: 5,
          camera: 'medium shot, slow push-in to the blade',
          visual: 'the blade slides out a hand’s width',
          action: 'ink drops fall upward',
        },
      ],
    },
    zh: {
      style: '中国水墨，单一色调',
      ratio: '16:9',
      music: '古琴，缓慢',
      references: [file('画卷', '画风：水墨画卷')],
      shots: [
        { seconds: 5, camera: '大远景，缓慢向右横摇掠过山脊', visual: '雾在群山间流动' },
        { seconds: 5, camera: '全身，固定镜头', visual: '剑客立于桥上', action: '风掀起衣袖', sound: '风声，远处水声' },
        { seconds: 5, camera: '中景，缓慢推近剑刃', visual: '剑出鞘一掌', action: '墨滴向上飘起' },
      ],
    },
  },
  documentary: {
    en: {
      style: '16mm documentary, overcast light',
      ratio: '16:9',
      music: 'no music',
      constraints: ['natural sound only'],
      references: [file('whale', 'character: grey whale with a notch in its tail')],
      shots: [
        { seconds: 4, camera: 'extreme wide, aerial drone shot gliding forward', visual: 'a grey sea, one boat' },
        {
          seconds: 5,
          camera: 'medium shot, handheld camera',
          visual: 'an old fisherman lowers a microphone into the water',
          sound: 'a low song through the speaker',
        },
        {
          seconds: 5,
          camera: 'wide shot, slow pan left along the hull',
          visual: '@whale rises beside the boat',
          action: 'the fisherman takes off his cap',
        },
      ],
    },
    zh: {
      style: '16毫米纪录片，阴天光线',
      ratio: '16:9',
      music: '无配乐',
      constraints: ['仅自然声'],
      references: [file('灰鲸', '角色：尾鳍上有缺口的灰鲸')],
      shots: [
        { seconds: 4, camera: '大远景，航拍前移', visual: '灰色的海，一条小船' },
        { seconds: 5, camera: '中景，手持', visual: '老渔夫把麦克风放进水里', sound: '扬声器里传来低沉的歌声' },
        { seconds: 5, camera: '远景，沿船舷缓慢向左横摇', visual: '@灰鲸 在船边浮起', action: '渔夫摘下帽子' },
      ],
    },
  },
};
