import { doubtfulWords } from './camera-terms.ts';
import type { Hit } from './term-matcher.ts';

const clauseBreak = /[.,;:!?()，。；：！？、（）\n—–]|\b(?:while|as|when|because|until)\b/g;
const cameraNoun =
  /\b(?:camera|lens|shot|frame|framing|view|angle|steadicam|gimbal|dolly|cam)\b|镜头|机位|摄影机|视角|运镜|画面|景别|焦距|取景/;
const leads =
  /^(?:(?:an?|the|we) )?(?:(?:\d[\w ]{0,8}|very|slow|slowly|fast|quick|quickly|rapid|gentle|gently|smooth|smoothly|steady|sudden|continuous|soft|subtle|slight|long|short|final|then|next|finally|again|and|to|into|a|slight) )*$/;
const cameraSubject = /\bcamera\b[^.;!?]*$/;
const articleAlone = /^(?:an?|the) $/;
const follows =
  /^(?:$|[.,;:!?()/\n—–]| (?:[.,;:!?(]|shot|view|angle|camera|lens|footage|over|of|on|onto|to|from|around|round|above|behind|through|into|past|across|along|toward|towards|in|out|with|down|up|as|and|then|while|until|slowly|gently|quickly|smoothly|reveal\w*|show\w*|follow\w*|low|high|close|\d))/;

const ends = /^\s?(?:$|[.,;:!?()/\n—–，。；：、）])/;
const cjk = /[\u3040-\u9fff]/;
const cjkLead = /(?:缓慢|缓缓|慢慢|快速|急速|极速|向前|持续|轻微|平稳|镜头|然后|随后|接着|再|并)*$/;
const cjkBefore = /(?:^|[\s，。；：、！？（）()【】[\],.;:|/秒\d-])$/;
const cjkAfter =
  /^(?:$|[\s，。；：、！？（）()【】\],.;:|/]|镜头|视角|拍|角度|机位|镜|景|构图|跟|摇|推|拉|运|至|到|向|于)/;

/** `把距离拉远`, `将椅子推近桌边`, `拉远了彼此的关系`: something else is moved. */
const movedBefore = /(?:(?:把|将(?!军|要|会)|將(?!軍|要|會))|距离|距離|关系|關係|间距|間距)[^，。]{0,10}$/;
const movedAfter = /^了?(?:[^，。；\s]{0,8}的)?(?:距离|距離|关系|關係|间距|間距)/;

/** Whether a word is said of the camera here: `wide shot`, "pull out over the sea", not "her eyes go wide" or "the bus pulls out". */
export function isOfCamera(plain: string, { word, start, end }: Hit): boolean {
  const doubt = doubtfulWords.get(word);
  const isMove = /[推拉]/.test(word) && !cameraNoun.test(word);
  if (doubt === undefined && !isMove) return true;
  const clause = clauseBefore(plain, start);
  if (cameraNoun.test(clause) || isSameCamera(plain, start, clause)) return true;
  if (isMove && (movedBefore.test(clause) || movedAfter.test(plain.slice(end, end + 16)))) return false;
  if (doubt === undefined) return true;
  if (doubt === 'needs-camera') return false;
  const after = plain.slice(end, end + 24);
  if (doubt === 'needs-ends') return clause === '' && ends.test(after);
  if (cjk.test(word)) {
    const before = plain.slice(Math.max(0, start - 12), start).replace(cjkLead, '');
    return cjkBefore.test(before) && cjkAfter.test(after);
  }
  return leads.test(clause) && !articleAlone.test(clause) && follows.test(after);
}

/** `The camera pushes in while it pulls out`: the camera goes on. */
function isSameCamera(plain: string, start: number, clause: string): boolean {
  return (
    /^(?:it|then it|and it) (?:\w+ly )?$/.test(clause) &&
    cameraSubject.test(plain.slice(Math.max(0, start - 120), start))
  );
}

function clauseBefore(plain: string, at: number): string {
  const near = plain.slice(Math.max(0, at - 80), at);
  let from = 0;
  for (const match of near.matchAll(clauseBreak)) from = match.index + match[0].length;
  return near.slice(from).trimStart();
}
