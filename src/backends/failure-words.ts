import type { ErrorCode } from '../core/errors.ts';

/** What a service's own words mean to us, and what to do about it where the code alone does not say. */
export type Verdict = { code: ErrorCode; nextStep?: string };

type Row = Verdict & { words: RegExp };

const unchanged =
  'Nothing in the request has to change: submit the same request again in some minutes. What failed is not charged.';
const correct = 'Correct the parameter that the service names, then submit again. What failed is not charged.';

/** Why a service refuses or fails, at either of them (docs/wire.md, Words of failure). The more telling row comes first. */
const failures: readonly Row[] = [
  { code: 'face_detected', words: /PrivacyInformation|\b4011\b/i },
  {
    code: 'input_unreachable',
    words:
      /time(?:d )?out while (?:downloading|fetching)|(?:failed|unable|cannot|could ?n[o']t|can't)(?: to)? (?:be )?(?:download|fetch|access)|file_download_error|download(?:ing)? (?:failed|timed out)|\b(?:url|link)\b[^.]{0,20}\b(?:is not|isn't|not) (?:accessible|reachable)|下载(?:失败|超时)|无法(?:下载|访问|获取)/i,
  },
  // It may quote the prompt, in which any of the words below may stand.
  { code: 'invalid_input', words: /(?:Invalid|Missing)Parameter/, nextStep: correct },
  {
    code: 'face_detected',
    words:
      /\bface (?:was )?detected|\breal[- ](?:human )?(?:person|people|face)|\blikeness\b|\bpublic figures?\b|人脸|真人|肖像/i,
  },
  {
    code: 'no_credit',
    words:
      /(?:insufficient|not enough)[ _](?:account )?(?:balance|credits?|points|funds)|AccountOverdue|(?:余额|积分|点数)不(?:足|够)|欠费/i,
  },
  {
    code: 'content_refused',
    words: /PolicyViolation|copyright|版权|侵权/i,
    nextStep:
      'It was refused for copyright: take brand names and known characters out of the words and the references, then submit again.',
  },
  { code: 'content_refused', words: /SensitiveContent/i },
  {
    code: 'rate_limited',
    words:
      /QuotaExceeded|quota exceeded|out of call volume quota|rate[ _]?limit|too many requests|RequestBurst|\bconcurren(?:t|cy)\b|并发|限流|过于频繁/i,
    nextStep: unchanged,
  },
  {
    code: 'invalid_input',
    words: /(?:invalid|missing) parameter|(?:code|ret|error|errno|错误码)\W{0,4}1000\b|[[(]1000[\])]|^\s*1000\b/i,
    nextStep: correct,
  },
  {
    code: 'content_refused',
    words:
      /sensitive (?:content|information|words?)|content[ _]?(?:policy|violation|not pass)|violat(?:es?|ed|ing|ion)\b|usage polic|moderat(?:ed|ion)|\bnsfw\b|\bunsafe\b|\bsafety\b|inappropriate|敏感|违规|不合规|风控|审核|\b2038\b/i,
  },
  {
    code: 'unavailable',
    words:
      /overload|InternalServiceError|internal (?:(?:server|service) )?error|ModelNotReady|time(?:d[ _])?out\b|_timeout\b|temporarily unavailable|(?:try|retry) (?:again )?later|内部错误|排队|繁忙|超时|稍后(?:再试|重试)/i,
    nextStep: unchanged,
  },
  { code: 'invalid_input', words: /参数/, nextStep: correct },
];

/** What was refused for its content: the maker's names for it first, then plain words. */
const stages: readonly { words: RegExp; nextStep: string }[] = [
  {
    words: /input ?text/i,
    nextStep:
      'The words of the prompt were refused: reword what could be violent, sexual or political, then submit again.',
  },
  {
    words: /input ?image/i,
    nextStep: 'A reference picture was refused, not the words: replace the picture, then submit again.',
  },
  {
    words: /input ?(?:video|audio)|(?:输入|参考)的?(?:视频|音频|声音)/i,
    nextStep: 'A reference video or sound was refused, not the words: replace it, then submit again.',
  },
  {
    words: /output ?audio|音频|声音/i,
    nextStep:
      'The generated sound was refused, not the picture: describe other sound or none (generate_audio: false where the model has it), then submit again.',
  },
  {
    words: /output ?(?:video|image)|视频/i,
    nextStep: 'The finished film or picture was refused: tone down what the prompt shows, then submit again.',
  },
  { words: /prompt|提示词|文本/i, nextStep: 'The words of the prompt were refused: reword them, then submit again.' },
  {
    words: /图片|图像|\bimages?\b/i,
    nextStep: 'A picture was refused: replace the reference pictures, then submit again.',
  },
];

const longestRead = 2_000;

/** What the words mean; undefined when no row knows them. */
export function findVerdict(text: string | undefined): Verdict | undefined {
  const words = text?.slice(0, longestRead) ?? '';
  const row = failures.find((one) => one.words.test(words));
  if (!row) return undefined;
  const stage = row.code === 'content_refused' ? stages.find((one) => one.words.test(words)) : undefined;
  return { code: row.code, nextStep: row.nextStep ?? stage?.nextStep };
}

/** The words refuse this request. A service that only had an error may have accepted it all the same. */
export function isClearRefusal({ code }: Verdict): boolean {
  return code !== 'unavailable';
}
