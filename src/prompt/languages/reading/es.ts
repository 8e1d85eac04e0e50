import { noWords, type ReadingWords } from './reading-words.ts';

export const es: ReadingWords = {
  ...noWords,
  second: 'segs?\\.?|segundos?',
  minute: 'minutos?',
  join: 'a|al|hasta',
  from: 'de|del|desde|desde el|segundos?|entre',
  numbers:
    '1 uno|2 dos|3 tres|4 cuatro|5 cinco|6 seis|7 siete|8 ocho|9 nueve|10 diez|11 once|12 doce|13 trece|14 catorce|15 quince|20 veinte|30 treinta|60 sesenta',
  first: 'primeros|los primeros|iniciales',
  next: 'siguientes|los siguientes|próximos|luego',
  last: 'últimos|los últimos|finales',
  nextAfter: 'siguientes|posteriores',
  total: 'duración|duración total|total|en total|longitud',
  film: 'v[ií]deos?|clips?|cortos?|anuncios?|película|comercial|animación|secuencia|escena',
  lasts: 'de|dura|es de',
  more: 'más',
  about: 'unos|aproximadamente|un|una|exactamente',
  partBefore: 'cada|durante|después de|tras',
  partAfter: 'después|más tarde|antes|de pausa|de fundido|cada',
  shot: 'plano|toma|escena|corte',
  ordinals: '1 primera?|1 primer|2 segund[oa]|3 tercera?|3 tercer|4 cuart[oa]|5 quint[oa]',
  givenAfter: 'de referencia|adjunt[oa]|subid[oa]',
  and: 'y',
  serves: 'para|como|es',
  writing: 'cartel|letrero|etiqueta|dice',
  instruction: 'inserta|insertar|describe|describir|escribe|escribir|rellena|elige',
  blank:
    'nombre|nombre del producto|nombre de la marca|nombre del personaje|producto|personaje|marca|lugar|ciudad|color|acción|objeto|estilo',
};
