import type { Language, Storyboard } from './compose.ts';

type Film = { references: Storyboard[]; head: Storyboard; shots: Storyboard[] };

export const at = (file: string) => `https://files.test/${file}`;

/** A film that says everything a storyboard can say: camera, action, lines, sound, transition, music, constraints. */
export const films: Record<Language, Film> = {
  en: {
    references: [
      { url: at('mei.png'), name: 'Mei', role: 'character: red coat' },
      { url: at('pier.png'), name: 'pier', role: 'scene' },
    ],
    head: {
      style: 'live-action, natural light',
      mood: 'quiet, then relieved',
      music: 'soft strings, wind over water',
      constraints: ['the coat stays red', 'one lantern only.'],
      ratio: '16:9',
    },
    shots: [
      {
        seconds: 4,
        camera: 'wide shot, slow push-in to the pier',
        visual: '@Mei stands at the end of @pier at dawn',
        action: 'she lifts a brass lantern',
        sound: 'gulls, small waves.',
        transition: 'match cut from the lantern to the sun',
      },
      {
        seconds: 3,
        camera: 'medium close-up, static camera',
        visual: '@Mei turns to the boat',
        dialogue: [
          { speaker: '@Mei', line: 'You came "back".', delivery: '(softly)' },
          { speaker: '@Mei', line: 'Ya era hora.', language: 'Spanish' },
        ],
      },
      { seconds: 3, camera: 'slow pull-out to the whole bay', visual: 'the boat ties up, the lantern goes out' },
    ],
  },
  zh: {
    references: [
      { url: at('mei.png'), name: '小玉', role: '角色：红色大衣' },
      { url: at('pier.png'), name: '码头', role: '场景' },
    ],
    head: {
      style: '真人写实，自然光',
      mood: '安静，随后释然',
      music: '轻柔弦乐，水面风声',
      constraints: ['大衣始终为红色', '只有一盏灯笼。'],
      ratio: '16:9',
    },
    shots: [
      {
        seconds: 4,
        camera: '远景，缓慢推近码头',
        visual: '黎明，@小玉 站在 @码头 尽头',
        action: '她举起一盏铜灯笼',
        sound: '海鸥，轻浪。',
        transition: '由灯笼匹配剪辑到太阳',
      },
      {
        seconds: 3,
        camera: '近景，固定镜头',
        visual: '@小玉 转向小船',
        dialogue: [
          { speaker: '@小玉', line: '你“回来”了。', delivery: '（轻声）' },
          { speaker: '@小玉', line: '我等了很久', language: '粤语' },
        ],
      },
      { seconds: 3, camera: '缓慢拉远至全景', visual: '小船靠岸，灯笼熄灭' },
    ],
  },
};

/** What the tasks say beside it. */
export const words = {
  en: {
    turn: 'the light rises in',
    coat: 'replace the red coat with a blue one',
    closed: 'Replace the red coat with a blue one.',
    first: 'first frame',
    last: 'last frame',
    edit: 'edit',
    extend: 'extend',
    bridge: 'bridge',
    back: 'extend backward',
    product: 'product',
    music: 'music',
    bare: 'The lantern in image 2 burns like the one in @video_file_1',
    mixed: 'the light rises from @image_file_1 to Image 2',
  },
  zh: {
    turn: '光线渐亮，照亮',
    coat: '将红色大衣换成蓝色大衣',
    closed: '将红色大衣换成蓝色大衣。',
    first: '首帧',
    last: '尾帧',
    edit: '编辑',
    extend: '延长',
    bridge: '衔接',
    back: '延长：向前',
    product: '产品',
    music: '配乐',
    bare: '图片2中的灯笼如@视频1那样燃烧',
    mixed: '从@图片1开始，光线渐亮，到@图片2',
  },
} as const;
