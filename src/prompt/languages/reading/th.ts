import { noWords, type ReadingWords } from './reading-words.ts';

export const th: ReadingWords = {
  ...noWords,
  second: 'วินาที',
  minute: 'นาที',
  join: 'ถึง',
  from: 'วินาทีที่',
  total: 'ความยาว|รวม',
  film: 'วิดีโอ|คลิป',
  shot: 'ฉาก',
  and: 'และ',
};
