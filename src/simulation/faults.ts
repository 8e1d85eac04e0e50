import { json } from './simulator.ts';

/**
 * What can be made to go wrong on purpose: `[rehearse: face]` anywhere in a prompt, several words apart by commas.
 * `taken` tells whether the service took the task, and charges for it, although the submit looked bad.
 * Words that end in `=` take a value: `[rehearse: status=simmering]`.
 */
export const faults = {
  '401': { stage: 'submit', taken: false, effect: 'The submit answers 401, as with a wrong key.' },
  '402': { stage: 'submit', taken: false, effect: 'The submit answers 402, as with an empty account.' },
  '422': { stage: 'submit', taken: false, effect: 'The submit answers 422, parameters refused.' },
  '429': { stage: 'submit', taken: false, effect: 'Every submit answers 429 with Retry-After: 1.' },
  '429-once': {
    stage: 'submit',
    taken: false,
    effect: 'The first submit of this prompt answers 429, the second is accepted.',
  },
  '500': { stage: 'submit', taken: false, effect: 'The submit answers 500 and takes no task.' },
  'in-200': {
    stage: 'submit',
    taken: false,
    effect: 'With one of the above: the error comes inside an HTTP 200 (xskill).',
  },
  moderated: { stage: 'submit', taken: false, effect: 'The submit is refused for its content.' },
  'reset-early': { stage: 'submit', taken: false, effect: 'The connection dies before the service took anything.' },
  '502': { stage: 'submit', taken: true, effect: 'The task is taken, but a gateway answers 502 with an HTML page.' },
  reset: { stage: 'submit', taken: true, effect: 'The task is taken, then the connection dies before the answer.' },
  cut: { stage: 'submit', taken: true, effect: 'The task is taken, the JSON of the answer breaks off.' },
  'no-id': { stage: 'submit', taken: true, effect: 'The task is taken, the answer carries no task id.' },
  inline: { stage: 'submit', taken: true, effect: 'The submit answers with the finished result at once (xskill).' },
  face: { stage: 'task', taken: true, effect: 'The task fails because a reference shows a real human face.' },
  content: { stage: 'task', taken: true, effect: 'The task fails because its content is not allowed.' },
  parameter: { stage: 'task', taken: true, effect: 'The task fails because of a bad parameter.' },
  unreachable: { stage: 'task', taken: true, effect: 'The task fails because a reference could not be downloaded.' },
  overloaded: { stage: 'task', taken: true, effect: 'The task fails because the service is overloaded.' },
  fail: { stage: 'task', taken: true, effect: 'The task fails for no good reason.' },
  mute: { stage: 'task', taken: true, effect: 'With fail: the failed task gives no reason.' },
  stages: { stage: 'task', taken: true, effect: 'Progress comes as words, not as a number (xskill).' },
  stuck: { stage: 'task', taken: true, effect: 'The task never finishes.' },
  quick: { stage: 'task', taken: true, effect: 'The task ends three seconds after the submit, whatever it is.' },
  'no-url': { stage: 'task', taken: true, effect: 'The task completes without a result URL.' },
  'busy-query': { stage: 'task', taken: true, effect: 'Asking for the task answers 429.' },
  'broken-query': { stage: 'task', taken: true, effect: 'Asking for the task answers a 502 HTML page.' },
  'old-route': { stage: 'task', taken: true, effect: 'Only the status route of the Pixazo skill knows the task.' },
  'status=': {
    stage: 'task',
    taken: true,
    effect: 'The status word while the task runs, for example status=simmering.',
  },
  'done=': {
    stage: 'task',
    taken: true,
    effect: 'The last status word, for example done=succeeded, or with fail done=expired.',
  },
  'shape=': {
    stage: 'task',
    taken: true,
    effect: 'Another place of the result URL: b, c, d, e … for xskill, a field name such as video_url for Pixazo.',
  },
  'html-file': { stage: 'file', taken: true, effect: 'The result URL answers 200 with a web page.' },
  'dead-link': { stage: 'file', taken: true, effect: 'The result URL answers 404.' },
  'cut-file': {
    stage: 'file',
    taken: true,
    effect: 'The download breaks off half-way, every time it starts from the beginning.',
  },
  'wrong-ratio': { stage: 'file', taken: true, effect: 'The file has another shape than asked.' },
  short: { stage: 'file', taken: true, effect: 'The video is two seconds shorter than asked.' },
  silent: { stage: 'file', taken: true, effect: 'The video has no audio track although asked.' },
} as const satisfies Record<string, { stage: 'submit' | 'task' | 'file'; taken: boolean; effect: string }>;

/** The words asked for in a prompt, and the unknown ones, so that a typo does not pass for a success. */
export function readFaults(prompt: string): { faults: string[]; unknown: string[] } {
  const words = [...prompt.matchAll(/\[rehearse:([^\]]*)\]/gi)].flatMap(([, list = '']) => list.split(','));
  const asked = words.map((word) => word.trim());
  const isKnown = (word: string) => Object.hasOwn(faults, word.replace(/=.+/, '='));
  return { faults: asked.filter(isKnown), unknown: asked.filter((word) => !isKnown(word)) };
}

export function unknownFault(word: string): string {
  return `unknown rehearsal word "${word}"; known are ${Object.keys(faults).join(', ')}`;
}

/** The value of a word that takes one, for example `status=`. */
export function faultValue(asked: readonly string[], name: 'status=' | 'done=' | 'shape='): string | undefined {
  return asked.find((fault) => fault.startsWith(name))?.slice(name.length);
}

/** What fetch throws when a peer goes away. */
export function connectionReset(): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
}

/** What a proxy in front of the service says when it lost the answer. */
export function badGateway(): Response {
  const page = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
  return new Response(page, { status: 502, headers: { 'content-type': 'text/html' } });
}

/** The answer to a submit that was taken, as the caller gets to see it. */
export function spoil(asked: readonly string[], status: number, body: unknown): Response {
  if (asked.includes('reset')) throw connectionReset();
  if (asked.includes('502')) return badGateway();
  if (!asked.includes('cut')) return json(status, body);
  const text = JSON.stringify(body);
  return new Response(text.slice(0, text.length / 2), { status, headers: { 'content-type': 'application/json' } });
}
