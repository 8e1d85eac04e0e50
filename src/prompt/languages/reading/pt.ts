import { noWords, type ReadingWords } from './reading-words.ts';

export const pt: ReadingWords = {
  ...noWords,
  second: 'segs?\\.?|segundos?',
  minute: 'minutos?',
  join: 'a|aos?|até',
  from: 'de|dos?|das|desde|entre|segundos?',
  numbers:
    '1 um|2 dois|3 três|4 quatro|5 cinco|6 seis|7 sete|8 oito|9 nove|10 dez|11 onze|12 doze|13 treze|14 catorze|15 quinze|20 vinte|30 trinta|60 sessenta',
  first: 'primeiros|os primeiros|iniciais',
  next: 'próximos|os próximos|seguintes|depois',
  last: 'últimos|os últimos|finais',
  nextAfter: 'seguintes',
  total: 'duração|duração total|total|no total|ao todo',
  film: 'v[ií]deos?|clipes?|clips?|filmes?|anúncios?|comercial|animação|sequência|cena',
  lasts: 'de|dura|tem',
  more: 'mais',
  about: 'cerca de|aproximadamente|um|uma|exatamente',
  partBefore: 'cada|durante|após|depois de',
  partAfter: 'depois|mais tarde|antes|de pausa|cada',
  shot: 'plano|tomada|cena|corte',
  ordinals: '1 primeir[oa]|2 segund[oa]|3 terceir[oa]|4 quart[oa]|5 quint[oa]',
  givenAfter: 'de referência|anexad[oa]|enviad[oa]',
  and: 'e',
  serves: 'para|como|é',
  instruction: 'insira|inserir|descreva|escreva|preencha|escolha',
  blank: 'nome|nome do produto|nome da marca|produto|personagem|marca|lugar|cidade|cor|ação|objeto',
};
