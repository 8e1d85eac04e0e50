import { AppError } from '../../core/errors.ts';
import type { Answer, Refusal } from '../../net/http.ts';
import { arkVerdicts, codeOf, judge, quoted, textOf } from '../upstream.ts';
import { at } from '../urls.ts';

export const dashboardUrl = 'https://www.xskill.ai';

/** The words of xskill's own skill for "no key". */
export const missingKey = `There is no xskill API key yet. Set one, then call again:
export XSKILL_API_KEY=sk-your-api-key
Get your API Key: https://www.xskill.ai/#/v2/api-keys`;

/** Upstream codes inside failure text (docs/wire.md, Moderation), then the maker's names. */
export const verdicts: typeof arkVerdicts = [
  { words: /\b4011\b/, code: 'face_detected' },
  { words: /\b2038\b/, code: 'content_refused' },
  {
    words: /(?:code|ret|error|errno)\W{0,4}1000\b|[[(]1000[\])]|^\s*1000\b/i,
    code: 'invalid_input',
    nextStep: 'Correct the parameter that the service names, then submit again. A failed task is refunded.',
  },
  ...arkVerdicts,
];

/** Errors of xskill: an HTTP status, or a `code` other than 200 inside an HTTP 200. */
export function refusal(answer: Answer, spending: boolean): Refusal | undefined {
  const status = statusOf(answer);
  return status === undefined ? undefined : { status, error: errorOf(status, answer, spending) };
}

/** Codes that are no HTTP status stand for a refusal where the table knows them; any other leaves it open what happened. */
function statusOf({ status, json }: Answer): number | undefined {
  if (status >= 400 || status < 200 || status >= 300) return status;
  const code = Number(at(json, 'code') ?? 200);
  if (code === 200) return undefined;
  if (code >= 400 && code < 600) return code;
  return [4011, 2038, 1000].includes(code) ? 422 : 500;
}

const refusedNextStep = 'Correct what the service names and submit again; a refused request is not charged.';

function errorOf(status: number, { json, retryAfterMs }: Answer, spending: boolean): AppError {
  const words = wordsOf(json);
  const said = words ? `: ${quoted(words)}` : ` (HTTP ${status}).`;
  const code = codeOf(status);
  switch (code) {
    case 'unauthorized':
      return new AppError(code, 'xskill refused the API key.', {
        nextStep:
          'Ask the user for a valid key: export XSKILL_API_KEY=sk-your-api-key. Get your API Key: https://www.xskill.ai/#/v2/api-keys',
      });
    case 'no_credit':
      return new AppError(code, `The xskill account has too few points${missingPoints(json) ?? said}`, {
        nextStep: `Ask the user to top up at ${dashboardUrl}, then submit again. This attempt was not charged.`,
      });
    case 'rate_limited':
      return new AppError(code, `xskill is rate-limiting${said}`, { retryAfterMs });
    case 'not_found':
      return spending || /model/i.test(words ?? '')
        ? new AppError('unknown_model', `xskill does not know this model${said}`, {
            nextStep: 'Use one of the model ids in the tool list.',
          })
        : new AppError(code, `xskill does not know this${said}`);
    case 'invalid_input': {
      const verdict = judge(words, verdicts, { code, nextStep: refusedNextStep });
      return new AppError(verdict.code, `xskill refused the request${said}`, { nextStep: verdict.nextStep });
    }
    default:
      return new AppError('unavailable', `xskill is in trouble${said}`);
  }
}

/** Text of an envelope, with the fields that a 422 names. */
function wordsOf(json: unknown): string | undefined {
  const code = Number(at(json, 'code') ?? 0);
  const odd = code >= 600 ? `code ${code}` : undefined;
  const [words] = ['detail', 'message', 'msg', 'error'].map((key) => textOf(at(json, key))).filter(Boolean);
  return [odd, words, textOf(at(json, 'data', 'errors'))].filter(Boolean).join('; ') || undefined;
}

function missingPoints(json: unknown): string | undefined {
  const [required, available] = ['required', 'available'].map((key) => at(json, 'data', key));
  return typeof required === 'number' && typeof available === 'number'
    ? `: ${required} are required, ${available} are there.`
    : undefined;
}
