import { noWords, type ReadingWords } from './reading-words.ts';

export const uk: ReadingWords = {
  ...noWords,
  second: 'секунд[иа]?',
  minute: 'хвилин[иа]?|хв\\.?',
  join: 'до',
  from: 'від|секунди',
  first: 'перші|перших',
  next: 'наступні|далі',
  last: 'останні',
  total: 'тривалість|загальна тривалість',
  film: 'відео|ролик|кліп|фільм|реклама|анімація',
  about: 'близько',
  partBefore: 'кожні|через',
  partAfter: 'пізніше',
  shot: 'кадр|сцена',
  and: 'і|та',
};
