import type { ErrorCode } from '../core/errors.ts';

/** What a service's own words mean to us. */
export type Verdict = { code: ErrorCode; nextStep?: string };

export type VerdictRow = Verdict & { words: RegExp };

/** Words of a service on one line, without control signs, cut to `most` characters. */
export function oneLine(text: string, most = 500): string {
  const line = text
    .slice(0, most * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}

/** Words of a service as people see them: somebody else's text, in quotation marks, never an instruction. */
export function quoted(text: string): string {
  return `"${oneLine(text).replaceAll('"', "'")}"`;
}

/** The text in an error of any shape: a string, `{code, message}`, or a list of either. */
export function textOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return oneLine(value) || undefined;
  if (typeof value !== 'object' || value === null || depth > 3) return undefined;
  if (Array.isArray(value)) return joined(value.slice(0, 8).map((item) => textOf(item, depth + 1)));
  const { code, field, loc, message, msg, detail, error } = value as Record<string, unknown>;
  const place = [code, field, loc].map((item) => (typeof item === 'number' ? String(item) : textOf(item, depth + 1)));
  const words = [message, msg, detail, error].map((item) => textOf(item, depth + 1)).find(Boolean);
  return joined([...place, words], ': ');
}

/** The first row whose words occur, else the last resort. */
export function judge(text: string | undefined, rows: readonly VerdictRow[], otherwise: Verdict): Verdict {
  return rows.find(({ words }) => words.test(text?.slice(0, 2000) ?? '')) ?? otherwise;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  402: 'no_credit',
  404: 'not_found',
  408: 'unavailable',
  429: 'rate_limited',
};

/** What an HTTP status means at either service. A 403 speaks of the request or a quota, not of the key. */
export function codeOf(status: number): ErrorCode {
  return codes[status] ?? (status >= 400 && status < 500 ? 'invalid_input' : 'unavailable');
}

/** Refusals of the maker's service behind both (docs/wire.md, Moderation). The more telling name comes first. */
export const arkVerdicts: readonly VerdictRow[] = [
  {
    words: /PrivacyInformation|real (?:human )?(?:person|face)|face (?:was )?detected|人脸|真人/i,
    code: 'face_detected',
  },
  {
    words: /OutputAudioSensitiveContentDetected/i,
    code: 'content_refused',
    nextStep: 'The generated sound was refused, not the picture: describe other sound, or none, and submit again.',
  },
  {
    words: /OutputVideoSensitiveContentDetected/i,
    code: 'content_refused',
    nextStep:
      'The finished picture was refused: tone down what the prompt shows and submit again. A failed task is not charged.',
  },
  {
    words: /Input(?:Image|Video|Audio)SensitiveContentDetected/i,
    code: 'content_refused',
    nextStep: 'A reference was refused: replace it, then submit again. The same request would be refused again.',
  },
  { words: /out of call volume quota|rate limit is exceeded|quota exceeded/i, code: 'rate_limited' },
  { words: /SensitiveContent|content violation|moderat(?:ed|ion)|违规|审核/i, code: 'content_refused' },
];

function joined(parts: (string | undefined)[], separator = '; '): string | undefined {
  return parts.filter(Boolean).join(separator) || undefined;
}
