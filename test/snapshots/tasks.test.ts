import { afterAll, describe, expect, it } from 'vitest';
import { block, composeBlock, languages, openFronts, renderProblem, type Storyboard, valuesOf } from './compose.ts';
import { filmsOf } from './film-tasks.ts';

const fronts = await openFronts();
const { both, pixazo } = fronts;
afterAll(() => fronts.close());

describe.each(languages)('every task, %s', (language) => {
  const films = filmsOf(language);

  it('written for xskill', async () => {
    const blocks = [];
    for (const [title, film] of films) blocks.push(await composeBlock(title, both, film));
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./tasks.xskill.${language}.snap`);
  });

  it('written for Pixazo', async () => {
    const blocks = [];
    for (const [title, film] of films) blocks.push(await composeBlock(title, pixazo, film));
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./tasks.pixazo.${language}.snap`);
  });

  it('read again as a finished text, for the other service', async () => {
    const blocks = [];
    for (const [title, film] of films) {
      const { prompt } = (await both.call('compose_storyboard', film)).data;
      const { references, ratio, task } = film as Record<string, unknown>;
      blocks.push(await composeBlock(title, pixazo, { prompt, references, ratio, task }));
    }
    await expect(blocks.join('\n')).toMatchFileSnapshot(`./texts.pixazo.${language}.snap`);
  });
});

it('chooses a model for every task, and says of every other what it thinks', async () => {
  const models = await valuesOf(both, 'model_id');
  const titles = ['generate, one shot and nothing else', 'generate, everything said', 'generate, with clip and sound'];
  titles.push(
    'edit, one change',
    'extend forward',
    'bridge, two clips and one shot',
    'first frame alone',
    'first and last frame',
  );
  const chosen = filmsOf('en').filter(([title]) => titles.includes(title));
  expect(chosen).toHaveLength(titles.length);
  const blocks = [];
  for (const [title, film] of chosen) {
    const lines = [`by itself: ${await choose(both, film)}`, `Pixazo's key alone: ${await choose(pixazo, film)}`];
    for (const model_id of models) lines.push(`${model_id}: ${await choose(both, { ...film, model_id })}`);
    blocks.push(block(title, lines.join('\n')));
  }
  await expect(blocks.join('\n')).toMatchFileSnapshot('./models.snap');
});

async function choose(front: typeof both, film: Storyboard): Promise<string> {
  const { model_id, problems, alternatives = [] } = (await front.call('compose_storyboard', film)).data;
  const others = alternatives.map(({ model_id }: Storyboard) => ` or ${model_id}`).join('');
  return [`${model_id ?? 'refused'}${others}`, ...problems.filter(isError).map(renderProblem)].join('\n  ');
}

function isError({ severity }: { severity: string }): boolean {
  return severity === 'error';
}
