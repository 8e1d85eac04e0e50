import { bareName } from '../references/names.ts';
import { capital, isClosed, quoteInside, unwrap } from '../text/sentence.ts';
import { countLatinWords } from '../text/word-count.ts';
import type { Phrases } from './phrases.ts';

export const en: Phrases = {
  titles: { style: '[Style] ', references: '[References] ', audio: '[Audio] ', constraints: '[Constraints] ' },
  length: { most: 1000, unit: 'words', count: countLatinWords },
  spokenWordsPerSecond: 20 / 15,
  comma: ', ',
  semicolon: '; ',
  stop: '. ',
  end: '.',
  space: ' ',
  colon: ': ',
  opening: capital,
  parenthesis: (words) => ` (${words})`,
  seconds: (n) => `${n} seconds`,
  times: (from, to) => `${from}-${to}s`,
  shot: (n) => `Shot ${n}`,
  timedShot: (n, times) => `Shot ${n} (${times})`,
  line: ({ speaker, line, delivery, language }) =>
    `${bareName(speaker)}${language ? ` says in ${language}` : ''}${delivery ? ` (${unwrap(delivery)})` : ''}: "${quoteInside(line)}"`,
  sound: (words) => `Sound: ${words}`,
  edit: (tag, change) =>
    `Strictly edit ${tag}: ${change}${isClosed(change) ? ' Keep' : '; keep'} everything else unchanged.`,
  editAll: (tag) => `Strictly edit ${tag} as follows; keep everything else unchanged:`,
  extend: (tag) => `Extend ${tag} forward:`,
  extendBack: (tag) => `Extend ${tag} backward, ending on its first frame:`,
  bridgeFrom: (tag) => `${tag}, then `,
  bridgeTo: (tag) => `, then connect to ${tag}`,
  verbs: { edit: 'Strictly edit', extend: 'Extend' },
  firstFrame: 'the first frame',
  lastFrame: 'the last frame',
  isFrame: (tag, frame) => `${tag} is ${frame}`,
  opensOn: (hasLast) => `The video opens on the first frame${hasLast ? ' and ends on the last frame' : ''}.`,
  named: (label, tag) => `${label} (${tag})`,
  placeholder: (what) => `<what: ${what}>`,
  steady: 'faces, costume and setting stay consistent',
  clean: (hasLogo) => `no subtitles, no watermark${hasLogo ? '' : ', no logo'}`,
  noSubtitles: 'Add "no subtitles".',
  freeRole: (tag, label, words) => `${tag}${label ? ` (${label})` : ''}: ${words}`,
  ignore: (what) => `; ignore ${what}`,
  roles: {
    first_frame: { say: (tag) => `${tag} is the first frame` },
    last_frame: { say: (tag) => `${tag} is the last frame` },
    extra_view: { say: (tag, label = 'the same character') => `${tag} shows ${label} from another side` },
    character: {
      say: (tag, label = 'the main character') => `${tag} is ${label}: keep the same face, hair and costume`,
      ignore: 'its background and pose',
    },
    scene: {
      say: (tag, label) => `The scene${label ? ` (${label})` : ''} is the place in ${tag}: same layout and light`,
      ignore: 'any people in it',
    },
    product: {
      say: (tag, label = 'product') => `The ${label} is the one in ${tag}: same shape, label and colour`,
      ignore: 'its background',
    },
    style: { say: (tag) => `Take only the visual style, palette and line work of ${tag}`, ignore: 'its content' },
    storyboard: {
      say: (tag) => `Follow the panels of ${tag} left to right, top to bottom; draw no borders, text or numbers`,
    },
    camera: { say: (tag) => `Follow only the camera movement of ${tag}`, ignore: 'its people and setting' },
    action: {
      say: (tag, label = 'The character') => `${label} performs the movements of ${tag}`,
      ignore: 'its people and setting',
    },
    effect: { say: (tag) => `Take only the transition effects of ${tag}`, ignore: 'its content' },
    target: { say: (tag) => tag },
    voice: { say: (tag, label) => `The voice${label ? ` of ${label}` : ''} has the timbre of ${tag}` },
    music: { say: (tag) => `${tag} is the music; cuts and motion land on its beats` },
    sound: { say: (tag) => `${tag} plays exactly as uploaded` },
  },
};
