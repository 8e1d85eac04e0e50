import { noWords, type ReadingWords } from './reading-words.ts';

export const nl: ReadingWords = {
  ...noWords,
  second: 'sec\\.?|seconden?',
  minute: 'minuut|minuten',
  join: 'tot',
  from: 'van|seconde',
  numbers:
    '2 twee|3 drie|4 vier|5 vijf|6 zes|7 zeven|8 acht|9 negen|10 tien|12 twaalf|15 vijftien|20 twintig|30 dertig',
  first: 'eerste|de eerste',
  next: 'volgende|de volgende|daarna',
  last: 'laatste|de laatste',
  total: 'duur|totale duur|lengte|totale lengte',
  film: 'video|clip|filmpje|film|reclame|animatie',
  lasts: 'van|duurt',
  about: 'ongeveer|circa',
  partBefore: 'elke|na',
  partAfter: 'later|eerder',
  shot: 'scène',
  ordinals: '1 eerste|2 tweede|3 derde',
  and: 'en',
};
