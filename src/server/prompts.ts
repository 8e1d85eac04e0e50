import { readFile } from 'node:fs/promises';
import type { GetPromptResult, Prompt } from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '../core/errors.ts';
import { quote } from '../core/quote.ts';

type Argument = { name: string; description: string; values(): Promise<string[]> };

/** Values are what a client completes with, and the only ones taken: some clients deal the words of a sentence out to the arguments. */
const choices: readonly Argument[] = [
  {
    name: 'model_id',
    description: 'Model to use; the default is chosen by key and task',
    values: async () => (await import('../docs/models.ts')).modelIds('video'),
  },
  {
    name: 'genre',
    description: 'Skeleton to begin with, for example product-ad',
    values: async () => (await import('../prompt/terms/templates.ts')).genreIds(),
  },
  {
    name: 'ratio',
    description: 'Aspect ratio, for example 16:9',
    values: async () => (await import('../docs/models.ts')).videoRatios(),
  },
  {
    name: 'duration',
    description: 'Whole seconds, within what the model makes',
    values: async () => (await import('../docs/models.ts')).videoSeconds().map(String),
  },
];

/** A slash command where the client has such. */
export const prompts: readonly Prompt[] = [
  {
    name: 'make_video',
    title: 'Make a video',
    description: 'From an idea to a checked video on disk, in seven steps; you see the price before anything is spent.',
    arguments: [
      { name: 'idea', description: 'What the video shows, in a sentence' },
      ...choices.map(({ name, description }) => ({ name, description })),
    ],
  },
];

/** The user's first message: the idea, what is settled already, and the seven steps of SKILL.md. */
export async function getPrompt(name: string, given: Record<string, string> = {}, root: URL): Promise<GetPromptResult> {
  const prompt = prompts.find((one) => one.name === name);
  if (!prompt)
    throw new AppError('not_found', `There is no prompt ${quote(name)}.`, { nextStep: 'There is make_video.' });
  const words = [given.idea ?? ''];
  const settled: string[] = [];
  for (const { name: field, values } of choices) {
    const value = given[field]?.trim();
    if (value) (await values()).includes(value) ? settled.push(`${field}: ${value}`) : words.push(value);
  }
  const idea = words.join(' ').trim();
  const text = [
    'Make a video with the seedance tools.',
    `Idea: ${idea || 'ask me for it'}${idea ? ' (if this looks cut off, take what I typed)' : ''}`,
    ...settled,
    '',
    await readSteps(root),
  ].join('\n');
  return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
}

/** What an argument may be, as far as it is known. */
export async function completePrompt(argument: string): Promise<string[]> {
  return (await choices.find(({ name }) => name === argument)?.values()) ?? [];
}

async function readSteps(root: URL): Promise<string> {
  const skill = await readFile(new URL('SKILL.md', root), 'utf8');
  return /^## Seven steps\n[\s\S]*?(?=\n## )/m.exec(skill)?.[0] ?? '';
}
