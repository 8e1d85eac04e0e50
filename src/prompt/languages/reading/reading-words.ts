/**
 * How a language speaks of time and of files. A field holds words divided by `|`, each a piece of a regular expression; an empty field has none.
 * Latin and Cyrillic words match whole, signs of other scripts anywhere.
 */
export type ReadingWords = {
  second: string;
  minute: string;
  /** Of a count of minutes and a half: `一分半`. */
  minuteAndHalf: string;
  millisecond: string;
  /** Between two times: `0 to 3`. */
  join: string;
  /** Before a range: `from 0 to 3`. */
  from: string;
  /** After a time of a range: `4秒まで`. */
  until: string;
  /** Number words with their values: `3 three`. */
  numbers: string;
  /** Lengths that follow one another: `first 3 seconds … next 4 seconds … last 5 seconds`. */
  first: string;
  next: string;
  last: string;
  /** `First half: 6 seconds`. */
  firstHalf: string;
  lastHalf: string;
  /** The same behind a length: `les 6 secondes suivantes`. */
  firstAfter: string;
  nextAfter: string;
  lastAfter: string;
  /** Names the length of the whole: `duration: 12 seconds`, `12 seconds in total`. */
  total: string;
  /** Asks for the length of the whole, in a sentence of its own: `Make it 8 seconds.` */
  asks: string;
  /** What is as long as the whole: `a 12-second clip`. */
  film: string;
  /** The same, and never one shot of it: `1) 15-second video`. */
  wholeFilm: string;
  /** The same right before its length: `视频15秒`. */
  filmAlone: string;
  /** Before a length that is the whole one: `throughout the entire 12-second clip`. */
  whole: string;
  /** Between what is as long and its length: `a clip of 12 seconds`. */
  lasts: string;
  /** Makes a clip longer by a length: `extend @video1 by 6 seconds`. */
  extend: string;
  /** Before the time at which the last shot ends: `ends at 0:12`. */
  ends: string;
  /** Alone behind such a time: `0:12 end`. */
  closes: string;
  /** Between a number and its unit: `7 more seconds`. */
  more: string;
  /** May stand before a length and says no more than that: `about 12 seconds`. */
  about: string;
  /** Before a length that is only a part or a rhythm: `every 2 seconds`. */
  partBefore: string;
  /** Before a length that something takes: `pushes in over 8 seconds`. */
  takes: string;
  /** The same where the camera moves, and else before a moment: `the camera circles in 6 seconds`, `the train leaves in 6 seconds`. */
  takesOfCamera: string;
  /** The camera itself. */
  cameraName: string;
  /** After a length that is a part: `a 4-second fade`. */
  partAfter: string;
  /** After a length that counts to a moment or stands at it: `2 seconds before`, `8秒时`. */
  momentAfter: string;
  /** After a length that passes before something comes, or comes again: `2 seconds later`, `2 seconds each`. */
  laterAfter: string;
  /** After a length that something fits into: `3秒内`. */
  withinAfter: string;
  /** Shows a time that is read on it: `the stopwatch: 21.4 seconds`. */
  gauge: string;
  /** Calls a time a feat: `21.4 seconds, a new record`. */
  record: string;
  /** May follow such a word: `a record for the lap`. */
  recordOf: string;
  /** What a shot is called: `shot 2`. */
  shot: string;
  /** Several of them: `three shots`. */
  shots: string;
  /** After the number of a shot: `第2镜`. */
  shotAfter: string;
  /** `the first image`, with their values: `1 first`. */
  ordinals: string;
  /** Before so many files: `the first two images`, with 1 or -1: the last. */
  firstOf: string;
  /** Before an ordinal: `the first image`. */
  article: string;
  /** Between an ordinal and a file: `第一张图片`. */
  counter: string;
  /** Makes an ordinal of the number before it: `1枚目の画像`. */
  counterAfter: string;
  /** Before the word for a file that was handed over: `the uploaded image`. */
  given: string;
  /** After it: `imagen de referencia`. */
  givenAfter: string;
  /** Between the last two of a list. */
  and: string;
  /** Says what a file is for: `image 1 for the face, 2 for the coat`. */
  serves: string;
  /** What bears words, or says that words stand on it: `a label VIDEO 1`, `写着“图1”`. */
  writing: string;
  /** Inside brackets that nobody filled: what to do (`insert here`), and what was to stand there (`product name`). */
  instruction: string;
  blank: string;
  /** Say of a speaker that he is heard over the picture, or from outside it: `Mara (V.O.)`. */
  voiceOver: string;
  voiceOff: string;
  /** Who tells: `Narrator: …`. */
  narrator: string;
  /** Rule out the words behind them, `ohne`, or before them, `なし`, `는 금지`. */
  notBefore: string;
  notAfter: string;
  /** Words of the camera, by the id of their term in `camera-terms.ts`, which holds the English and Chinese ones. */
  camera: Readonly<Record<string, string>>;
  /** Say what it looks like, and what is heard. */
  style: string;
  sound: string;
};

/** A language that only lends its words for reading may have few of them. */
export const noWords: ReadingWords = {
  second: '',
  minute: '',
  minuteAndHalf: '',
  millisecond: '',
  join: '',
  from: '',
  until: '',
  numbers: '',
  first: '',
  next: '',
  last: '',
  firstHalf: '',
  lastHalf: '',
  firstAfter: '',
  nextAfter: '',
  lastAfter: '',
  total: '',
  asks: '',
  film: '',
  wholeFilm: '',
  filmAlone: '',
  whole: '',
  lasts: '',
  extend: '',
  ends: '',
  closes: '',
  more: '',
  about: '',
  partBefore: '',
  takes: '',
  takesOfCamera: '',
  cameraName: '',
  partAfter: '',
  momentAfter: '',
  laterAfter: '',
  withinAfter: '',
  gauge: '',
  record: '',
  recordOf: '',
  shot: '',
  shots: '',
  shotAfter: '',
  ordinals: '',
  firstOf: '',
  article: '',
  counter: '',
  counterAfter: '',
  given: '',
  givenAfter: '',
  and: '',
  serves: '',
  writing: '',
  instruction: '',
  blank: '',
  voiceOver: '',
  voiceOff: '',
  narrator: '',
  notBefore: '',
  notAfter: '',
  camera: {},
  style: '',
  sound: '',
};
