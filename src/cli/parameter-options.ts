import * as z from 'zod';
import type { App } from '../app.ts';
import type { Model } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import { commonParameters } from '../tools/submit-task.ts';
import { keyOf, type OptionSpec } from './command-spec.ts';
import { parseNumber } from './parse-number.ts';
import type { Input } from './tool-command.ts';

const models = backends.flatMap((backend): readonly Model[] => backend.models);

/** What the models say of a parameter: its words, and every value that one of them lists. */
function readModels(name: string): { description: string; values: string[] } {
  const fields = models.flatMap(({ input }) => (input instanceof z.ZodObject ? (input.shape[name] ?? []) : []));
  const values = fields.flatMap((field) => (field instanceof z.ZodOptional ? listValues(field.unwrap()) : []));
  return { description: fields[0]?.description ?? '', values: [...new Set(values)] };
}

function listValues(field: unknown): string[] {
  return field instanceof z.ZodEnum ? field.options.map(String) : [];
}

const placeholders = { string: '<text>', number: '<n>', boolean: '<true|false>', array: '<files...>' } as const;

/** `values`: those that some model lists. Models differ, and each has the last word. */
type ParameterOption = OptionSpec & { parameter: string; flag: string; values: readonly string[] };

/** The common parameters of the models; `--model` is the id of a model, and --tier says what its parameter of that name does. */
export const parameterOptions: readonly ParameterOption[] = Object.entries(commonParameters)
  .filter(([name]) => name !== 'model')
  .map(([parameter, { type }]) => {
    const flag = `--${parameter.replaceAll('_', '-')}`;
    const { description, values } = readModels(parameter);
    return {
      parameter,
      flag,
      flags: `${flag} ${placeholders[type]}`,
      description,
      values,
      ...(type === 'number' && { parse: (text: string) => parseNumber(flag, text) }),
      ...(type === 'boolean' && { choices: ['true', 'false'] }),
    };
  });

const subjects = ['model_id', 'draft_id', 'tasks', 'task_id'];

/** The input of submit with what was given for these options. Where nothing says what to submit, the usual model of the first service that has a key. */
export function withParameters(input: Input, given: Input, app: App): Input {
  const entries = parameterOptions.flatMap((option) => {
    const value = given[keyOf(option)];
    return value === undefined ? [] : [[option.parameter, value === 'true' || (value !== 'false' && value)]];
  });
  if (entries.length === 0) return input;
  const parameters = { ...Object(input.parameters), ...Object.fromEntries(entries) };
  if (subjects.some((subject) => input[subject] !== undefined)) return { ...input, parameters };
  const choice = usualModel(parameters, app);
  return { ...input, model_id: choice?.modelId, parameters: { ...choice?.parameters, ...parameters } };
}

function usualModel(parameters: Input, app: App) {
  const count = (name: string): number => (Array.isArray(parameters[name]) ? parameters[name].length : 0);
  const has = { images: count('image_files'), videos: count('video_files'), audios: count('audio_files') };
  const task = parameters.first_frame === undefined ? 'generate' : 'first_last_frames';
  return app.composers()[0]?.backend.dialect.modelFor(task, has);
}
