import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { backends, resolveModel } from '../src/backends/index.ts';
import { errorCodes } from '../src/core/errors.ts';
import { TaskStatus } from '../src/core/task-status.ts';
import { describeProgram } from '../src/docs/commands.ts';
import { fillReference, sections } from '../src/docs/index.ts';
import { modelIds } from '../src/docs/models.ts';
import type { Storyboard } from '../src/prompt/input.ts';
import { compose } from '../src/prompt/storyboard.ts';
import { tools } from '../src/tools/index.ts';
import { hostFields } from '../src/tools/unknown-fields.ts';
import { fences, inlineCode, pages, programCalls, readPage, under } from './markdown.ts';

const skill = readPage('SKILL.md');
const reference = readPage('reference.md');
const composer = tools.find(({ name }) => name === 'compose_storyboard');
const commands = new Map(describeProgram().map((command) => [command.name(), command]));

describe('reference.md', () => {
  it('says what the code does today; otherwise: npm run docs', () => {
    expect(fillReference(reference)).toBe(reference);
  });

  it('refuses a page without a section, or with one that nobody writes', () => {
    expect(() => fillReference('')).toThrow('glossary');
    expect(() => fillReference(`${reference}<!-- begin gloss -->\n<!-- end gloss -->`)).toThrow('gloss');
    expect(Object.keys(sections).every((name) => reference.includes(`<!-- begin ${name} -->`))).toBe(true);
  });

  it.each([
    ...['push in', 'pull out', 'pan', 'tilt', 'truck', 'track', 'orbit', 'crane', 'dolly zoom', 'handheld', 'one-take'],
  ])('has "%s" in its camera glossary', (word) => {
    expect(under(reference, '## Camera glossary').toLowerCase()).toContain(word);
  });

  describe.each(backends.map(({ id, dialect }) => [id, { id, ...dialect }] as const))('for %s', (_, target) => {
    const examples = storyboardsUnder('## Worked examples');
    const templates = storyboardsUnder('## Templates');

    it.each(examples)('is accepted by the composer: %s', (_, storyboard) => {
      expect(composer?.input.safeParse(storyboard).error?.issues ?? []).toEqual([]);
      const { submit, problems } = compose(storyboard, target);
      expect(problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
      expect(submit).not.toBeNull();
      const { model } = resolveModel(submit?.model_id ?? '');
      expect(model.input.safeParse(submit?.parameters).error?.issues ?? []).toEqual([]);
      expect(model.check(submit?.parameters ?? {}).filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    it.each(templates)('wants nothing but the places filled: %s', (_, storyboard) => {
      expect(composer?.input.safeParse(storyboard).error?.issues ?? []).toEqual([]);
      const { problems } = compose(storyboard, target);
      const errors = problems.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
      expect([...new Set(errors)]).toEqual(['placeholder']);
    });

    it('has six examples and the astronaut, seven templates, all different', () => {
      expect(examples).toHaveLength(7);
      expect(templates).toHaveLength(7);
      expect(new Set([...examples, ...templates].map(([, storyboard]) => JSON.stringify(storyboard))).size).toBe(14);
    });
  });
});

describe('SKILL.md', () => {
  const [, head = ''] = /^---\n([\s\S]*?)\n---\n/.exec(skill) ?? [];

  it('is short, and says what it is for', () => {
    expect(skill.split('\n').length).toBeLessThan(250);
    const description = /^description: (.+)$/m.exec(head)?.[1] ?? '';
    expect(description.length).toBeLessThanOrEqual(1024);
    for (const word of ['Seedance', 'AI video', 'storyboard', 'video generation']) expect(description).toContain(word);
    expect(/^name: (.+)$/m.exec(head)?.[1]).toBe('seedance-mcp');
    const keys = head
      .split('\n')
      .filter((line) => !line.startsWith('  '))
      .map((line) => line.split(':')[0]);
    expect(keys).toEqual(['name', 'description', 'license', 'compatibility', 'metadata']);
  });

  it('says of every error what to do', () => {
    const listed = [...under(skill, '## When something goes wrong').matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
    expect(listed).toEqual(Object.keys(errorCodes));
  });

  it('says of every status what to do', () => {
    for (const status of TaskStatus.options) expect(skill).toContain(`| \`${status}\``);
  });

  it('tells the same astronaut both ways, as the reference does', () => {
    const example = fences(under(reference, '### An astronaut on Mars 火星宇航员'))[0]?.text.trim() ?? '';
    const [mcp = '', script = ''] = skill.split('### With shell commands');
    expect(mcp).toContain(`compose_storyboard ${example}`);
    expect(script).toContain(example.replace('https://example.com/astronaut.png', '$astronaut'));
  });

  it.each(toolCalls(skill))('calls %s as it wants to be called', (name, input) => {
    const tool = tools.find((one) => one.name === name);
    expect(tool?.input.safeParse(input).error?.issues ?? []).toEqual([]);
    if (name === 'submit_task') expectGoodParameters(String(input.model_id), input.parameters);
  });
});

describe.each(pages().filter((path) => !/^(?:CONTRIBUTING|CHANGELOG)/.test(path)))('%s', (path) => {
  const page = readPage(path);

  it('calls the program as it is', () => {
    for (const [name, ...words] of programCalls(page)) {
      if (name === undefined || !/^[a-z]/.test(name) || ['help', 'completion'].includes(name)) continue;
      const command = commands.get(name);
      expect(command, `${path}: seedance-mcp ${name}`).toBeDefined();
      const known = [...(command?.options.map(({ long }) => long) ?? []), '--help'];
      for (const word of words.filter((one) => one.startsWith('--')))
        expect(known, `${path}: ${name} ${word}`).toContain(word);
      const at = words.indexOf('--params');
      const parameters = words[at + 1] ?? '';
      if (at < 0 || !parameters.startsWith('{')) continue;
      expectGoodParameters(words[words.indexOf('--model') + 1] ?? '', JSON.parse(parameters));
    }
  });

  // docs/wire.md speaks in the services' own names.
  it.skipIf(path === 'docs/wire.md')('names models, fields and codes that there are', () => {
    const names = knownNames();
    const ids = modelIds();
    const families = new Set(ids.map((id) => id.split('/')[0]));
    for (const code of inlineCode(page)) {
      if (/^[\w./-]+$/.test(code) && families.has(code.split('/')[0])) expect(ids).toContain(code);
      if (/^[a-z]+(?:_[a-z\d]+)+$/.test(code)) expect(names, `${path}: ${code}`).toContain(code);
    }
  });
});

function storyboardsUnder(heading: string): [string, Storyboard][] {
  return under(reference, heading)
    .split('\n### ')
    .slice(1)
    .map((part) => [part.split('\n')[0] ?? '', JSON.parse(fences(`\n${part}`)[0]?.text ?? '')]);
}

/** `tool_name {…}` in text blocks. */
function toolCalls(page: string): [string, Record<string, unknown>][] {
  return fences(page)
    .filter(({ language }) => language === 'text')
    .flatMap(({ text }) => [...text.matchAll(/^([a-z]+_[a-z]+) (\{.*\}$|\{\n[\s\S]*?^\})/gm)])
    .map(([, name = '', input = '']) => [name, JSON.parse(input)]);
}

function expectGoodParameters(modelId: string, parameters: unknown): void {
  expect(modelIds()).toContain(modelId);
  const { model } = resolveModel(modelId);
  expect(model.input.safeParse(parameters).error?.issues ?? []).toEqual([]);
  expect(model.check(parameters as Record<string, unknown>).filter(({ severity }) => severity === 'error')).toEqual([]);
}

/** Every snake_case word that crosses a wire. */
function knownNames(): Set<string> {
  const schemas: z.ZodType[] = [
    ...tools.flatMap(({ input, output }) => [input, output]),
    ...backends.flatMap(({ models }) => models.map(({ input }) => input)),
  ];
  const text = schemas.map((schema) => JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' }))).join();
  return new Set([
    ...(text.match(/[a-z]+(?:_[a-z\d]+)+/g) ?? []),
    ...tools.map(({ name }) => name),
    ...Object.keys(errorCodes),
    ...backends.flatMap(({ dialect }) => Object.values(dialect.imageSizes ?? {}).map(({ size }) => size)),
    // Of a client, not ours.
    ...['env_vars', 'tool_timeout_sec', ...hostFields],
    ...['make_video', 'compose_storyboard', 'image_size', 'first_frame', 'last_frame', 'next_step'],
  ]);
}
