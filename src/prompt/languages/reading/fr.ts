import { noWords, type ReadingWords } from './reading-words.ts';

export const fr: ReadingWords = {
  ...noWords,
  second: 'sec\\.?|secondes?',
  minute: 'minutes?',
  join: 'à|a|au|jusqu.à',
  from: 'de|des?|du|entre|secondes?|la seconde',
  numbers:
    '1 une|2 deux|3 trois|4 quatre|5 cinq|6 six|7 sept|8 huit|9 neuf|10 dix|11 onze|12 douze|13 treize|14 quatorze|15 quinze|20 vingt|30 trente|60 soixante',
  first: 'premières|les premières|première',
  next: 'suivantes|les suivantes|prochaines|puis|ensuite',
  last: 'dernières|les dernières|finales',
  nextAfter: 'suivantes|qui suivent|d.après',
  total: 'durée|durée totale|total|au total|longueur',
  film: 'vid[ée]os?|clips?|films?|publicité|pub|court.métrage|animation|séquence|scène',
  lasts: 'de|dure|est de',
  about: 'environ|une?|exactement',
  partBefore: 'chaque|toutes les|pendant|après',
  partAfter: 'plus tard|après|avant|de pause|de fondu',
  shot: 'plan|scène|prise',
  ordinals: '1 première|1 premier|2 deuxième|2 seconde?|3 troisième|4 quatrième|5 cinquième',
  givenAfter: 'de référence|fournie?|jointe?',
  and: 'et',
  serves: 'pour|comme|est',
  instruction: 'insérer|insérez|décrire|décrivez|remplir|choisir',
  blank: 'nom|nom du produit|nom de la marque|produit|personnage|marque|lieu|ville|couleur|action|objet',
};
