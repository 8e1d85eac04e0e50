import type { ReadingWords } from './reading-words.ts';

export const en: ReadingWords = {
  second: 's|secs?\\.?|seconds?',
  minute: 'mins?|minutes?',
  minuteAndHalf: '',
  millisecond: 'ms|msecs?|milliseconds?',
  join: 'to|until|till|through|thru|and',
  from: 'from|between|seconds?|secs?|t',
  until: '',
  numbers:
    '0 zero|0.5 half a|0.5 half|1.5 one and a half|1 one|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven|12 twelve|13 thirteen|14 fourteen|15 fifteen|16 sixteen|18 eighteen|20 twenty|25 twenty.five|30 thirty|40 forty|45 forty.five|50 fifty|60 sixty|90 ninety',
  first: 'from the start to|from start to|start to|first|first of all|opening|initial',
  next: 'next|following|middle|another|then',
  last: 'last|lastly|final|finally|closing|remaining|ending',
  firstHalf: 'first half|opening half',
  lastHalf: 'second half|final half|closing half',
  firstAfter: '',
  nextAfter: '',
  lastAfter: '',
  total:
    'total|sum|duration|length|runtime|run time|running time|in total|in all|overall|altogether|total duration|total length|dur|total runtime|total time|all together|trt|whole video|whole clip|whole film|whole thing|entire video|entire clip|entire film|full video|complete video|finished video|finished clip|final video',
  asks: 'make it|keep it',
  wholeFilm:
    'videos?|clips?|films?|movies?|commercials?|ads?|adverts?|advertisements?|spots?|promos?|trailers?|teasers?|reels?|shorts?|loops?|vlogs?',
  film: 'sequences?|animations?|montages?|story|stories|mv|tiktoks?|time.?lapse|hyper.?lapse|documentary|scene|take|one.take|oner|shot|b.roll|cinemagraph|piece|footage|episode|introduction|intro|outro|bumper|performance|storyboard|generation',
  filmAlone: '',
  lasts: 'is|itself|of|lasts?|lasting|runs?|running|should be|must be|will be|takes?|that lasts|that runs',
  extend:
    'extend|extends|extended|extending|extension|lengthen|prolong|continue(?=[^\\n]{0,40} another )|continues(?=[^\\n]{0,40} another )|continuing(?=[^\\n]{0,40} another )|carry on(?=[^\\n]{0,40} another )',
  ends: 'ends?|ends? at|ends? by|ending|ending at|finish at|finishes at|stops? at|cut at|cuts? to black at|fades? out at|fades? to black at|out at|until|till',
  closes: 'end|ends|the end|fin|out|black|cut to black|fade out|fade to black|end of clip|end frame',
  more: 'more|extra|additional|further',
  about:
    'at least|at most|not? longer than|not? more than|minimum|about|around|approximately|approx\\.?|roughly|exactly|exact|precisely|precise|only|just|nearly|almost|full|max|maximum|up to|under|within|over|for|a|an|one|the|this|=|~',
  partBefore:
    'each|every|per|after|for|within|than|in|at|by|delay|interval|pause|wait|waits|hold|holds|holding|freeze|freezes|linger|lingers|support|supports|show|shows|read|reads|count|counts|mid|early|late|last|lasts|lasting',
  takes: 'over|over the course of|for|during',
  takesOfCamera: 'in|within',
  cameraName: 'camera',
  partAfter:
    'delay|pause|hold|freeze|fade|dissolve|transition|crossfade|countdown|count|timer|intervals?|beats?|exposure|rule|burst|silence|supported|of|in|segments?|shots|cuts|scenes|durations?',
  momentAfter: 'left|remaining|remain|mark|before|earlier|max',
  laterAfter: 'later|ago|after|apart|each|per|into',
  withinAfter: '',
  gauge: 'the board|a board|scoreboard|clock|stopwatch|timer|chronometer|lap time|finish time|time board',
  record: 'record|world record|personal best|lap record|best time',
  recordOf: 'in|for|of',
  shot: 's(?=\\d)|sc|sh|shot|scene|panel|beat|cut|take|clip|part|segment|act',
  shots: 'shots|scenes|clips|cuts|parts|segments|beats',
  shotAfter: '',
  ordinals:
    '1 first|1 1st|2 second|2 2nd|3 third|3 3rd|4 fourth|4 4th|5 fifth|5 5th|6 sixth|6 6th|7 seventh|7 7th|8 eighth|8 8th|9 ninth|9 9th|-1 last',
  firstOf: '1 first|-1 last',
  article: 'the|this',
  counter: '',
  counterAfter: '',
  given: 'reference|uploaded|attached|provided|given|supplied|input|source|original',
  givenAfter: '',
  and: 'and|&',
  serves: 'for|as|is|shows|=',
  writing:
    'label|sign|sticker|tag|plate|placard|poster|title|caption|spine|banner|reading|reads|says|saying|marked|labelled|labeled|titled',
  instruction: 'insert|describe|your|replace|fill in|placeholder|specify|enter|choose|tbd|todo|lorem|xxx+',
  blank:
    'subject|character|person|product|brand|name|location|place|setting|object|item|colou?r|action|adjective|city|animal|outfit|emotion|mood|style|theme|genre|verb|noun',
  whole:
    'the entire|the whole|the full|the complete|this entire|one full|throughout|throughout the|throughout all|throughout all of the|across all|across the|across the full|all',
  voiceOver:
    'v\\.?\\s?o\\.?|voice[- ]?over|narration|narrator|narrating|narrates|narrated|inner monologue|inner voice|internal monologue|internal voice',
  voiceOff: 'o\\.\\s?s\\.?|off[- ]?screen|off[- ]?camera',
  narrator: 'narrator|narration|voice[- ]?over|v\\.o\\.?',
  notBefore:
    "no|not|never|without|avoid|avoids|avoiding|don't|don’t|doesn't|isn't|free of|zero|nothing|neither|nor|instead of|rather than",
  notAfter: '',
  camera: {},
  style: '',
  sound: '',
};
