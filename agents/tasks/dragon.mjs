import { expectThat } from '../host.mjs';

export const title = 'a day later: which one was the dragon shot?';
export const goal = { calls: 1, tokens: 400 };

const subjects = [
  'a red fox crosses a snowy field at dawn, soft wind, the camera pushes in slowly',
  'an old lighthouse keeper lights the lamp while waves climb the rocks below',
  'a dragon folds its wings on a mountain pass at dusk, embers drift past the camera',
  'a paper boat crosses a puddle in the rain, close to the water',
  'two children fly a kite on a windy beach, wide shot from the dunes',
  'a train leaves a small station in the fog, seen from the bridge',
];

export async function play({ folder, open }) {
  const before = await open(folder);
  const submit = (visual) =>
    before.call('submit_task', {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: `${visual} [rehearse: quick]`, duration: 5, ratio: '16:9' },
    });
  const ids = [];
  for (const subject of subjects) ids.push((await submit(subject)).task_id);
  await Promise.all(ids.map((task_id) => before.call('get_task', { task_id })));
  await before.close();
  const chat = await open(folder);
  const { tasks } = await chat.call('get_task', { search: 'dragon shot' });
  const dragon = tasks.find(({ prompt }) => /dragon/i.test(prompt));
  expectThat(chat, dragon?.task_id === ids[2], `found ${JSON.stringify(tasks)}`);
  return chat.tally;
}
