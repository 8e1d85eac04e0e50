import { afterAll, describe, expect, it } from 'vitest';
import { modelIds } from '../../src/docs/models.ts';
import { openFront } from '../harness.ts';
import { readPage, under } from '../markdown.ts';

const front = await openFront();
const { client } = front;
afterAll(() => front.close());

const task = await front.call('submit_task', {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A dragon lands on the quay', duration: 4 },
});
const { task_id: taskId } = task.data;

async function read(uri: string): Promise<string> {
  const { contents } = await client.readResource({ uri });
  const [content] = contents;
  expect(contents).toHaveLength(1);
  expect(content?.uri).toBe(uri);
  return content && 'text' in content ? content.text : '';
}

describe('resources', () => {
  it('are listed, and every one can be read', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'seedance://reference',
      'seedance://models',
      'seedance://tasks/recent',
      'ui://seedance/viewer',
    ]);
    for (const { uri } of resources) expect(await read(uri)).not.toBe('');
  });

  it('hold the reference as it ships, and the models as the code has them', async () => {
    expect(await read('seedance://reference')).toBe(readPage('reference.md'));
    const models = await read('seedance://models');
    for (const id of modelIds()) expect(models).toContain(`\`${id}\``);
    expect(await read('seedance://models/st-ai/super-seed2')).toContain('`functionMode`');
    expect(await read('seedance://models/st-ai%2Fsuper-seed2')).not.toContain('Seedream');
  });

  it('hold the tasks, one or all, and save nothing', async () => {
    const { tasks } = JSON.parse(await read('seedance://tasks/recent'));
    expect(tasks).toMatchObject([{ task_id: taskId, prompt: 'A dragon lands on the quay', status: 'pending' }]);
    expect(JSON.parse(await read(`seedance://tasks/${encodeURIComponent(taskId)}`))).toMatchObject({ task_id: taskId });
    expect(front.posts()).toHaveLength(1);
  });

  it.each([
    'seedance://',
    'seedance://nothing',
    'seedance://models/nobody/nothing',
    'seedance://tasks',
    'seedance://tasks/xskill:unknown',
    'seedance://models/%E0%A4%A',
    'file:///etc/passwd',
  ])('refuse %s in the words of the protocol', async (uri) => {
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32602 });
  });
});

describe('the prompt make_video', () => {
  const ask = async (given?: Record<string, string>) => {
    const { messages } = await client.getPrompt({ name: 'make_video', arguments: given });
    const [message] = messages;
    expect(messages).toHaveLength(1);
    return message?.content.type === 'text' ? message.content.text : '';
  };

  it('brings the idea, what is settled, and the seven steps of the skill', async () => {
    const text = await ask({ idea: 'an astronaut on Mars', ratio: '9:16', duration: '8', genre: 'travel' });
    expect(text).toMatch(/^Make a video with the seedance tools\.\nIdea: an astronaut on Mars /);
    for (const line of ['ratio: 9:16', 'duration: 8', 'genre: travel']) expect(text).toContain(`\n${line}\n`);
    expect(text).toContain(under(readPage('SKILL.md'), '## Seven steps').trim());
    expect(text).not.toContain('When something goes wrong');
  });

  it('puts a sentence together again that the client dealt out to the arguments', async () => {
    const text = await ask({ idea: 'an', model_id: 'astronaut', genre: 'walks', ratio: '16:9' });
    expect(text).toContain('Idea: an astronaut walks (');
    expect(text).toContain('\nratio: 16:9\n');
  });

  it('asks when there is no idea', async () => {
    expect(await ask()).toContain('Idea: ask me for it\n');
  });

  it('is the only one', async () => {
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toEqual(['make_video']);
    await expect(client.getPrompt({ name: 'make_film' })).rejects.toMatchObject({ code: -32602 });
  });
});

describe('completions', () => {
  const complete = async (
    ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string },
    name: string,
    value: string,
  ) => (await client.complete({ ref, argument: { name, value } })).completion.values;
  const prompt = { type: 'ref/prompt', name: 'make_video' } as const;
  const resource = { type: 'ref/resource', uri: 'seedance://tasks/{task_id}' } as const;

  it('know models, genres, ratios and seconds', async () => {
    expect(await complete(prompt, 'model_id', 'FAST/text')).toEqual(['seedance-2-0-fast/text-to-video']);
    expect(await complete(prompt, 'model_id', 'seedream')).toEqual([]);
    expect(await complete(prompt, 'genre', 'prod')).toEqual(['product-ad']);
    expect(await complete(prompt, 'ratio', '9:')).toContain('9:16');
    expect(await complete(prompt, 'duration', '15')).toEqual(['15']);
    expect(await complete(prompt, 'idea', 'a')).toEqual([]);
    expect(await complete({ ...resource, uri: 'seedance://models/{+model_id}' }, 'model_id', 'seedream')).toHaveLength(
      2,
    );
  });

  it('know the tasks of the record without asking a service', async () => {
    const before = front.sent.length;
    expect(await complete(resource, 'task_id', '')).toEqual([taskId]);
    expect(await complete(resource, 'task_id', 'nobody')).toEqual([]);
    expect(front.sent).toHaveLength(before);
  });
});
