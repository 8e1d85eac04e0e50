import { afterAll, describe, expect, it } from 'vitest';
import { tools } from '../../src/tools/index.ts';
import { openFront } from '../harness.ts';

const front = await openFront();
afterAll(() => front.close());

const most = 100;
/** Long texts of the kinds that models put in the wrong place; no piece of one comes twice. */
const run = Array.from({ length: 2_000 }, (_, n) => n.toString(36)).join('-');
const texts: [string, string][] = [
  ['base64', `iVBORw0KGgo${Buffer.from(run).toString('base64')}`],
  ['a data URL', `data:image/png;base64,${Buffer.from(run).toString('base64')}`],
  ['words', run.replaceAll('-', ' ')],
  ['a URL', `https://files.test/${run}.png`],
  ['an odd URL', `ftp://files.test/${run}.png`],
  ['a path', `/pictures/${run}.png`],
  ['a file URL', `file:///pictures/${run}.png`],
  ['JSON', `{"a": "${run}"`],
];

const video = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox', duration: 5 } };
const shot = { visual: 'A fox' };
const picture = { url: 'https://files.test/a.png', role: 'character' };

/** Every place that takes text, and some that take none. */
const places: [string, (text: string) => [string, Record<string, unknown>]][] = [
  ...tools.flatMap(({ name, input }) =>
    Object.keys(input.shape).map((field): (typeof places)[number] => [
      `${name}.${field}`,
      (text) => [name, { ...(name === 'submit_task' && video), [field]: text }],
    ]),
  ),
  ...tools.map(({ name }): (typeof places)[number] => [`${name}: a name`, (text) => [name, { [text]: 1 }]]),
  ...[
    'prompt',
    'image_files',
    'first_frame',
    'video_files',
    'ratio',
    'duration',
    'model',
    'filePaths',
    'resolution',
  ].map((field): (typeof places)[number] => [
    `parameters.${field}`,
    (text) => ['submit_task', { ...video, parameters: { ...video.parameters, [field]: text } }],
  ]),
  ['parameters: a name', (text) => ['submit_task', { ...video, parameters: { ...video.parameters, [text]: 1 } }]],
  [
    'parameters: a list',
    (text) => ['submit_task', { ...video, parameters: { ...video.parameters, image_files: [text, text] } }],
  ],
  ['a shot: a name', (text) => ['compose_storyboard', { shots: [{ ...shot, [text]: 1 }] }]],
  ...['visual', 'camera', 'action', 'sound', 'transition', 'seconds', 'dialogue'].map(
    (field): (typeof places)[number] => [
      `a shot: ${field}`,
      (text) => ['compose_storyboard', { shots: [{ ...shot, [field]: text }] }],
    ],
  ),
  ...['url', 'role', 'name', 'ignore', 'type'].map((field): (typeof places)[number] => [
    `a reference: ${field}`,
    (text) => ['compose_storyboard', { shots: [shot], references: [{ ...picture, [field]: text }] }],
  ]),
];

/** The longest piece of a text that an answer repeats, when it is longer than it may be. */
function repeated(answer: string, text: string): string | undefined {
  for (let at = 0; at + most < text.length; at += 40) {
    const piece = text.slice(at, at + most + 1);
    if (answer.includes(piece)) return piece;
  }
  return undefined;
}

describe('an error repeats at most 100 characters of what it was given', () => {
  it.each(places)('%s', async (_, callWith) => {
    for (const [kind, text] of texts) {
      const answer = await front.call(...callWith(text));
      if (answer.isError) expect(repeated(answer.text, text), `${kind}: ${answer.text.slice(0, 300)}`).toBeUndefined();
      for (const { message, fix = '', path } of answer.data.problems ?? [])
        expect(repeated(`${path} ${message} ${fix}`, text), `${kind}: ${message.slice(0, 300)}`).toBeUndefined();
    }
  });
});
