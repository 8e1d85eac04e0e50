import { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createCommand } from '../../src/cli/command-spec.ts';
import { exitCodeOfOutcome, readOutcome, renderQuiet, renderWords } from '../../src/cli/outcome.ts';
import { toCommandSpec } from '../../src/cli/tool-command.ts';
import { toolCommands } from '../../src/cli/tool-commands.ts';
import { tools } from '../../src/tools/index.ts';
import { defineTool } from '../../src/tools/tool.ts';
import { type Front, openFront } from '../harness.ts';

let front: Front;
afterEach(() => front?.close());

const echo = defineTool({
  name: 'echo_things',
  command: 'echo',
  title: 'Echo things',
  description: 'Give some_number and call echo_things.',
  effect: 'pure',
  input: z.strictObject({
    some_text: z.string(),
    some_number: z.int().optional(),
    is_on: z.boolean().optional(),
    keep: z.boolean().optional(),
    kind: z.enum(['a', 'b']).optional(),
    shots: z.array(z.object({ visual: z.string() })).optional(),
  }),
  output: z.looseObject({}),
  flags: { keep: { name: 'no-keep' } },
  run: async (input) => ({ input }),
});

/** The input that the tool was given for a command line. */
async function given(...argv: string[]): Promise<unknown> {
  front ??= await openFront();
  const chunks: string[] = [];
  const stdout = { write: (text: string) => chunks.push(text) };
  const terminal = { stdout, stderr: { write: () => true }, onInterrupt: () => () => undefined };
  const [spec] = toolCommands(echo);
  const command = createCommand(toCommandSpec(spec!), {
    terminal,
    loadApp: async () => front.app,
    exit: () => undefined,
  } as never);
  await new Command().addCommand(command).parseAsync(['echo', ...argv], { from: 'user' });
  return JSON.parse(chunks.join('')).input;
}

describe('a command read off a schema', () => {
  it('parses text, numbers, switches, choices and JSON by the type of the field', async () => {
    expect(await given('--some-text', '7')).toEqual({ some_text: '7' });
    expect(await given('--some-text', '-', '--some-number', '-3', '--is-on', '--kind', 'b')).toEqual({
      some_text: '-',
      some_number: -3,
      is_on: true,
      kind: 'b',
    });
    expect(await given('--some-text', 'x', '--no-keep')).toEqual({ some_text: 'x', keep: false });
    expect(await given('--some-text', 'x', '--shots', '[{"visual":"fog"}]')).toEqual({
      some_text: 'x',
      shots: [{ visual: 'fog' }],
    });
  });

  it('refuses by name what is missing, by the tool what is wrong', async () => {
    await expect(given()).rejects.toMatchObject({ code: 'invalid_input', message: '--some-text must be given.' });
    await expect(given('--some-text', 'x', '--some-number', '1.5')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('speaks of commands and flags, in the words of every option too', () => {
    const help = tools
      .flatMap(toolCommands)
      .flatMap((spec) => [spec.description, ...toCommandSpec(spec).options.map(({ description }) => description)]);
    const names = new RegExp(
      tools
        .flatMap(({ name, input }) => [name, ...Object.keys(input.shape)])
        .filter((name) => name.includes('_'))
        .join('|'),
    );
    expect(help.filter((text) => names.test(text))).toEqual([]);
  });
});

describe('the outcome of a composition', () => {
  const problem = { rule: 'time-gap', severity: 'error', path: 'shots[1]', message: 'A gap.', fix: 'Start at 3.' };

  it('is a mistake in the input while an error stands, and says each problem', () => {
    const outcome = readOutcome({ prompt: 'P', submit: null, problems: [problem] });
    expect(exitCodeOfOutcome(outcome, { running: 0 })).toBe(2);
    expect(renderWords(outcome)).toEqual(['error: shots[1]: A gap. Start at 3.']);
    expect(
      exitCodeOfOutcome(readOutcome({ prompt: 'P', submit: { model_id: 'm', parameters: {} }, problems: [] }), {
        running: 0,
      }),
    ).toBe(0);
  });

  it('is its prompt with --quiet', () => {
    expect(renderQuiet(readOutcome({ prompt: 'P', submit: null, problems: [] }))).toEqual(['P']);
  });
});
