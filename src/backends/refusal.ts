import { AppError, type ErrorCode } from '../core/errors.ts';
import type { Answer, Refusal } from '../net/http.ts';
import { findVerdict, isClearRefusal } from './failure-words.ts';
import { quoted } from './upstream.ts';

type Sentences = { message?: string; nextStep?: string };

/** An answer that refuses. `said` ends a sentence with the service's own words. */
export type Refused = { status: number; json: unknown; words?: string; said: string; spending: boolean };

/** How one service says no. */
export type RefusalSpec = {
  title: string;
  dashboardUrl: string;
  /** The code in its JSON beside the HTTP status; undefined when there is none, or it means success. */
  codeInside(json: unknown): number | undefined;
  /** Whether the answer to a submit names a task: then it was taken, whatever else it says. */
  hasTask(json: unknown): boolean;
  wordsOf(json: unknown): string | undefined;
  /** Better sentences than the common ones, for example those of the service's own skill. */
  sentences: Partial<Record<ErrorCode, (refused: Refused) => Sentences>>;
};

/** What an answer refuses, and the HTTP status that it counts as: an envelope may say 402 inside a 200. */
export function createRefusal(spec: RefusalSpec): (answer: Answer, spending: boolean) => Refusal | undefined {
  return (answer, spending) => {
    const status = statusOf(spec, answer, spending);
    if (status === undefined) return undefined;
    const words = spec.wordsOf(answer.json);
    const said = words ? `: ${quoted(words)}` : ` (HTTP ${status}).`;
    const error = isOfGateway(status, answer, spending)
      ? gatewayError(spec, status)
      : errorOf(spec, { status, json: answer.json, words, said, spending }, answer.retryAfterMs);
    return { status, error };
  };
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  402: 'no_credit',
  404: 'not_found',
  408: 'unavailable',
  429: 'rate_limited',
};

const clearlyRefused = 422;
const inTrouble = 500;

/** An unknown code inside leaves the outcome of a submit open, unless the words are a clear refusal. */
function statusOf(spec: RefusalSpec, { status, json }: Answer, spending: boolean): number | undefined {
  if (status < 200 || status >= 300) return status;
  const inside = spec.codeInside(json);
  if (inside !== undefined && Object.hasOwn(codes, inside)) return inside;
  const isOpen = inside !== undefined || (spending && !spec.hasTask(json));
  const verdict = isOpen ? findVerdict(spec.wordsOf(json)) : undefined;
  if (verdict && isClearRefusal(verdict)) return clearlyRefused;
  return inside === undefined || (inside >= 400 && inside < 600) ? inside : inTrouble;
}

/** What an HTTP status means at either service. A 403 speaks of the request or a quota, not of the key. */
function codeOf(status: number): ErrorCode {
  return codes[status] ?? (status >= 400 && status < 500 ? 'invalid_input' : 'unavailable');
}

function errorOf(spec: RefusalSpec, refused: Refused, retryAfterMs: number | undefined): AppError {
  const byStatus = codeOf(refused.status);
  const verdict = byStatus === 'invalid_input' ? findVerdict(refused.words) : undefined;
  const aboutModel = byStatus === 'not_found' && (refused.spending || /model/i.test(refused.words ?? ''));
  const code = aboutModel ? 'unknown_model' : (verdict?.code ?? byStatus);
  const own = spec.sentences[code]?.(refused);
  const message = own?.message ?? (verdict ? refusedRequest : (messages[code] ?? refusedRequest))(spec, refused);
  const nextStep = verdict?.nextStep ?? own?.nextStep ?? nextSteps[code]?.(spec);
  return new AppError(code, message, { nextStep, retryAfterMs, sent: true });
}

type Sentence = (spec: RefusalSpec, refused: Refused) => string;

const refusedRequest: Sentence = ({ title }, { said }) => `${title} refused the request${said}`;

const messages: Partial<Record<ErrorCode, Sentence>> = {
  unauthorized: ({ title }) => `${title} refused the API key.`,
  no_credit: ({ title }, { said }) => `The ${title} account has too little credit${said}`,
  rate_limited: ({ title }, { said }) => `${title} is rate-limiting${said}`,
  not_found: ({ title }, { said }) => `${title} has no task with this id${said}`,
  unknown_model: ({ title }, { said }) => `${title} does not know this model${said}`,
  unavailable: ({ title }, { said }) => `${title} answered with an error${said}`,
};

const nextSteps: Partial<Record<ErrorCode, (spec: RefusalSpec) => string>> = {
  no_credit: ({ dashboardUrl }) =>
    `Ask the user to top up at ${dashboardUrl}, then submit again. This attempt was not charged.`,
  unknown_model: () => 'Use one of the model ids in the tool list.',
  invalid_input: () => 'Correct what the service names and submit again; a refused request is not charged.',
};

/** The services answer in JSON. A page, or nothing, comes from a gateway, a proxy or a firewall on the way. */
function isOfGateway(status: number, { json, text }: Answer, spending: boolean): boolean {
  if (json !== undefined || status < 400 || status >= 500) return false;
  const isPage = /^\s*</.test(text);
  return codeOf(status) === 'invalid_input' || (isPage && (status <= 402 || (status === 404 && spending)));
}

function gatewayError({ title }: RefusalSpec, status: number): AppError {
  return new AppError(
    'unavailable',
    `Something on the way to ${title}, not the service itself, answered HTTP ${status}.`,
    {
      nextStep:
        'Nothing in the request has to change. Ask the user to check the network (proxy, firewall, the base URL of the service), then call again.',
    },
  );
}
