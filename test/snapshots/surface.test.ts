import { afterAll, expect, it } from 'vitest';
import { modelIds } from '../../src/docs/models.ts';
import { openFront } from '../harness.ts';

const front = await openFront();
const { client } = front;
afterAll(() => front.close());

/** The tools stand in test/tools.snap. */
it('what a client reads beside the tools', async () => {
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  const offered: Record<string, string[]> = {};
  for (const { name } of prompts[0]?.arguments ?? []) {
    const ref = { type: 'ref/prompt', name: 'make_video' } as const;
    const { completion } = await client.complete({ ref, argument: { name, value: '' } });
    offered[name] = completion.values;
  }
  // A new model is no change of the surface.
  const { model_id, ...values } = offered;
  expect(model_id).toEqual(modelIds('video'));
  const said = JSON.stringify({ prompts, values, resources, resourceTemplates }, null, 2);
  await expect(`${client.getInstructions()}\n\n${said}\n`).toMatchFileSnapshot('./surface.snap');
});
