import { afterAll, describe, expect, it } from 'vitest';
import { tools } from '../../src/tools/index.ts';
import { moveOn } from '../productions/stage.ts';
import { type Advice, heard } from './listen.ts';
import { scenes } from './scenes.ts';
import { findSentences, isToldIn } from './sentences.ts';

const names = tools.map(({ name }) => name).join('|');
/** Every text of the source that names a tool. */
const advising = findSentences('backends', 'core', 'jobs', 'media', 'prompt', 'tools').filter(({ text }) =>
  new RegExp(`\\b(?:${names})\\b`).test(text),
);

/** Words of answers, which a sentence may speak of beside any call. */
const answered = tools.flatMap(({ output }) => Object.keys(output.shape));

function isField(tool: string, word: string): boolean {
  const input = tools.find(({ name }) => name === tool)?.input.shape ?? {};
  return word in input || answered.includes(word);
}

/** What only whoever follows the advice can add. */
const ofTheirOwn: Record<string, object> = {
  compose_storyboard: { shots: [{ seconds: 5, camera: 'wide shot, static', visual: 'the fox runs on' }] },
};

describe.each(scenes)('what is advised after $name', ({ play }) => {
  it('names calls that can be made as they are written', { timeout: 60_000 }, async () => {
    const before = heard.advice.length;
    await play();
    for (const one of heard.advice.slice(before)) await follow(one);
  });
});

const followed = new Set<string>();

/** The same sentence about another task is followed once. */
function sameButForIds(told: string): string {
  return told.replace(/\b(?:xskill|pixazo|production|draft|local)[:-][\w-]+|\/[\w/.-]+|\d+/g, '…');
}

async function follow({ front, told, call: { tool, args, words } }: Advice): Promise<void> {
  const strange = words.filter((word) => !isField(tool, word));
  expect(strange, `no fields of ${tool}: ${told}`).toEqual([]);
  const isOfTheirOwn = Object.keys(args).length === 0 && !told.includes('without task_id');
  if (isOfTheirOwn) expect(tool, `which task? ${told}`).not.toBe('get_task');
  const name = [tool, ...Object.keys(args), sameButForIds(told)].join();
  if (isOfTheirOwn || followed.has(name)) return;
  followed.add(name);
  const given = { ...args, ...ofTheirOwn[tool] };
  const answer = await moveOn(front, front.call(tool, given));
  expect(answer.isError, `${told}\n${tool} ${JSON.stringify(given)}\n${answer.text}`).toBe(false);
  if (tool === 'compose_storyboard') expect(answer.data.submit, answer.text).not.toBeNull();
}

afterAll(() => {
  const unheard = advising.filter((sentence) => !heard.told.some((told) => isToldIn(told, sentence)));
  expect(unheard.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});
