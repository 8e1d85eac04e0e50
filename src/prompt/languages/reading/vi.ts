import { noWords, type ReadingWords } from './reading-words.ts';

export const vi: ReadingWords = {
  ...noWords,
  second: 'giây',
  minute: 'phút',
  join: 'đến|tới',
  from: 'từ|giây',
  numbers: '2 hai|3 ba|4 bốn|5 năm|6 sáu|7 bảy|8 tám|9 chín|10 mười',
  firstAfter: 'đầu tiên|đầu',
  nextAfter: 'tiếp theo|kế tiếp',
  lastAfter: 'cuối cùng|cuối',
  total: 'tổng thời lượng|thời lượng|tổng cộng',
  film: 'video|clip|phim|quảng cáo|hoạt hình',
  about: 'khoảng',
  partBefore: 'mỗi',
  partAfter: 'sau|trước',
  shot: 'cảnh',
  and: 'và',
};
