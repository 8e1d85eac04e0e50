import { noTimeWords, type TimeWords } from './time-words.ts';

export const jaTime: TimeWords = {
  ...noTimeWords,
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
};
