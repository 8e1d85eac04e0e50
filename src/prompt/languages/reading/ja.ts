import { noWords, type ReadingWords } from './reading-words.ts';

export const ja: ReadingWords = {
  ...noWords,
  second: '秒間|秒',
  minute: '分間|分',
  join: 'から',
  until: 'まで',
  first: '最初の?|冒頭の?|始めの?|はじめの?',
  next: '次の|続く|続いて|その後の?|そして',
  last: '最後の?|残りの?|ラストの?',
  total: '長さ|尺|合計|全体|再生時間',
  film: '動画|映像|ビデオ|クリップ|ムービー|cm|ショート|アニメ|作品',
  lasts: 'は|が|の長さは',
  about: '約|およそ',
  partBefore: 'ごとに|毎',
  partAfter: '後|以内|ごと|前|目|間隔',
  shot: 'カット|シーン|ショット',
  shotAfter: 'カット目|シーン目|カット|シーン',
  ordinals: '1 最初の|2 二番目の',
  counter: '枚目の|番目の|本目の|つ目の|個目の',
  given: '参考|参照|元の|提供された',
  and: 'と',
};
