import { readingWords } from '../languages/reading/index.ts';
import { isNegated } from './negation.ts';
import { policyTerms } from './policy-terms.ts';
import { createTermMatcher, type Entry, type Hit } from './term-matcher.ts';

/**
 * The words that rules look for. Whole phrases only: a keyword version fails two thirds of real prompts on "shot" (docs/storyboard.md, Policy),
 * so a word that has an innocent film meaning is not listed alone.
 */
const lists: readonly Entry[] = [
  {
    tag: 'cut',
    id: 'cut',
    words:
      'hard cut|cut to|cuts to|jump cut|jump cuts|smash cut|match cut|quick cuts|fast cuts|rapid cuts|硬切|跳切|快切|切镜|快速剪辑|切至',
  },
  {
    tag: 'quality',
    id: 'quality',
    words:
      'masterpiece|best quality|high quality|ultra detailed|highly detailed|award winning|trending on artstation|ultra hd|photorealistic masterpiece|杰作|最佳质量|最高画质|超高清|极致细节|获奖作品',
  },
  { tag: 'resolution', id: 'resolution', words: '4k|8k|2k|1080p|720p|480p|2160p|uhd|full hd|4k画质|8k画质' },
  {
    tag: 'vague',
    id: 'vague',
    words: 'beautiful|nice|amazing|stunning|awesome|gorgeous|incredible|唯美|震撼|好看|绝美|惊艳',
  },
  { tag: 'fast', id: 'fast', words: 'fast|quickly|rapidly|rapid|quick|快速|迅速|极速|飞快' },
  {
    tag: 'subtitle',
    id: 'subtitle',
    words:
      'no subtitle|no subtitles|without subtitles|no captions|no text|no on screen text|any text|text overlays|free of subtitles|subtitles|subtitle|captions|无字幕|不要字幕|字幕|文字',
  },
  {
    tag: 'sound',
    id: 'sound',
    words:
      'sound|sounds|audio|music|sfx|soundtrack|score|ambience|ambient|silence|silent|voice|voiceover|beat|beats|drums|drum|piano|guitar|violin|strings|synth|synths|jazz|orchestra|orchestral|song|sings|singing|choir|bell|bells|chimes|footsteps|footstep|roar|roars|roaring|scream|screams|screaming|shout|shouts|whisper|whispers|laughter|laughs|applause|cheers|cheering|hum|humming|hums|buzz|buzzing|rumble|rumbles|crackle|crackling|chirp|chirping|chirps|bark|barks|barking|meow|meows|purr|purring|thunder|ticking|tick|clicks|click|creak|creaks|sizzle|sizzling|splash|siren|sirens|echo|echoes|rustle|rustling|howl|howls|hiss|hissing|clatter|whoosh|bang|boom|noise|crunch|声音|音效|音乐|配乐|音|声|响|静音|旁白|台词|鼓点|节奏',
  },
  {
    tag: 'style',
    id: 'style',
    words:
      'style|styled|look|aesthetic|realistic|realism|hyper realistic|hyperrealistic|photoreal|cinematography|film look|35mm|16mm|super 8|photorealistic|cinematic|documentary|anime|animation|animated|cartoon|claymation|stop motion|watercolor|watercolour|ink wash|oil painting|cyberpunk|noir|vintage|retro|film grain|commercial|3d|cgi|render|rendering|footage|vlog|cel|pixel art|fantasy|live action|风格|写实|质感|电影级|电影感|动漫|动画|二次元|水墨|油画|赛博朋克|国风|复古|胶片|广告|纪录片|短剧|短片|仙侠|武侠|奇幻|科幻|科普|渲染|画风|宣传片|mv',
  },
  {
    tag: 'light',
    id: 'light',
    words:
      'light|lighting|lit|glow|neon|sunlight|moonlight|shadow|shadows|golden hour|backlight|palette|grade|光|光影|阳光|霓虹|月光|色调|暖色|冷色',
  },
  { tag: 'optical', id: 'ultra wide', words: '14mm|14 mm|16mm lens|ultra wide angle|fisheye|鱼眼|超广角' },
  { tag: 'optical', id: 'bokeh', words: 'bokeh|creamy bokeh|shallow depth of field|浅景深|背景虚化' },
  { tag: 'optical', id: 'deep focus', words: 'deep focus|everything in focus|前后景均清晰|大景深|全画面清晰' },
  { tag: 'manner', id: 'handheld', words: 'handheld|hand held|shaky cam|手持镜头|手持晃动|手持拍摄' },
  {
    tag: 'manner',
    id: 'symmetry',
    words: 'perfect symmetry|perfectly symmetrical|perfectly stable|完美对称|绝对稳定|画面绝对稳定',
  },
  { tag: 'manner', id: 'IMAX', words: 'imax clean|clean imax|imax' },
  { tag: 'manner', id: 'VHS', words: 'vhs' },
  { tag: 'manner', id: 'grain', words: 'film grain|heavy grain|胶片颗粒' },
  { tag: 'manner', id: 'razor-sharp', words: 'razor sharp digital|razor sharp|crisp digital' },
  { tag: 'manner', id: 'ink wash', words: 'ink wash|水墨' },
  { tag: 'manner', id: 'UE5', words: 'ue5|unreal engine|unreal engine 5|unrealengine5|虚幻引擎' },
  { tag: 'manner', id: 'cel', words: 'cel shaded|cel animation|赛璐璐' },
  { tag: 'manner', id: 'skin pores', words: 'skin pores|realistic skin texture|毛孔|真实皮肤' },
  { tag: 'manner', id: 'slow motion', words: 'slow motion|慢动作|升格' },
  { tag: 'manner', id: 'speed-up', words: 'speed up|sped up|fast forward|快进|加速播放' },
  { tag: 'hour', id: 'day', words: 'midday|noon|bright daylight|in daylight|正午|烈日|大白天' },
  { tag: 'hour', id: 'night', words: 'midnight|at night|night sky|night street|深夜|午夜|夜晚' },
  {
    tag: 'face',
    id: 'face',
    words:
      'micro expression|subtle smile|lips tremble|lip quivers|tear rolls|eyelashes|pupils|微表情|嘴唇颤抖|眼角|睫毛|瞳孔',
  },
  {
    tag: 'travel',
    id: 'travel',
    words: 'runs across|walks across|runs through|crosses the room|races across|跑过|穿过街道|走过整个',
  },
  { tag: 'exact', id: 'exact', words: 'plays exactly as uploaded|exactly as uploaded|as uploaded|原样使用|原样播放' },
  {
    tag: 'timbre',
    id: 'timbre',
    words:
      'low|deep|husky|calm|warm|soft|bright|hoarse|raspy|gentle|young|old|male|female|clear|低沉|沙哑|平静|温柔|清亮|明亮|稚嫩|磁性|女声|男声|童声|年轻|苍老',
  },
  {
    tag: 'views',
    id: 'views',
    words: 'three view|three views|turnaround|multi view|character sheet|三视图|多视图|设定图',
  },
  {
    tag: 'realPerson',
    id: 'photo',
    words: 'selfie|photo of me|photo of my|my photo|real person|my face|真人照片|自拍|本人照片|真人',
  },
  {
    tag: 'song',
    id: 'song',
    words:
      'taylor swift|billie eilish|michael jackson|the beatles|beyonce|drake song|hans zimmer|jay chou|周杰伦|邓紫棋|bohemian rhapsody|shape of you',
  },
  {
    tag: 'minor',
    id: 'a minor in danger or undress',
    words:
      'naked child|nude child|child in underwear|sexy schoolgirl|sexy teen|kill the child|child is killed|裸体儿童|性感女学生|虐待儿童|儿童裸',
  },
  {
    tag: 'gore',
    id: 'gore',
    words:
      'blood spurts|blood splatters everywhere|severed head|severed limb|decapitated|decapitation|guts spill|disembowel|dismembered|gory|torture scene|血浆四溅|断肢|斩首|肢解|开膛|血肉模糊|内脏',
  },
  {
    tag: 'oneTake',
    id: 'one take',
    words:
      'one take|one continuous take|single take|single continuous shot|continuous take|oner|no cuts|一镜到底|不切镜|全程不切',
  },
];

/** Finds the words that rules look for. */
export const ruleTerms = createTermMatcher([
  ...lists,
  ...policyTerms,
  ...(['style', 'sound'] as const).flatMap((tag) => readingWords.map((words) => ({ tag, id: tag, words: words[tag] }))),
]);

/** What may be ruled out, and is then not there: `without any jump cuts`. */
const deniable = new Set(['cut', 'oneTake', 'manner', 'optical', 'gore', 'minor', 'song', 'quality']);

/** The same, without what the text rules out. */
export function findRuleTerms(plain: string): Hit[] {
  return ruleTerms.find(plain).filter((hit) => !deniable.has(hit.tag) || !isNegated(plain, hit));
}
