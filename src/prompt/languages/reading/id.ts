import { noWords, type ReadingWords } from './reading-words.ts';

export const id: ReadingWords = {
  ...noWords,
  second: 'detik|dtk',
  minute: 'menit',
  join: 'sampai|hingga',
  from: 'dari|detik',
  numbers: '2 dua|3 tiga|4 empat|5 lima|6 enam|7 tujuh|8 delapan|9 sembilan|10 sepuluh|12 dua belas|15 lima belas',
  firstAfter: 'pertama',
  nextAfter: 'berikutnya|selanjutnya',
  lastAfter: 'terakhir',
  total: 'durasi|total durasi|durasi total',
  film: 'video|klip|film|iklan|animasi|adegan',
  about: 'sekitar',
  partBefore: 'setiap|selama',
  partAfter: 'kemudian|sebelum',
  shot: 'adegan',
  and: 'dan',
};
