import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import widthOf from 'fast-string-width';
import { afterEach, describe, expect, it } from 'vitest';
import { makePicture } from '../../src/simulation/picture.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { moveOn } from '../productions/stage.ts';
import { type Ran, shell, startShell } from './shell.ts';

let front: Front;
afterEach(() => front?.close());

const prompts = [
  'An old fisherman in a yellow oilskin steers his small trawler home through a rising storm',
  '一位老渔夫在暴风雨中驾驶着小渔船驶向家园，港口的灯光在远处的雨幕中慢慢地映入他的眼帘，海浪拍打着船身',
];

async function made(): Promise<string[]> {
  const ids: string[] = [];
  for (const prompt of prompts) ids.push((await shell(front.app, ['submit', '--prompt', prompt])).json.task_id);
  return ids;
}

const onTerminal = (argv: string[], columns = 80): Promise<Ran> => shell(front.app, argv, { tty: true, columns });
const linesOf = ({ stdout }: Ran): string[] => stripVTControlCharacters(stdout).trimEnd().split('\n');

describe('the one rule of output', () => {
  it.each([['list'], ['balance'], ['doctor'], ['query', 'last'], ['compose', '--prompt', 'A fox crosses the snow']])(
    '%s is text on a terminal, JSON in a pipe and with --json',
    async (...argv) => {
      front = await openFront();
      await made();
      const text = await onTerminal(argv);
      expect(text.json).toBeUndefined();
      expect(text.stdout).not.toMatch(/^[{[]/);
      const piped = await shell(front.app, argv);
      const asked = await onTerminal([...argv, '--json']);
      for (const { json, stdout } of [piped, asked]) {
        expect(json).toBeTypeOf('object');
        expect(stdout).not.toContain('\u001b');
      }
      expect(Object.keys(asked.json)).toEqual(Object.keys(piped.json));
      expect([text.code, asked.code]).toEqual([piped.code, piped.code]);
    },
  );

  it.each([
    ['colours a terminal', {}, true],
    ['but not with NO_COLOR', { NO_COLOR: '1' }, false],
    ['and not a dumb one', { TERM: 'dumb' }, false],
  ])('%s', async (_, env, isColoured) => {
    front = await openFront({ env: { ...keys, ...env } });
    await made();
    for (const argv of [['list'], ['query', 'last'], ['doctor']]) {
      const { stdout } = await onTerminal(argv);
      expect(stdout.includes('\u001b[')).toBe(isColoured);
    }
  });

  it('shows what a terminal would obey', async () => {
    front = await openFront();
    await shell(front.app, ['submit', '--prompt', 'A \u001b[2Jfox']);
    const { stdout } = await onTerminal(['list']);
    expect(stdout).not.toContain('\u001b[2J');
    expect(stdout).toContain('\\u001b[2Jfox');
  });
});

describe.each([40, 80, 120])('at %i columns', (columns) => {
  it('no line is too wide, but for what is copied', async () => {
    front = await openFront();
    const ids = await made();
    const composed = ['compose', '--prompt', prompts[1]!, '--style', '水墨', '--genre', 'product-ad'];
    for (const argv of [['list'], ['balance'], ['doctor'], ['query', 'last'], ['spend'], composed]) {
      const words = linesOf(await onTerminal(argv, columns)).filter(
        (line) => !/https?:|[/\\]|seedance-mcp/.test(line) && !ids.some((id) => line.trim() === id),
      );
      expect(words.filter((line) => widthOf(line) > columns)).toEqual([]);
      expect(words.length).toBeGreaterThan(0);
    }
  });

  it('a list is aligned, in Chinese too', async () => {
    front = await openFront();
    const [first, second] = await made();
    const lines = linesOf(await onTerminal(['list'], columns));
    const heads = lines.filter((line) => /^pending +just now/.test(line));
    expect(heads).toHaveLength(2);
    for (const id of [first, second]) expect(lines.some((line) => line.includes(`  ${id}`))).toBe(true);
    const shown = columns < 60 ? lines.filter((line) => /^ {2}(?:An old|一位)/.test(line)) : heads;
    expect(shown.map((line) => line.search(/An old|一位/))).toEqual(columns < 60 ? [2, 2] : [24, 24]);
    expect(shown.every((line) => columns > 100 || line.endsWith('…'))).toBe(true);
  });
});

describe('a result on a terminal', () => {
  it('of a finished task names its file and how to look at it; the whole of it stands in stdout', async () => {
    front = await openFront();
    await made();
    const poll = startShell(front.app, ['poll', 'last'], { tty: true });
    const ran = await moveOn(front, poll.ran);
    const [head = '', ...rest] = linesOf(ran);
    expect(head).toMatch(/^completed {2}xskill:[\w-]+ {2}50 points charged {2}5 s/);
    expect(rest.find((line) => line.startsWith('Saved /'))).toMatch(/\.mp4$/);
    expect(rest.at(-1)).toMatch(/^To look at it: npx -y seedance-mcp open xskill:/);
    expect(stripVTControlCharacters(ran.stderr)).not.toMatch(/Saved|completed/);
  });

  it('of a submit says how to come back', async () => {
    front = await openFront();
    const lines = linesOf(await onTerminal(['submit', '--prompt', 'A boat', '--duration', '5']));
    expect(lines[0]).toMatch(/^pending {2}xskill:[\w-]+ {2}50 points/);
    expect(lines.at(-1)).toMatch(/^Come back: npx -y seedance-mcp poll xskill:[\w-]+$/);
  });

  it('of a film lists its clips', async () => {
    front = await openFront();
    const shots = [8, 9].map((seconds) => ({ seconds, visual: 'a fox crosses the snow' }));
    const composed = linesOf(await onTerminal(['compose', '--shots', JSON.stringify(shots)]));
    expect(composed.join('\n')).toMatch(/clip 1 {2}8 s +shot 1\nclip 2 {2}9 s +shot 2/);
    const draft = composed
      .find((line) => line.startsWith('To submit it:'))
      ?.split(' ')
      .at(-1);
    const dry = linesOf(await onTerminal(['submit', '--draft', draft!, '--dry-run']));
    expect(dry.slice(0, 3).join('\n')).toMatch(/^dry run {2}170 points.*\n {2}clip 1 .*\n {2}clip 2 /);
  });

  it('of an upload is its URL and its size', async () => {
    front = await openFront();
    const picture = join(front.home, 'hero.png');
    writeFileSync(picture, makePicture({ width: 400, height: 300 }, 'hero'));
    const [first] = linesOf(await onTerminal(['upload', '--image-path', picture], 200));
    expect(first).toMatch(/^https:\S+ {2}image\/png {2}400×300$/);
  });

  it('that is empty says how to begin', async () => {
    front = await openFront();
    expect(linesOf(await onTerminal(['list']))).toEqual([
      'No task was found. To make a video: npx -y seedance-mcp make "what it shows"',
    ]);
    expect(await onTerminal(['query', 'last'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no task yet.'),
    });
  });
});
