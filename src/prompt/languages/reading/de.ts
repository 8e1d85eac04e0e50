import { noWords, type ReadingWords } from './reading-words.ts';

export const de: ReadingWords = {
  ...noWords,
  second: 'sek\\.?|sekunden?|sekündige[rsnm]?',
  minute: 'minuten?|min\\.?',
  join: 'bis|bis zur?',
  from: 'von|ab|sekunden?|zwischen',
  numbers:
    '1 eine?|2 zwei|3 drei|4 vier|5 fünf|6 sechs|7 sieben|8 acht|9 neun|10 zehn|11 elf|12 zwölf|13 dreizehn|14 vierzehn|15 fünfzehn|20 zwanzig|30 dreißig|60 sechzig',
  first: 'ersten?|die ersten',
  next: 'nächsten?|folgenden?|dann|danach',
  last: 'letzten?|die letzten|restlichen',
  total: 'dauer|gesamtdauer|gesamtlänge|länge|insgesamt|laufzeit',
  film: 'videos?|clips?|films?|werbespot|werbung|spot|kurzfilm|animation|sequenz|szene|trailer',
  lasts: 'von|mit|dauert|ist',
  more: 'weitere',
  about: 'etwa|ungefähr|circa|ca\\.?|genau|eine?n?|rund',
  partBefore: 'alle|jede|nach|für|während',
  partAfter: 'später|vorher|pause|überblendung|lang',
  shot: 'szene|einstellung|schnitt|bild',
  ordinals: '1 erste[ns]?|2 zweite[ns]?|3 dritte[ns]?|4 vierte[ns]?|5 fünfte[ns]?',
  given: 'referenz|hochgeladene[ns]?|beigefügte[ns]?',
  and: 'und',
  serves: 'für|als|ist',
  writing: 'schild|etikett|aufschrift',
  instruction: 'einfügen|beschreiben|eintragen|ausfüllen|wählen',
  blank: 'name|produktname|markenname|produkt|figur|person|marke|ort|stadt|farbe|aktion|objekt',
};
