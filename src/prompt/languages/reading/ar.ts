import { noWords, type ReadingWords } from './reading-words.ts';

export const ar: ReadingWords = {
  ...noWords,
  second: 'ثانية|ثواني|ثوان',
  minute: 'دقيقة|دقائق',
  join: 'إلى|الى|حتى',
  from: 'من|الثانية',
  first: 'أول',
  next: 'التالية',
  last: 'آخر',
  total: 'المدة|مدة|الإجمالي',
  film: 'فيديو|مقطع|إعلان',
  shot: 'مشهد|لقطة',
  and: 'و',
};
