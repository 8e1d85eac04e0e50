import { AppError } from '../../core/errors.ts';
import type { Answer, Refusal } from '../../net/http.ts';
import { arkVerdicts, codeOf, judge, quoted, textOf } from '../upstream.ts';
import { at } from '../urls.ts';

export const dashboardUrl = 'https://api-console.pixazo.ai/dashboard';

/** The sentences of Pixazo's own skill, word for word. */
export const sentences = {
  missingKey:
    'I\'ll need your Pixazo API key once. Get it free at https://api-console.pixazo.ai/api_keys — sign in, click "Create new key", copy it, and paste it here. I\'ll save it to ~/.pixazo/api-key so you only do this once.',
  unauthorized: 'Your Pixazo API key looks invalid. Get a fresh one at https://api-console.pixazo.ai/api_keys',
  noCredit: `Your Pixazo account is out of credits. Top up at ${dashboardUrl}`,
  rateLimited: 'Pixazo is rate-limiting — let me wait 5s and retry.',
  hiccup: 'Pixazo had a hiccup — let me retry.',
} as const;

/** Ark's names; sound can be left out here. */
export const verdicts: typeof arkVerdicts = [
  {
    words: /OutputAudioSensitiveContentDetected/i,
    code: 'content_refused',
    nextStep:
      'The generated sound was refused, not the picture: submit again with generate_audio: false, or describe other sound.',
  },
  ...arkVerdicts,
];

/** Errors of Pixazo: an HTTP status, or a `statusCode` inside an HTTP 200. */
export function refusal(answer: Answer, spending: boolean): Refusal | undefined {
  const inside = Number(at(answer.json, 'statusCode'));
  const status = answer.status >= 200 && answer.status < 300 ? inside : answer.status;
  return status >= 300 ? { status, error: errorOf(status, answer, spending) } : undefined;
}

function errorOf(status: number, { json, retryAfterMs }: Answer, spending: boolean): AppError {
  const words = ['error', 'message', 'detail'].map((key) => textOf(at(json, key))).find(Boolean);
  const said = words ? `: ${quoted(words)}` : ` (HTTP ${status}).`;
  const code = codeOf(status);
  switch (code) {
    case 'unauthorized':
      return new AppError(code, sentences.unauthorized);
    case 'no_credit':
      return new AppError(code, sentences.noCredit);
    case 'rate_limited':
      return new AppError(code, sentences.rateLimited, { retryAfterMs });
    case 'not_found':
      return spending
        ? new AppError('unknown_model', `Pixazo does not know this operation${said}`)
        : new AppError(code, `Pixazo does not know this task${said}`);
    case 'invalid_input': {
      const verdict = judge(words, verdicts, { code, nextStep: fixFor(status, words) });
      return new AppError(verdict.code, `Pixazo refused the request${said}`, { nextStep: verdict.nextStep });
    }
    default:
      return new AppError('unavailable', spending ? `Pixazo is in trouble${said}` : sentences.hiccup);
  }
}

/** docs/wire.md, Pixazo answers: a 422 may mean moderated content. */
function fixFor(status: number, words: string | undefined): string {
  const correct = 'Correct what the service names and submit again; a refused request is not charged.';
  if (words && status !== 422) return correct;
  return `${correct} When it names nothing, the prompt or a reference may have been moderated: change them.`;
}
