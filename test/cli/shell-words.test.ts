import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { toShellWords, toUser, withShellWords } from '../../src/cli/shell-words.ts';
import { describeProgram } from '../../src/docs/commands.ts';
import { tools } from '../../src/tools/index.ts';
import { type Front, openFront } from '../harness.ts';
import { moveOn } from '../productions/stage.ts';
import { shell } from './shell.ts';

let front: Front;
afterEach(() => front?.close());

const source = join(import.meta.dirname, '../../src');
const toolNames = new RegExp(`\\b(?:${tools.map(({ name }) => name).join('|')})\\b`);
/** What speaks to an agent alone: the tools' own names and descriptions, the server, the demo, which shows calls. */
const notShown =
  /^(?:server|docs|core\/rule\.ts|cli\/demo\.ts|pictures)|^tools\/[\w-]+\.ts$(?<!-(?:output|step|production)\.ts)(?<!submit-task\.ts)/;

/** Every text of the program with such words; what a template fills in is an X. */
function findTexts(words: RegExp): [string, string][] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.ts$|^prompt\/.*\.json$/.test(file) && !notShown.test(file))
    .flatMap((file) => textsIn(file).map((text): [string, string] => [file, text]))
    .filter(([, text]) => words.test(text) && /[ 。]/.test(text));
}

function textsIn(file: string): string[] {
  if (file.endsWith('.json')) return Object.values(JSON.parse(readFileSync(join(source, file), 'utf8'))).map(String);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node))
      found.push(node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join(''));
    if (!(ts.isPropertyAssignment(node) && node.name.getText() === 'description')) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

const commands = new Map(describeProgram().map((command) => [command.name(), command]));

/** Every command that a text tells somebody to run exists, with its options. */
function expectRunnable(text: string): void {
  for (const [, words = ''] of text.matchAll(/`npx -y seedance-mcp ([^`]+)`/g)) {
    const [name = '', ...rest] = words.replace(/'[^']*'/g, 'VALUE').split(' ');
    if (name === 'help') continue;
    const command = commands.get(name);
    expect(command, text).toBeDefined();
    const known = command?.options.map(({ long }) => long);
    for (const flag of rest.filter((word) => word.startsWith('--'))) expect(known, text).toContain(flag);
  }
}

describe('a text that names calls', () => {
  const texts = findTexts(toolNames);

  it('is found in many files', () => {
    expect(texts.length).toBeGreaterThan(30);
  });

  it.each(texts)('%s: %s', (_, text) => {
    const spoken = toShellWords(text, { task_id: 'xskill:1', output_urls: ['https://a.example/b.mp4'] });
    expect(spoken).not.toMatch(toolNames);
    expect(spoken).not.toMatch(/\b(?:task_id|draft_id|dry_run|allow_duplicate|wait_seconds|model_id|max_cost)\b/);
    expectRunnable(spoken);
    expect(toShellWords(spoken)).toBe(spoken);
  });

  it.each([
    ['call get_task with this task_id again; it waits.', 'run `npx -y seedance-mcp poll xskill:1` again; it waits.'],
    [
      'submit_task with this task_id (dry_run: true tells)',
      '`npx -y seedance-mcp submit --task-id xskill:1` (--dry-run tells)',
    ],
    ['submit_task with this task_id and use: ["a:1", "a:2"]', '`npx -y seedance-mcp use xskill:1 a:1 a:2`'],
    ['Ask, then call submit_task again without dry_run.', 'Ask, then run the same command again without --dry-run.'],
    ['get_task with frames: "last"', '`npx -y seedance-mcp frame xskill:1`'],
    ['To look: get_task with task_id: "a:7".', 'To look: `npx -y seedance-mcp poll a:7`.'],
    ['get_task with status: "completed" lists them', '`npx -y seedance-mcp list --status completed` lists them'],
    ['get_task with this task_id and frames: "last"', '`npx -y seedance-mcp frame xskill:1`'],
    ['submit_task with draft_id: "draft:1f"', '`npx -y seedance-mcp submit --draft draft:1f`'],
    ['再次调用 get_task，用此 task_id。不要再提交。', '再次运行 `npx -y seedance-mcp poll xskill:1`。不要再提交。'],
    ['调用 get_task（去掉 task_id）列出', '运行 `npx -y seedance-mcp list`列出'],
    [
      'submit_task，用此 task_id（dry_run: true 只报价）。',
      '`npx -y seedance-mcp submit --task-id xskill:1`（--dry-run 只报价）。',
    ],
    ['submit_task，用此 task_id 和 use: ["a:1"]，会', '`npx -y seedance-mcp use xskill:1 a:1`，会'],
    ['询问用户，然后再次调用 submit_task，去掉 dry_run。', '询问用户，然后再次运行同样的命令，去掉 --dry-run。'],
    ['Call get_task without task_id to list.', 'Run `npx -y seedance-mcp list` to list.'],
    [
      'compose_storyboard with your shots, task "extend", references [{"url": output_urls[0], "role": "extend"}].',
      '`npx -y seedance-mcp compose --shots @shots.json --task extend --references \'[{"url": "https://a.example/b.mp4", "role": "extend"}]\'`.',
    ],
    ['Correct the input of get_task and call again.', 'Correct the input and run it again.'],
    ['image_path, or image_data; allow_duplicate: true.', '--image-path, or --image-data; --allow-duplicate.'],
    ['ratio: "16:9" in /data/task_id/x and "image_path"', '--ratio 16:9 in /data/task_id/x and "image_path"'],
  ])('%s', (text, expected) => {
    expect(toShellWords(text, { task_id: 'xskill:1', output_urls: ['https://a.example/b.mp4'] })).toBe(expected);
  });

  it.each(findTexts(/\bthe user\b|(?<!另一个)用户(?!名)/))('%s speaks to the user at a terminal: %s', (_, text) => {
    const spoken = toUser(toShellWords(text, { task_id: 'xskill:1' }));
    expect(spoken).not.toMatch(/\bthe user\b|用户|, (?:or|then) to \w|告诉你/);
    expect(toUser(spoken)).toBe(spoken);
  });

  it('speaks to the user where the reader is the user', () => {
    expect(toUser('Ask the user to top up at x. Or ask the user to wait. Ask the user, then run it.')).toBe(
      'Top up at x. Or wait. Run it.',
    );
    expect(toUser('Or ask the user for a higher --max-cost. Ask the user whether to submit.')).toBe(
      'Or give a higher --max-cost. Decide whether to submit.',
    );
  });

  it('does not send to a field that a text does not show', () => {
    const advising = findTexts(/error in clips says why|clips 里的 error 说明/);
    expect(advising.length).toBeGreaterThan(1);
    for (const [, text] of advising) expect(toUser(text)).not.toMatch(/error in clips|clips 里的 error/);
  });

  it('names options where it says what went wrong, and fields where JSON was given', async () => {
    front = await openFront();
    const ran = (...argv: string[]) => shell(front.app, argv).then(({ stderr }) => stderr);
    expect(await ran('submit', '--prompt', 'A boat', '--max-cost', '1')).toContain('more than --max-cost 1.');
    expect(await ran('upload')).toContain('exactly one of --image-url, --image-data and --image-path');
    expect(await ran('compose', '--shots', '[{"vision":"x"}]')).toMatch(/no such field.*Known fields: seconds,/);
  });

  it('is changed in advice alone: prompts and messages stay', () => {
    const said = 'call get_task with this task_id';
    expect(
      withShellWords({ task_id: 'a:1', prompt: said, next_step: said, error: { message: said, next_step: said } }),
    ).toEqual({
      task_id: 'a:1',
      prompt: said,
      next_step: 'run `npx -y seedance-mcp poll a:1`',
      error: { message: said, next_step: 'run `npx -y seedance-mcp poll a:1`' },
    });
  });
});

describe('the answers of a shell', () => {
  it('name no tool, from a quote to a finished film', async () => {
    front = await openFront();
    const shots = [8, 9].map((seconds) => ({ seconds, visual: 'a fox crosses the snow' }));
    const said: string[] = [];
    const ran = async (...argv: string[]) => {
      const { stdout, stderr, json } = await moveOn(front, shell(front.app, argv));
      said.push(stderr, stdout);
      return json;
    };
    const { submit } = await ran('compose', '--shots', JSON.stringify(shots));
    await ran('submit', '--draft', submit.draft_id, '--dry-run');
    const { task_id } = await ran('submit', '--draft', submit.draft_id);
    await ran('stop', task_id);
    await ran('submit', '--task-id', task_id);
    await ran('poll', 'last');
    await ran('submit', '--draft', submit.draft_id);
    const single = await ran('submit', '--prompt', 'A boat', '--takes', '2');
    await ran('poll', single.task_id);
    await ran('query', 'xskill:nope');
    await ran('submit', '--model', 'nope', '--params', '{}');
    await ran('upload', '--image-path', '/nope.png');
    await ran('list');
    expect(said.join('\n')).not.toMatch(toolNames);
    for (const text of said) expectRunnable(text);
    expect(said.join('\n')).toContain('npx -y seedance-mcp poll production:');
  });

  it('on a terminal are the same', async () => {
    front = await openFront();
    await shell(front.app, ['submit', '--prompt', 'A boat']);
    const { stdout } = await shell(front.app, ['submit', '--prompt', 'A boat'], { tty: true });
    expect(stdout).toContain('already paid');
    expect(stdout).not.toMatch(toolNames);
  });
});
