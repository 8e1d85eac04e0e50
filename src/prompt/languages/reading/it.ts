import { noWords, type ReadingWords } from './reading-words.ts';

export const it: ReadingWords = {
  ...noWords,
  second: 'sec\\.?|second[io]',
  minute: 'minut[io]',
  join: 'a|ai|fino a',
  from: 'da|dai|dal|second[io]|tra',
  numbers:
    '1 uno|2 due|3 tre|4 quattro|5 cinque|6 sei|7 sette|8 otto|9 nove|10 dieci|12 dodici|15 quindici|20 venti|30 trenta',
  first: 'primi|i primi',
  next: 'successivi|poi|prossimi',
  last: 'ultimi|gli ultimi|finali',
  nextAfter: 'successivi|seguenti',
  total: 'durata|durata totale|totale|in totale',
  film: 'video|clip|spot|cortometraggio|filmato|animazione|sequenza|scena',
  lasts: 'di|dura',
  about: 'circa|un|una|esattamente',
  partBefore: 'ogni|per|dopo',
  partAfter: 'dopo|di pausa|prima',
  shot: 'inquadratura|scena|ripresa|piano',
  ordinals: '1 prim[oa]|2 second[oa]|3 terz[oa]|4 quart[oa]|5 quint[oa]',
  givenAfter: 'di riferimento|allegat[oa]',
  and: 'e',
  serves: 'per|come|è',
  instruction: 'inserisci|inserire|descrivi|scrivi|scegli',
  blank: 'nome|nome del prodotto|prodotto|personaggio|marca|luogo|città|colore|azione|oggetto',
};
