import { noWords, type ReadingWords } from './reading-words.ts';

export const hi: ReadingWords = {
  ...noWords,
  second: 'सेकंड|सेकेंड|सेकण्ड',
  minute: 'मिनट',
  join: 'से',
  first: 'पहले',
  next: 'अगले',
  last: 'आखिरी|अंतिम',
  total: 'अवधि|कुल',
  film: 'वीडियो|क्लिप|विज्ञापन',
  shot: 'दृश्य|शॉट',
  and: 'और',
};
