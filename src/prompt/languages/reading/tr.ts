import { noWords, type ReadingWords } from './reading-words.ts';

export const tr: ReadingWords = {
  ...noWords,
  second: 'sn\\.?|saniye|saniyelik|saniyede|saniyeye|saniyeden',
  minute: 'dk\\.?|dakika|dakikalık',
  join: 'ile',
  from: 'saniye',
  numbers: '2 iki|3 üç|4 dört|5 beş|6 altı|7 yedi|8 sekiz|9 dokuz|15 on beş|20 yirmi|30 otuz',
  first: 'ilk',
  next: 'sonraki|ardından',
  last: 'son',
  total: 'toplam süre|süre|toplam',
  film: 'video|klip|film|reklam|animasyon|sahne',
  about: 'yaklaşık',
  partBefore: 'her|boyunca',
  partAfter: 'sonra|önce',
  shot: 'sahne|çekim',
  ordinals: '1 birinci|2 ikinci|3 üçüncü',
  and: 've',
};
