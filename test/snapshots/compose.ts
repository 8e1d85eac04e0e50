import { type Answer, type Front, keys, openFront, submissionOf } from '../harness.ts';

export type Storyboard = Record<string, unknown>;
export type Language = 'en' | 'zh';

export const languages = ['en', 'zh'] as const;

/** One front a choice of keys; the composer writes for the first service that has one. */
export async function openFronts() {
  const [both, pixazo] = await Promise.all([openFront(), openFront({ env: { PIXAZO_API_KEY: keys.PIXAZO_API_KEY } })]);
  return { both, pixazo, close: () => Promise.all([both.close(), pixazo.close()]) };
}

/** What `compose_storyboard` answers, as one block of plain text. */
export async function composeBlock(title: string, front: Front, storyboard: Storyboard): Promise<string> {
  return block(title, await renderComposed(front, await front.call('compose_storyboard', storyboard)));
}

export function block(title: string, body: string): string {
  return `=== ${title}\n${body}\n`;
}

export async function renderComposed(front: Front, { isError, text, data }: Answer): Promise<string> {
  if (isError) return text;
  // The tier stands in test/tier.test.ts, what else is told of a draft in test/drafts.test.ts.
  const {
    prompt,
    submit: draft,
    model_id: __,
    duration: ___,
    ratio: ____,
    problems,
    timeline,
    references,
    stats,
    tier: _,
    price,
    alternatives = [],
    files = [],
    ...rest
  } = data;
  const submit = await submissionOf(front, draft);
  const { prompt: submitted = prompt, ...parameters } = submit?.parameters ?? {};
  return [
    `submit       ${submit ? `${submit.model_id} ${JSON.stringify(parameters)}` : 'null'}`,
    ...(submitted === prompt ? [] : [`its prompt   ${submitted}`]),
    ...(price ? [`price        ${renderPrice(price)}`] : []),
    ...alternatives.map(
      (other: Storyboard) => `alternative  ${other.model_id}, ${renderPrice(other.price as Storyboard)}`,
    ),
    ...(timeline.length > 0 ? [`timeline     ${timeline.map(renderRow).join('; ')}`] : []),
    `references   ${JSON.stringify({ image: [], video: [], audio: [], ...references })}`,
    `stats        ${JSON.stringify(stats)}`,
    ...problems.map(renderProblem),
    ...[files, rest]
      .filter((value) => Object.keys(value).length > 0)
      .map((value) => `more         ${JSON.stringify(value)}`),
    'prompt',
    prompt.replaceAll(/^/gm, '  | '),
  ].join('\n');
}

function renderRow({ shot, start, end, ...camera }: Storyboard): string {
  return [`${shot}: ${start}-${end}`, ...Object.values(camera)].join(' ');
}

function renderPrice({ amount, unit, source }: Storyboard): string {
  return `${amount} ${unit} (${source})`;
}

export function renderProblem({ rule, severity, path, message, fix }: Record<string, string>): string {
  return `${severity?.padEnd(12)} ${rule} at ${path}: ${message}${fix ? ` >> ${fix}` : ''}`;
}

/** What a client is offered while it types an argument of `make_video`. */
export async function valuesOf(front: Front, argument: string): Promise<string[]> {
  const { completion } = await front.client.complete({
    ref: { type: 'ref/prompt', name: 'make_video' },
    argument: { name: argument, value: '' },
  });
  return completion.values;
}
