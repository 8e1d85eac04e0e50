import { noWords, type ReadingWords } from './reading-words.ts';

export const ko: ReadingWords = {
  ...noWords,
  second: '초간|초',
  minute: '분간|분',
  join: '부터|에서',
  until: '까지',
  first: '처음|첫',
  next: '다음|그다음|이어서|이후',
  last: '마지막|끝|남은',
  total: '길이|총|전체|러닝타임|합계',
  film: '영상|동영상|비디오|클립|광고|영화|애니메이션|쇼츠',
  lasts: '은|는|의 길이는',
  about: '약|짜리',
  partBefore: '매',
  partAfter: '후|뒤|이내|마다|동안|간격',
  shot: '컷|장면|씬|샷|쇼트',
  ordinals: '1 첫 번째|1 첫번째|2 두 번째|2 두번째|3 세 번째|3 세번째|4 네 번째|4 네번째|5 다섯 번째',
  given: '참고|참조|업로드한|제공된|원본',
  and: '와|과|및',
};
