import { backends } from '../backends/index.ts';
import { modelIds, videoRatios } from '../docs/models.ts';
import { genreIds } from '../prompt/terms/templates.ts';
import { keyOf } from './command-spec.ts';
import { parameterOptions } from './parameter-options.ts';
import type { Shell } from './shell.ts';

const mostTasks = 50;

type Suggest = (shell: Shell, command: string) => readonly string[] | Promise<readonly string[]>;

const tasks: Suggest = async ({ loadApp }) => ['last', ...(await (await loadApp()).recentTaskIds(mostTasks))];
const services: Suggest = () => backends.map(({ id }) => id);
/** Only a submit makes pictures. */
const models: Suggest = (_, command) => modelIds(command === 'submit' ? undefined : 'video');

/** By the name of an option or an argument; the parameters of the models come beside these. */
const suggestions = new Map<string, Suggest>([
  ['task', tasks],
  ['taskId', tasks],
  ['production', tasks],
  ['ids', tasks],
  ['model', models],
  ['fallbackModelId', models],
  ['genre', () => genreIds()],
  ['ratio', () => videoRatios()],
  ['service', services],
  ['backend', services],
  ...parameterOptions.map((option): [string, Suggest] => [keyOf(option), () => option.values]),
]);

/** Values that an option or an argument may have; the shell offers files where there are none. */
export async function suggestValues(name: string, command: string, shell: Shell): Promise<readonly string[]> {
  return (await suggestions.get(name)?.(shell, command)) ?? [];
}
