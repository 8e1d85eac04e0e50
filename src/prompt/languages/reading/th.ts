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
  camera: {
    static: 'กล้องนิ่ง|กล้องคงที่',
    CU: 'ภาพระยะใกล้|โคลสอัพ|ระยะใกล้',
    MS: 'ระยะกลาง',
    WS: 'ภาพมุมกว้าง|มุมกว้าง',
    push_in: 'กล้องเคลื่อนเข้า|กล้องเข้าใกล้',
    pull_out: 'กล้องถอยออก',
    track: 'กล้องติดตาม',
    low_angle: 'มุมต่ำ',
    high_angle: 'มุมสูง',
    drone: 'ภาพทางอากาศ',
  },
  style: 'สไตล์|สมจริง|สารคดี|ภาพยนตร์|แอนิเมชัน',
  sound: 'เสียง|ดนตรี|เพลง',
};
