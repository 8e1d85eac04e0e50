import { bareName, isClosed, quoteInside, unwrap } from '../text/sentence.ts';
import { countHan, isChinese } from '../text/word-count.ts';
import type { Phrases } from './phrases.ts';
import { cameraTerms, genres } from './zh-terms.ts';

export const zh: Phrases = {
  isOwn: isChinese,
  titles: { style: '【风格】', references: '【参考】', scene: '【场景】', audio: '【声音】', constraints: '【要求】' },
  length: { most: 500, unit: 'Chinese characters', count: countHan },
  spokenWordsPerSecond: Number.POSITIVE_INFINITY,
  ...{ comma: '，', semicolon: '，', stop: '，', end: '。', space: '', colon: '：', and: '和' },
  opening: (words) => words,
  parenthesis: (words) => `（${words}）`,
  seconds: (n) => `${n}秒`,
  times: (from, to) => `${from}-${to}秒`,
  shot: (n) => `镜头${n}`,
  timedShot: (n, times) => `镜头${n}（${times}）`,
  line: ({ speaker, line, delivery, language, voice }) =>
    `${bareName(speaker)}${voice ? unseen[voice] : ''}${delivery ? `（${unwrap(delivery)}）` : ''}${language ? `用${language}` : ''}说：“${quoteInside(line)}”`,
  sound: (words) => `音效：${words}`,
  withoutCut: '镜头不切，动作延续',
  voiceOf: (label, words) => `${label}的声音：${words}`,
  noMusic: '无配乐',
  openingPicture: (words) => `一张静态画面，电影镜头的首帧。${words}单幅画面，无分格、无边框、无文字。`,
  edit: (tag, change) => `严格编辑 ${tag}：${change}${isClosed(change) ? '' : '；'}其余保持不变。`,
  editAll: (tag) => `严格编辑 ${tag}，按以下时间修改，其余保持不变：`,
  extend: (tag) => `向后延长 ${tag}：`,
  extendBack: (tag) => `向前延长 ${tag}，结束于其首帧：`,
  bridgeFrom: (tag) => `${tag}，`,
  bridgeTo: (tag) => `，接 ${tag}`,
  verbs: { edit: '严格编辑', extend: '向后延长' },
  verbWords: { edit: '严格编辑', extend: '延长', reference: '参考|参照' },
  firstFrame: '首帧',
  lastFrame: '尾帧',
  frameWords: /^(?:首|尾|起始|结束|开头|结尾|第一|最后)?(?:帧|图|画面)?$/,
  opensOn: (first, last, hasLast) =>
    `视频从首帧${first ? `（${first}）` : ''}开始${hasLast ? `，到尾帧${last ? `（${last}）` : ''}结束` : ''}。`,
  label: ({ words }) => words,
  withTag: (label, tag) => `${label}（${tag}）`,
  placeholder: (what) => `<什么：${what}>`,
  steady: '各镜头中人物面部与服装保持一致',
  steadyAsInClip: '人物面部与服装保持与原片一致',
  clean: [
    { words: '保持无字幕', same: /字幕|subtitle/i },
    { words: '不要生成水印', same: /水印|watermark/i },
    { words: '不要生成Logo', same: /logo|标志|商标/i, isLogo: true },
  ],
  noSubtitles: '加上“保持无字幕”。',
  terms: { camera: cameraTerms, genres },
  sheet: {
    seconds: (n) => `${n} 秒`,
    shots: (n) => `${n} 个镜头`,
    ...{ prompt: '提示词', speech: '台词', sound: '声音', picture: '镜头', clips: '片段' },
    voices: { over: '画外音', off: '画外' },
    letterWidth: 12.5,
  },
  freeRole: (tag, label, words) => `${tag}${label ? `（${label}）` : ''}：${words}`,
  ignore: (what) => `，不参考${what}`,
  roles: {
    first_frame: { say: (tag) => `以${tag}为首帧` },
    last_frame: { say: (tag) => `以${tag}为尾帧` },
    extra_view: { say: (tag, label = '同一角色') => `${tag} 为${label}的另一角度` },
    character: {
      say: (tag, label = '主角', isPerson) =>
        `${tag} 定义为${label}，保持${isPerson ? '五官、发型、服装' : '外形、颜色、特征'}一致`,
      ignore: '其背景与姿势',
    },
    costume: {
      say: (tag, label = '角色') => `${label}穿着 ${tag} 中的服装，版型、面料与颜色一致`,
      ignore: '其中穿着者',
    },
    scene: {
      say: (tag, label) => `场景${label ? `（${label}）` : ''}参考 ${tag} 的布局与光线`,
      ignore: '其中人物',
    },
    product: { say: (tag, label = '产品') => `${label}为 ${tag} 所示，外形、标签与颜色一致`, ignore: '其背景' },
    style: { say: (tag) => `仅参考 ${tag} 的画风与色调`, ignore: '其内容' },
    storyboard: { say: (tag) => `按 ${tag} 的分镜格顺序进行，不出现边框、文字、编号` },
    camera: { say: (tag) => `仅参考 ${tag} 的运镜`, ignore: '其人物与场景' },
    action: { say: (tag, label = '主角') => `${label}的动作参考 ${tag}`, ignore: '其人物与场景' },
    effect: { say: (tag) => `仅参考 ${tag} 的特效与转场`, ignore: '其内容' },
    target: { say: (tag) => tag },
    voice: { say: (tag, label = '角色') => `${label}的音色参考 ${tag}` },
    music: { say: (tag) => `${tag} 作为配乐，画面切换卡点` },
    sound: { say: (tag) => `原样使用 ${tag}` },
  },
  roleWords: {
    first_frame: '首帧|起始帧|开头帧|第一帧',
    last_frame: '尾帧|结束帧|末帧|最后一帧',
    extra_view: '全身|另一角度|侧面|背面',
    character: '角色|人物|主角|形象|人脸|面部|长相|模特|女主|男主',
    costume: '服装|衣服|造型|穿搭|着装|服饰',
    scene: '场景|背景|环境|地点|布景',
    product: '产品|商品|道具|包装|物品|标志',
    style: '画风|风格|色调|光影|氛围',
    storyboard: '分镜|宫格|故事板',
    camera: '运镜|镜头|镜头运动|机位运动|镜头语言',
    action: '动作|舞蹈|舞步|姿势|表演|步伐',
    effect: '特效|转场|效果',
    target: '编辑|延长|原视频|原片|衔接|待编辑|待延长|源视频|原始|续写',
    voice: '音色|声线|人声|配音|旁白|嗓音',
    music: '配乐|音乐|节奏|卡点|背景音乐|歌曲|旋律|鼓点',
    sound: '声音|音效|环境音|原声',
  },
  roleFillers: '参考|参考图|图片|图|视频|音频|素材|来源|文件|的|用|作为|仅|只|和|与|照片',
  pronouns: /[他她]/,
  people:
    /男|女|人|孩|少年|老者|老太|爷爷|奶奶|妈妈|爸爸|母亲|父亲|主角|角色|侠|剑客|武士|骑士|士兵|厨师|司机|医生|护士|老师|学生|舞者|歌手|演员|模特|他|她|僧|渔夫|农夫|侦探|博主/,
  creatures:
    /狗|猫|马|鸟|狐|狼|熊|鲸|鱼|龙|机器人|机甲|怪兽|动物|虫|蝶|鹰|狮|虎|象|鼠|兔|鹿|牛|羊|猪|蛙|蛇|龟|车|船|飞机|飞船|火箭|自行车|摩托|树|橡木|松柏|竹|花|仙人掌|蘑菇|植物|灯塔|城堡|风车|火山|石像|雕像|玩偶|娃娃|布偶|木偶|松鼠|刺猬|猴|猩|骆驼|鹅|鸭|鸡|企鹅|章鱼|水母|螃蟹|雪人|蜗牛|蜘蛛/,
};

/** What is said of a speaker whose lips are not to move. */
const unseen = { over: '（画外音，画面中的人不张嘴）', off: '（在画面外，不露面）' } as const;
