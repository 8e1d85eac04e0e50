import type { Shot, Storyboard } from '../../../src/prompt/input.ts';

/** Storyboards as people write them, longer than one clip: dramas, advertisements, a music video, documentaries, pasted texts. */
const at = (name: string) => `https://files.test/${name}`;

const drama: Storyboard = {
  style: 'live-action short drama, natural skin, shallow focus',
  mood: 'cold, restrained',
  ratio: '9:16',
  scenes: {
    lobby: { place: 'the marble lobby of a bank', light: 'hard noon light through tall glass' },
    lift: { place: 'a narrow steel lift', light: 'flickering white tube' },
    office: { place: '@office', light: 'grey evening light, one desk lamp' },
    roof: { place: 'a flat roof above the city', light: 'blue hour, red aircraft lamp' },
  },
  references: [
    { url: at('mei.png'), name: 'mei', role: 'character: black bob, beige trench coat', voice: 'low, calm, precise' },
    { url: at('gao.png'), name: 'gao', role: 'character: silver hair, navy suit', voice: 'deep, hoarse, slow' },
    { url: at('office.jpg'), name: 'office', role: 'scene' },
    { url: at('mei.mp3'), name: 'mei_voice', role: 'voice of @mei: low, calm', seconds: 6 },
  ],
  constraints: ['no text on screen'],
  shots: [
    {
      seconds: 3,
      scene: 'lobby',
      camera: 'wide shot, static camera',
      visual: 'people cross the lobby in both directions',
    },
    {
      seconds: 4,
      camera: 'tracking shot from behind',
      visual: '@mei walks against the stream',
      sound: 'heels on stone',
    },
    { seconds: 3, camera: 'close-up, static camera', visual: 'a brass key in the palm of @mei' },
    {
      seconds: 4,
      camera: 'medium close-up, eye-level',
      visual: 'the doorman steps in front of @mei',
      dialogue: [{ speaker: 'the doorman', line: 'The bank is closed to you, Miss Lin.' }],
    },
    {
      seconds: 3,
      camera: 'close-up, static camera',
      visual: '@mei does not stop',
      dialogue: [{ speaker: '@mei', line: 'Not the top floor.', delivery: 'quietly' }],
    },
    { seconds: 3, scene: 'lift', camera: 'medium shot, static camera', visual: '@mei stands alone in the lift' },
    { seconds: 2, transition: 'continuous', visual: 'she closes her eyes' },
    {
      seconds: 5,
      camera: 'close-up, slow push-in to her face',
      visual: '@mei breathes out',
      dialogue: [{ speaker: '@mei', line: 'Ten years ago my father rode this lift for the last time.', voice: 'over' }],
    },
    { seconds: 2, camera: 'macro, static camera', visual: 'the number 40 lights up' },
    {
      seconds: 4,
      scene: 'office',
      camera: 'wide shot, slow push-in to the desk',
      visual: '@gao reads at the desk in @office',
    },
    {
      seconds: 4,
      camera: 'medium close-up',
      visual: '@gao does not look up',
      dialogue: [{ speaker: '@gao', line: 'You are late. Your father never was.' }],
    },
    { seconds: 3, camera: 'close-up', visual: 'the hand of @mei lays the key on the desk' },
    { seconds: 3, camera: 'close-up, static camera', visual: '@gao stares at the key' },
    {
      seconds: 4,
      camera: 'medium close-up',
      visual: '@mei leans on the desk',
      dialogue: [{ speaker: '@mei', line: 'Box nineteen. You told them it was empty.' }],
    },
    { seconds: 3, transition: 'continuous', camera: 'slow pan right to @gao', visual: '@gao stands up' },
    {
      seconds: 4,
      camera: 'medium close-up',
      visual: '@gao buttons his jacket',
      dialogue: [{ speaker: '@gao', line: 'Nobody will believe a ghost.' }],
    },
    { seconds: 3, camera: 'close-up, static camera', visual: '@mei smiles for the first time' },
    {
      seconds: 3,
      camera: 'insert, static camera',
      visual: 'a phone on the desk is recording',
      dialogue: [{ speaker: 'a policeman', line: 'We believe her.', voice: 'off' }],
    },
    { seconds: 3, scene: 'roof', camera: 'wide shot, drone moves back', visual: '@gao stands at the edge of the roof' },
    { seconds: 3, camera: 'medium shot', visual: '@mei steps out of the door', sound: 'wind' },
    {
      seconds: 4,
      camera: 'over-the-shoulder of @gao',
      visual: '@mei stops ten steps away',
      dialogue: [{ speaker: '@mei', line: 'Come down with me. It is over.' }],
    },
    { seconds: 3, camera: 'close-up', visual: '@gao looks at the city below' },
    { seconds: 4, transition: 'continuous', visual: 'he lowers his head and turns round', camera: 'static camera' },
    { seconds: 3, camera: 'medium shot', visual: '@gao walks past @mei to the door' },
    {
      seconds: 5,
      camera: 'wide shot, slow pull-out to the skyline',
      visual: '@mei stands alone on the roof',
      sound: 'sirens far below',
    },
  ],
};

const advertisement: Storyboard = {
  style: 'commercial product film, clean studio',
  ratio: '16:9',
  duration: 30,
  music: 'light marimba',
  soundtrack: { path: '/home/me/music/marimba.mp3', level: 0.8 },
  references: [
    { url: at('bottle.png'), name: 'bottle', role: 'product: matte green bottle, white cap' },
    { url: at('style.png'), role: 'style' },
  ],
  shots: [
    { seconds: 3, camera: 'macro, static camera', visual: 'water drops on @bottle', sound: 'a drop falls' },
    { seconds: 4, camera: 'slow orbit around @bottle', visual: '@bottle stands on wet slate' },
    { seconds: 3, camera: 'close-up', visual: 'a hand unscrews the cap of @bottle', sound: 'a soft click' },
    { seconds: 5, camera: 'tracking shot from the side', visual: 'a cyclist drinks on a mountain road' },
    { seconds: 4, camera: 'wide shot, drone moves forward', visual: 'the road winds into the valley' },
    { seconds: 4, camera: 'medium shot', visual: 'the cyclist puts @bottle back into its cage' },
    { seconds: 3, camera: 'close-up', visual: 'the wheel starts to turn', sound: 'gravel' },
    {
      seconds: 4,
      camera: 'wide shot, static camera',
      visual: '@bottle stands alone before the sunrise',
      dialogue: [{ speaker: 'a narrator', line: 'Fill it once. Ride all day.', voice: 'over' }],
    },
  ],
};

const musicVideo: Storyboard = {
  style: 'music video, neon colours, 16 mm grain',
  ratio: '21:9',
  music_in_clips: true,
  music: 'slow synth pop, 90 beats a minute',
  references: [{ url: at('singer.png'), name: 'singer', role: 'character: shaved head, silver jacket' }],
  shots: [
    ...[
      'stands under a motorway bridge',
      'sings to the camera',
      'runs through a tunnel of lamps',
      'lies on a wet car roof',
      'turns slowly in the rain',
      'walks backwards through a crowd',
      'looks into a broken mirror',
      'raises both arms',
    ].map(
      (action, i): Shot => ({
        seconds: i % 2 === 0 ? 5 : 6,
        camera: [
          'wide shot, slow push-in to the face',
          'close-up, static camera',
          'tracking shot from the front',
          'top shot',
        ][i % 4],
        visual: `@singer ${action}`,
      }),
    ),
  ],
};

const documentary: Storyboard = {
  style: 'documentary, handheld, natural light',
  ratio: '16:9',
  references: [{ url: at('fisher.png'), name: 'Anselm', role: 'character: white beard, yellow oilskin' }],
  shots: [
    {
      camera: 'wide shot, static camera',
      visual: 'a small harbour before dawn',
      dialogue: [
        {
          speaker: 'narrator',
          line: 'Every morning for fifty years, Anselm has gone out before the sun.',
          voice: 'over',
        },
      ],
    },
    {
      camera: 'medium shot',
      visual: 'Anselm coils a rope on deck',
      dialogue: [
        {
          speaker: 'narrator',
          line: 'He says the sea tells him when to turn back, and that he has never once asked it why.',
          voice: 'over',
        },
      ],
    },
    { camera: 'close-up', visual: 'his hands, cracked by salt' },
    { camera: 'tracking shot from behind', visual: 'the boat leaves the harbour', sound: 'a diesel engine' },
    {
      camera: 'medium close-up',
      visual: 'Anselm looks at the horizon',
      dialogue: [{ speaker: 'Anselm', line: 'My son wanted to know what I see out there. I told him: tomorrow.' }],
    },
    { camera: 'wide shot, drone moves up', visual: 'the boat is a dot on grey water' },
  ],
};

const extended: Storyboard = {
  ...{ continuity: 'extend', style: 'live-action, one long walk', ratio: '16:9' },
  references: [{ url: at('guide.png'), name: 'guide', role: 'character: red scarf' }],
  shots: [
    { seconds: 6, camera: 'tracking shot from behind', visual: '@guide walks through an old market' },
    { seconds: 6, camera: 'tracking shot from the side', visual: '@guide passes the spice stalls' },
    { seconds: 7, transition: 'continuous', visual: '@guide climbs a stair into the sun' },
    { seconds: 6, camera: 'slow orbit around @guide', visual: '@guide stops on a terrace' },
    { seconds: 5, camera: 'slow pull-out to the whole city', visual: '@guide looks over the roofs' },
  ],
};

const keyframed: Storyboard = {
  ...{ continuity: 'keyframe', style: '3D cartoon, soft clay', ratio: '1:1', mood: 'cosy' },
  references: [
    { url: at('fox.png'), name: 'fox', role: 'character: small red fox, blue boots' },
    { url: at('owl.png'), name: 'owl', role: 'character: grey owl, round glasses' },
    { url: at('forest.png'), name: 'forest', role: 'scene' },
    { url: at('end.png'), name: 'ending', role: 'last frame' },
  ],
  shots: [
    { seconds: 5, camera: 'wide shot', visual: '@fox hops through @forest in the snow' },
    { seconds: 5, camera: 'medium shot', visual: '@fox finds a closed letter' },
    { seconds: 6, camera: 'low angle', visual: '@owl lands on a branch above @fox' },
    {
      seconds: 5,
      camera: 'medium close-up',
      visual: '@owl reads the letter',
      dialogue: [{ speaker: '@owl', line: 'It is for you.', delivery: 'warmly' }],
    },
    { seconds: 6, camera: 'close-up, slow push-in to the eyes', visual: '@fox opens the letter' },
    { seconds: 6, camera: 'wide shot, static camera', visual: '@fox and @owl dance in @forest' },
  ],
};

const chineseDrama: Storyboard = {
  style: '真人短剧，写实电影感',
  ratio: '9:16',
  scenes: { 病房: { place: '夜里的医院病房', light: '床头灯的暖光' }, 走廊: { place: '医院走廊', light: '冷白顶灯' } },
  references: [
    { url: at('xiaoyu.png'), name: '小玉', role: '角色：短发，白色毛衣', voice: '清亮，略带沙哑' },
    { url: at('laochen.png'), name: '老陈', role: '角色：花白头发，病号服' },
  ],
  shots: [
    { seconds: 4, scene: '病房', camera: '远景，固定镜头', visual: '@老陈 独自躺在病床上' },
    { seconds: 4, camera: '中景', visual: '@小玉 推门进来', sound: '门轴轻响' },
    {
      seconds: 5,
      camera: '特写',
      visual: '@小玉 放下保温桶',
      dialogue: [{ speaker: '@小玉', line: '爸，我把房子卖了。' }],
    },
    {
      seconds: 5,
      camera: '特写，缓慢推近',
      visual: '@老陈 转过脸去',
      dialogue: [{ speaker: '@老陈', line: '你妈知道吗？', delivery: '低声' }],
    },
    { seconds: 4, transition: 'continuous', visual: '@小玉 握住 @老陈 的手' },
    { seconds: 4, scene: '走廊', camera: '跟拍', visual: '@小玉 快步走过走廊' },
    {
      seconds: 5,
      camera: '中景',
      visual: '她靠在墙上',
      dialogue: [{ speaker: '@小玉', line: '其实她三年前就走了。', voice: 'over' }],
    },
    { seconds: 4, camera: '远景，缓慢拉远', visual: '走廊尽头只剩 @小玉 一个人' },
  ],
};

const chineseAdvertisement: Storyboard = {
  style: '商业广告，高级质感',
  ratio: '16:9',
  duration: 25,
  references: [{ url: at('tea.png'), name: '茶罐', role: '产品：墨绿色铁罐' }],
  shots: [
    { camera: '微距', visual: '茶叶在水中舒展', sound: '水声' },
    { camera: '环绕', visual: '@茶罐 立在石台上' },
    {
      camera: '中景',
      visual: '老人斟茶',
      dialogue: [{ speaker: '旁白', line: '山里的时间，慢慢喝。', voice: 'over' }],
    },
    { camera: '航拍', visual: '云雾漫过茶山' },
    { camera: '远景，固定镜头', visual: '@茶罐 与远山同框' },
  ],
};

const pastedEnglish: Storyboard = {
  references: [{ url: at('anna.png'), name: 'Anna', role: 'character' }],
  prompt: `A 32-second coffee commercial, warm film look, 16:9. @image1 is Anna, the barista.

Shot 1 (0-5s): Close-up of beans pouring into a grinder. Sound: grinding.
Shot 2 (5-11s): Medium shot. Anna tamps the coffee and looks at the clock.
Shot 3 (11-18s): Wide shot. The door opens and rain blows in. A man says: "Is it too late?"
Shot 4 (18-25s): Close-up. Anna smiles. Anna says: "It is never too late."
Shot 5 (25-32s): The cup on the table, steam rising, slow push-in to the cup.

[Constraints] no subtitles, no watermark`,
};

const pastedChinese: Storyboard = {
  references: [
    { url: at('girl.png'), role: '角色' },
    { url: at('city.png'), role: '场景' },
  ],
  prompt: `【风格】赛博朋克动画，霓虹，16:9
【参考】@图片1 为女主角，保持五官与服装一致；场景参考 @图片2 的街道
0-6秒：远景，雨夜的街道，飞车掠过
6-12秒：中景，女主角从楼顶跃下
12-19秒：特写，她抬头说：“他们来了。”
19-25秒：跟拍，女主角冲进人群
25-30秒：远景，整座城市熄灯
【声音】雨声，电流声
【要求】无字幕，无水印`,
};

const pastedLabels: Storyboard = {
  prompt: `Total length: 60 seconds. Style: hand-drawn animation, soft watercolour.
Shot 1: A paper boat leaves a child's hand at the edge of a stream.
Shot 2: The boat slides past reeds. A frog watches it go.
Shot 3: Rapids. The boat spins, and the child's voice says: "Hold on, little one, the sea is not so far away."
Shot 4: A wide river at dusk, lights of a village on the bank.
Shot 5: Fog. The boat drifts between the legs of a heron.
Shot 6: The open sea at sunrise, the boat tiny among the waves.`,
};

const lecture: Storyboard = {
  style: 'explainer, flat vector animation',
  ratio: '16:9',
  language: 'en',
  timing: 'shots',
  shots: Array.from(
    { length: 12 },
    (_, i): Shot => ({
      seconds: 10,
      scene: i < 6 ? 1 : 2,
      camera: 'medium shot, static camera',
      visual: `panel ${'abcdefghijkl'[i]}: an arrow moves along a chain of boxes`,
      dialogue: [
        { speaker: 'teacher', line: 'Each box hands its work to the next one and waits for an answer.', voice: 'over' },
      ],
    }),
  ),
};

export const films: Readonly<Record<string, Storyboard>> = {
  ...{ drama, advertisement, musicVideo, documentary, extended, keyframed },
  ...{ chineseDrama, chineseAdvertisement, pastedEnglish, pastedChinese, pastedLabels, lecture },
};
