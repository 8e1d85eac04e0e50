import { afterAll, describe, expect, it } from 'vitest';
import { storyboard } from '../../src/cli/demo.ts';
import { fences, programCalls, readPage, under } from '../markdown.ts';
import { block, composeBlock, openFronts, renderComposed, type Storyboard } from './compose.ts';

const fronts = await openFronts();
afterAll(() => fronts.close());

const reference = readPage('reference.md');
const skill = readPage('SKILL.md');

/** Words for the places of a template, whatever they ask. */
const fillings: Record<string, string> = {
  'clean studio light | morning light': 'clean studio light',
  'live-action | anime': 'live-action',
  'scene, product, character …': 'character',
  light: 'soft window light',
  'live-action, animation, ink wash …': 'live-action',
};

describe.each(['both', 'pixazo'] as const)('the storyboards of reference.md, with the keys of %s', (keys) => {
  it('as worked examples', async () => {
    const blocks = [];
    for (const [title, text] of storyboardsUnder('## Worked examples')) {
      blocks.push(await composeBlock(title, fronts[keys], JSON.parse(text)));
    }
    expect(blocks.length).toBeGreaterThan(0);
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./examples.${keys}.snap`);
  });

  it('as templates, empty and filled', async () => {
    const blocks = [];
    for (const [title, text] of storyboardsUnder('## Templates')) {
      blocks.push(await composeBlock(`${title}, empty`, fronts[keys], JSON.parse(text)));
      blocks.push(await composeBlock(`${title}, filled`, fronts[keys], JSON.parse(fill(text))));
    }
    expect(blocks.length).toBeGreaterThan(0);
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./templates.${keys}.snap`);
  });
});

it('SKILL.md: every call whose arguments are whole', async () => {
  const blocks = [];
  for (const [tool, args] of [...toolCalls(skill), ...shellCalls(skill)]) {
    const answer = await fronts.both.call(tool, tool === 'submit_task' ? { ...args, dry_run: true } : args);
    const said = tool === 'compose_storyboard' ? await renderComposed(fronts.both, answer) : answer.text;
    blocks.push(block(`${blocks.length + 1}: ${tool}`, said));
  }
  expect(blocks).toHaveLength(4);
  await expect(blocks.join('\n')).toMatchFileSnapshot('./skill.snap');
});

it('docs/demo.md: the film of the demo, in clips as the transcript shows them', async () => {
  const film = storyboard('https://files.test/fisherman.png', 'https://files.test/harbour.png');
  const { data } = await fronts.both.call('compose_storyboard', film);
  const clips: { clip: number; shots: string; seconds: number; scene: string }[] = data.clips;
  const shown = [...readPage('docs/demo.md').matchAll(/^ {4}(clip \d+: shots .*)$/gm)].map(([, line]) => line);
  expect(shown).toEqual(
    clips.map(({ clip, shots, seconds, scene }) => `clip ${clip}: shots ${shots}, ${seconds} s, ${scene}`),
  );
});

function storyboardsUnder(heading: string): [string, string][] {
  return under(reference, heading)
    .split('\n### ')
    .slice(1)
    .map((part) => [part.split('\n')[0] ?? '', fences(`\n${part}`)[0]?.text ?? '']);
}

/** Every place takes the words that stand for it, or what it asks for. */
function fill(text: string): string {
  return text
    .replaceAll(/<what: ([^>]*)>/g, (_, asked: string) => fillings[asked] ?? asked)
    .replaceAll(/<https:\/\/…(\.mp4)?>/g, (_, extension = '.png') => `https://files.test/file${extension}`);
}

/** `tool_name {…}` in text blocks, and a storyboard that a shell reads from its own lines. */
function toolCalls(page: string): [string, Storyboard][] {
  const told = fences(page).flatMap(({ text }) => [
    ...text.matchAll(/^(compose_storyboard|submit_task) (\{\n[\s\S]*?^\})/gm),
  ]);
  const typed = fences(page).flatMap(({ text }) => [
    ...text.matchAll(/(compose) --file - [^\n]*\n(\{\n[\s\S]*?^\})/gm),
  ]);
  return [...told, ...typed].map(([, tool = '', input = '']) => [
    tool === 'compose' ? 'compose_storyboard' : tool,
    JSON.parse(input.replace('$astronaut', 'https://files.test/astronaut.png')),
  ]);
}

function shellCalls(page: string): [string, Storyboard][] {
  return programCalls(page)
    .filter(([name, ...words]) => name === 'submit' && words.includes('--params'))
    .map((words) => {
      const after = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
      return ['submit_task', { model_id: after('--model'), parameters: JSON.parse(after('--params')) }];
    });
}
