import { noWords, type ReadingWords } from './reading-words.ts';

export const pl: ReadingWords = {
  ...noWords,
  second: 'sek\\.?|sekund[ya]?|sekundow[aey]',
  minute: 'minut[ya]?|minutow[aey]',
  join: 'do',
  from: 'od|sekundy',
  numbers: '2 dwie|3 trzy|4 cztery|5 pięć|6 sześć|7 siedem|8 osiem|9 dziewięć|10 dziesięć|15 piętnaście',
  first: 'pierwsze|pierwszych',
  next: 'kolejne|następne|potem',
  last: 'ostatnie|ostatnich',
  total: 'czas trwania|łącznie|długość',
  film: 'film|filmik|klip|wideo|reklama|animacja',
  about: 'około',
  partBefore: 'co|po',
  partAfter: 'później|wcześniej',
  shot: 'ujęcie|scena',
  ordinals: '1 pierwsz[ye]|2 drugi|2 drugie|3 trzeci[e]?',
  and: 'i',
};
