import type { Label } from '../references/labels.ts';
import { bareName, capital, isClosed, quoteInside, unwrap } from '../text/sentence.ts';
import { countLatinWords } from '../text/word-count.ts';
import type { Phrases } from './phrases.ts';

export const en: Phrases = {
  titles: {
    style: '[Style] ',
    references: '[References] ',
    scene: '[Scene] ',
    audio: '[Audio] ',
    constraints: '[Constraints] ',
  },
  length: { most: 1000, unit: 'English words', count: countLatinWords },
  spokenWordsPerSecond: 20 / 15,
  ...{ comma: ', ', semicolon: '; ', stop: '. ', end: '.', space: ' ', colon: ': ', and: ' and ' },
  opening: capital,
  parenthesis: (words) => ` (${words})`,
  seconds: (n) => `${n} seconds`,
  times: (from, to) => `${from}-${to}s`,
  shot: (n) => `Shot ${n}`,
  timedShot: (n, times) => `Shot ${n} (${times})`,
  line: ({ speaker, line, delivery, language, voice }) =>
    `${capital(bareName(speaker))}${voice ? unseen[voice].where : ''}${language ? ` says in ${language}` : ''}${delivery ? ` (${unwrap(delivery)})` : ''}${voice ? unseen[voice].lips : ''}: "${quoteInside(line)}"`,
  sound: (words) => `Sound: ${words}`,
  withoutCut: 'The same take goes on',
  voiceOf: (label, words) => `Voice of ${label}: ${words}`,
  noMusic: 'no music',
  openingPicture: (words) =>
    `One still picture, the opening frame of a film shot. ${words} One image, no panels, no border, no text.`,
  edit: (tag, change) =>
    `Strictly edit ${tag}: ${change}${isClosed(change) ? ' Keep' : '; keep'} everything else unchanged.`,
  editAll: (tag) => `Strictly edit ${tag} as follows; keep everything else unchanged:`,
  extend: (tag) => `Extend ${tag} forward:`,
  extendBack: (tag) => `Extend ${tag} backward, ending on its first frame:`,
  bridgeFrom: (tag) => `${tag}, then `,
  bridgeTo: (tag) => `, then connect to ${tag}`,
  verbs: { edit: 'Strictly edit', extend: 'Extend' },
  verbWords: { edit: 'strictly edit', extend: 'extend', reference: 'reference|referring to' },
  firstFrame: 'the first frame',
  lastFrame: 'the last frame',
  frameWords:
    /^(?:the )?(?:first|last|start(?:ing)?|end(?:ing)?|finish|begin(?:ning)?|opening|closing|final)?(?: ?frame| ?image| ?picture)?(?: ?\d)?$/i,
  opensOn: (first, last, hasLast) =>
    `The video opens on the first frame${first ? `, ${first}` : ''}${hasLast ? `${first ? ',' : ''} and ends on the last frame${last ? `, ${last}` : ''}` : ''}.`,
  label: (label, before) => inSentence(label, before),
  withTag: (label, tag) => `${label} (${tag})`,
  placeholder: (what) => `<what: ${what}>`,
  steady: 'faces and costumes stay the same from shot to shot',
  steadyAsInClip: 'faces and costumes stay as they are in the clip',
  clean: [
    { words: 'no subtitles', same: /subtitle|caption/i },
    { words: 'no watermark', same: /watermark/i },
    { words: 'no logo', same: /logo/i, isLogo: true },
  ],
  noSubtitles: 'Add "no subtitles".',
  sheet: {
    seconds: (n) => `${n} s`,
    shots: (n) => (n === 1 ? '1 shot' : `${n} shots`),
    ...{ prompt: 'Prompt', speech: 'Speech', sound: 'Sound', picture: 'Shots', clips: 'Clips' },
    voices: { over: 'V.O.', off: 'O.S.' },
    letterWidth: 7.2,
  },
  freeRole: (tag, label, words) => `${tag}${label ? ` is ${label}` : ''}: ${words}`,
  ignore: (what) => `; ignore ${what}`,
  roles: {
    first_frame: { say: (tag) => `${tag} is the first frame` },
    last_frame: { say: (tag) => `${tag} is the last frame` },
    extra_view: { say: (tag, label = 'the same character') => `${tag} shows ${label} from another side` },
    character: {
      say: (tag, label = 'the main character', isPerson) =>
        `${tag} is ${label}: keep the same ${isPerson ? 'face, hair and costume' : 'shape, colours and markings'}`,
      ignore: 'its background and pose',
    },
    costume: {
      say: (tag, label = 'the character') =>
        `${capital(label)} wears the costume in ${tag}: same cut, fabric and colour`,
      ignore: 'the person who wears it there',
    },
    scene: {
      say: (tag, label = 'the scene') => `${capital(label)} is the place in ${tag}: same layout and light`,
      ignore: 'any people in it',
    },
    product: {
      say: (tag, label = 'the product') => `${capital(label)} is the one in ${tag}: same shape, label and colour`,
      ignore: 'its background',
    },
    style: { say: (tag) => `Take only the visual style, palette and line work of ${tag}`, ignore: 'its content' },
    storyboard: {
      say: (tag) => `Follow the panels of ${tag} left to right, top to bottom; draw no borders, text or numbers`,
    },
    camera: { say: (tag) => `Follow only the camera movement of ${tag}`, ignore: 'its people and setting' },
    action: {
      say: (tag, label = 'the character') => `${capital(label)} performs the movements of ${tag}`,
      ignore: 'its people and setting',
    },
    effect: { say: (tag) => `Take only the effects and transitions of ${tag}`, ignore: 'its content' },
    target: { say: (tag) => tag },
    voice: { say: (tag, label) => `The voice${label ? ` of ${label}` : ''} has the timbre of ${tag}` },
    music: { say: (tag) => `${tag} is the music; cuts and motion land on its beats` },
    sound: { say: (tag) => `${tag} plays exactly as uploaded` },
  },
  roleWords: {
    first_frame: 'first frame|opening frame|start frame|starting frame',
    last_frame: 'last frame|end frame|final frame|ending frame|closing frame',
    extra_view: 'extra view|full body|another view|another angle|side view|back view',
    character: 'character|person|hero|heroine|identity|subject|actor|actress|face|likeness|protagonist|portrait|model',
    costume: 'costume|costumes|outfit|clothes|clothing|wardrobe|dress|garment',
    scene: 'scene|setting|location|place|background|backdrop|environment|interior|landscape',
    product: 'product|prop|logo|object|item|packaging|package',
    style: 'style|visual style|look|palette|colour palette|color palette|aesthetic|mood|art style|lighting',
    storyboard: 'storyboard|grid|panel|panels|shot list',
    camera: 'camera|camera movement|camera move|camera moves|camera motion|camera work|camerawork|camera path',
    action:
      'action|actions|motion|motions|movement|movements|choreography|dance|dance moves|moves|footwork|gesture|gestures|pose|performance',
    effect: 'effect|effects|vfx|transition|transitions|special effect|special effects',
    target: 'edit|edited|edit target|target|extend|extended|extension|bridge|source|original|base|continue',
    voice: 'voice|timbre|narration|narrator|voiceover|voice over|speech|vocals',
    music: 'music|rhythm|beat|beats|bgm|soundtrack|song|score|background music|melody|tempo',
    sound: 'sound|exact sound|sfx|audio|sound effect|sound effects|ambience|noise',
  },
  roleFillers:
    'reference|references|ref|image|picture|photo|video|clip|footage|file|track|recording|the|a|an|its|this|my|only|just|for|of|to|from|as|be|main|used|use|copy|sheet|exact|whole|and',
  pronouns: /\b(?:s?he|they|his|hers?|him)\b/i,
  people:
    /\b(?:(?:wo)?m[ae]n|girls?|boys?|lady|ladies|guys?|person|people|child(?:ren)?|kids?|baby|hero(?:ine)?|actor|actress|dancers?|singers?|knight|soldiers?|warriors?|king|queen|prince(?:ss)?|chef|cook|baker|driver|pilot|astronaut|doctor|nurse|teacher|student|father|mother|dad|mum|mom|brother|sister|grand(?:ma|pa|mother|father)|couple|bride|groom|detective|farmer|fisher(?:man|woman)?|sailor|captain|monk|nun|wizard|witch|boxer|runner|athlete|player|host|narrator|speaker|vlogger|model|worker|keeper|potter|smith|guard|thief|old ?m[ae]n|friends?|crowd|he|she|they|his|her)\b/i,
  creatures:
    /\b(?:dogs?|cats?|pupp(?:y|ies)|kittens?|horses?|birds?|fox(?:es)?|wol(?:f|ves)|bears?|whales?|fish|sharks?|dolphins?|dragons?|robots?|mechs?|monsters?|creatures?|animals?|insects?|bees?|butterfl(?:y|ies)|owls?|eagles?|ravens?|crows?|lions?|tigers?|elephants?|mouse|mice|rabbits?|bunny|deer|cows?|sheep|goats?|pigs?|frogs?|snakes?|turtles?|snails?|spiders?|ducks?|penguins?|monkeys?|pandas?|cars?|trucks?|ships?|boats?|planes?|trains?|trees?|oaks?|pines?|willows?|birch(?:es)?|maples?|baobabs?|cact(?:us|i)|bonsai|flowers?|sunflowers?|tulips?|mushrooms?|plants?|castle|lighthouse|windmill|volcano(?:es)?|bottles?|lamps?|lanterns?|chairs?|clocks?|wristwatch(?:es)?|kites?|balloons?|bicycles?|bikes?|motorcycles?|helicopters?|rockets?|spaceships?|satellites?|drones?|gorillas?|camels?|kangaroos?|seals?|otters?|hedgehogs?|squirrels?|bats?|swans?|geese|goose|chickens?|roosters?|hens?|octopus|squids?|jellyfish|crabs?|lobsters?|snowman|snowmen|golems?|toy|doll|puppet|statue|ball)\b/i,
};

/** What is said of a speaker whose lips are not to move. */
const unseen = {
  over: { where: ' in voice-over', lips: ', all lips in the picture closed' },
  off: { where: ' off screen', lips: ', the speaker is not in the picture' },
} as const;

const determiner =
  /\b(?:an?|the|this|that|these|those|my|your|his|her|its|our|their|one|two|three|each|every|some|any|no|old|young|little|big|another)$/i;
const linking =
  /(?:^|[.!?:;,("\n]|\b(?:of|in|on|at|to|from|with|by|for|into|onto|over|under|past|behind|beside|between|around|across|through|towards?|along|near|and|or|but|as|like|than|while|when|is|are|then))$/i;

/** People and names of their own have a capital, the rest an article, unless one stands before it: `Tear the loaf open`, `the red car`. */
function inSentence({ words, isProper }: Label, before: string): string {
  if (isProper) return words;
  const near = before.trimEnd();
  const starts = near === '' || /[.!?\n]["”)]?$/.test(near);
  const last = near.split(/\s+/).slice(-2);
  const hasDeterminer = !linking.test(near) && last.some((word) => determiner.test(word));
  if (determiner.test(near) || hasDeterminer) return words;
  return starts ? `The ${words}` : `the ${words}`;
}
