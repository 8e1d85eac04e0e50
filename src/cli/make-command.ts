import { type CommandSpec, jsonOption, type OptionSpec } from './command-spec.ts';
import { runMake } from './make.ts';
import { parseNumber } from './parse-number.ts';
import { patientOption } from './poll.ts';
import { quietOption } from './tool-command.ts';

export type MakeOptions = {
  film?: string;
  duration?: number;
  ratio?: string;
  image?: string[];
  takes?: number;
  tier?: string;
  model?: string;
  maxCost?: number;
  allowDuplicate?: true;
  saveDir?: string;
  yes?: true;
  quiet?: true;
};

const number = (flag: string, description: string): OptionSpec => ({
  flags: `${flag} <n>`,
  description,
  parse: (text) => parseNumber(flag, text),
});

export const make: CommandSpec<MakeOptions> = {
  command: 'make',
  summary: 'Make a video from an idea',
  description:
    'Make a video from an idea, or a film from a storyboard: compose it, show the storyboard and the price, ask, submit, wait, save, print the path. Nothing is paid before a yes.',
  argument: { name: '[idea]', description: 'what the video shows, in quotes' },
  options: [
    {
      flags: '--film <file>',
      description: 'instead of an idea: a storyboard as compose takes it, as JSON (- for stdin)',
    },
    number('--duration', 'seconds'),
    { flags: '--ratio <text>', description: 'for example 16:9' },
    {
      flags: '--image <files...>',
      description: 'reference pictures: paths or URLs, each a character unless its role follows: sky.png=scene',
    },
    {
      ...number('--takes', 'versions to choose from, at most 8'),
      parse: (text) => parseNumber('--takes', text, { min: 1, max: 8 }),
    },
    { flags: '--tier <text>', description: 'quality and price', choices: ['fast', 'standard'] },
    { flags: '--model <text>', description: 'for example st-ai/super-seed2' },
    number('--max-cost', "refuse above this, in the service's unit"),
    { flags: '--allow-duplicate', description: 'pay for the same video again' },
    { flags: '--yes', description: 'submit without asking' },
    { flags: '--save-dir <folder>', description: 'folder for the files' },
    patientOption,
    quietOption,
    jsonOption,
  ],
  run: runMake,
};
