import { createRefusal } from '../refusal.ts';
import { wordsIn } from '../upstream.ts';
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

/** Errors of Pixazo: an HTTP status, or a `statusCode` inside an HTTP 200 (docs/wire.md, Pixazo answers). */
export const refusal = createRefusal({
  title: 'Pixazo',
  dashboardUrl,
  codeInside: (json) => {
    const code = Number(at(json, 'statusCode'));
    return code >= 300 ? code : undefined;
  },
  hasTask: (json) => ['request_id', 'task_id', 'id'].some((key) => Boolean(at(json, key))),
  wordsOf: wordsIn,
  sentences: {
    unauthorized: () => ({ message: sentences.unauthorized }),
    no_credit: () => ({ message: sentences.noCredit }),
    rate_limited: () => ({ message: sentences.rateLimited }),
    unknown_model: ({ said }) => ({ message: `Pixazo does not know this operation${said}` }),
    unavailable: ({ status, spending }) => (spending || status < 500 ? {} : { message: sentences.hiccup }),
    // docs/wire.md, Pixazo answers: a 422 may mean moderated content.
    invalid_input: ({ status, words }) => (words && status !== 422 ? {} : { nextStep: maybeModerated }),
  },
});

const maybeModerated =
  'Correct what the service names and submit again; a refused request is not charged. When it names nothing, the prompt or a reference may have been moderated: change them.';
