import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { makePicture } from '../../src/simulation/picture.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { moveOn, promptOf } from '../productions/stage.ts';
import { shell, startShell } from './shell.ts';

let front: Front;
afterEach(() => front?.close());

const idea = 'an old fisherman steers home';

/** A person at a terminal who answers the question. */
async function asked(answer: string, ...argv: string[]) {
  const stdin = new PassThrough();
  const session = startShell(front.app, ['make', ...argv], { tty: true, stdin });
  await expect.poll(session.stderr).toContain('[y/N]');
  expect(front.posts()).toEqual([]);
  if (answer === '') stdin.end();
  else stdin.write(`${answer}\n`);
  return { ...session, stdin };
}

describe('make', () => {
  it('goes from an idea and a picture to a saved file after a yes', async () => {
    front = await openFront();
    const picture = join(front.home, 'hero.png');
    writeFileSync(picture, makePicture({ width: 800, height: 600 }, 'hero'));
    const session = await asked('y', idea, '--duration', '10', '--ratio', '16:9', '--image', picture);
    const before = stripVTControlCharacters(session.stderr());
    expect(before).toMatch(/^st-ai\/super-seed2, fast {2}10 s {2}16:9 {2}100 points listed\n/);
    expect(before).toMatch(/@image_file_1 is the hero.*\n.*\n?0-10s: an old fisherman steers home/);
    expect(before).toMatch(/Submit it for 100 points\? \[y\/N\] $/);
    await expect.poll(() => front.posts().length).toBe(1);
    const { code, stdout, stderr } = await moveOn(front, session.ran);
    expect(code).toBe(0);
    expect(stripVTControlCharacters(stdout)).toMatch(/^completed .*\n(?:.*\n)*Saved \/.*an-old-fisherman.*\.mp4\n/);
    expect(stderr).toContain('█');
    // A terminal that is still read keeps the process from ending.
    expect(session.stdin.readableFlowing).toBe(false);
    expect(front.posts()).toMatchObject([{ body: { params: { duration: 10, ratio: '16:9' } } }]);
  });

  it.each([['n'], ['what?'], ['']])('submits nothing after "%s"', async (answer) => {
    front = await openFront();
    const session = await asked(answer, idea);
    expect(await session.ran).toMatchObject({ code: 2, stderr: expect.stringMatching(/Nothing was submitted\.\n$/) });
    expect(front.posts()).toEqual([]);
  });

  it('submits nothing where nobody can be asked, and says the price', async () => {
    front = await openFront();
    expect(await shell(front.app, ['make', idea])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/no terminal to ask at\.\nNext: Add --yes to submit it for 50 points\.\n$/),
    });
    expect(front.posts()).toEqual([]);
  });

  it('with --yes prints only the path with --quiet, JSON in a pipe', async () => {
    front = await openFront();
    for (const [flags, expected] of [
      [['--quiet'], /^\/.*\.mp4\n$/],
      [[], /^\{"task_id":"xskill:.*"status":"completed"/],
    ] as const) {
      const made = startShell(front.app, ['make', idea, '--yes', ...flags]);
      const { code, stdout } = await moveOn(front, made.ran);
      expect(code).toBe(0);
      expect(stdout).toMatch(expected);
    }
    // The same idea again is the video that is there.
    expect(front.posts()).toHaveLength(1);
  });

  it('shows the video that is there instead of asking for its price again', async () => {
    front = await openFront();
    await moveOn(front, startShell(front.app, ['make', idea, '--yes']).ran);
    for (const argv of [
      ['make', idea],
      ['submit', '--prompt', promptOf(front.posts()[0]!), '--wait', '--duration', '5'],
    ]) {
      const { code, stdout, stderr } = await shell(front.app, argv, { tty: true });
      expect(code).toBe(0);
      expect(stripVTControlCharacters(stdout)).toMatch(/^Saved .*\.mp4$/m);
      expect(stderr).toMatch(/nothing new was sent\.[\s\S]*--allow-duplicate\./);
      expect(stderr).not.toContain('[y/N]');
    }
    expect(front.posts()).toHaveLength(1);
    const again = startShell(front.app, ['make', idea, '--allow-duplicate', '--yes']);
    expect(await moveOn(front, again.ran)).toMatchObject({ code: 0 });
    expect(front.posts()).toHaveLength(2);
  });

  it('makes a film from a storyboard, and takes of it', async () => {
    front = await openFront();
    const film = join(front.home, 'film.json');
    const shots = [8, 9].map((seconds) => ({ seconds, visual: 'a fox crosses the snow' }));
    writeFileSync(film, JSON.stringify({ style: 'ink', shots }));
    const made = startShell(front.app, ['make', '--film', film, '--takes', '2', '--yes', '--quiet']);
    const { code, stdout } = await moveOn(front, made.ran);
    expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, lines: 5 });
    expect(stdout).toMatch(/^\/.*\.mp4\n/);
    expect(front.posts()).toHaveLength(4);
  });

  it('shows what each shot of a film shows before it asks', async () => {
    front = await openFront();
    const film = join(front.home, 'film.json');
    const shots = ['a fox wakes', 'the fox crosses the snow', 'night falls'].map((visual) => ({ seconds: 7, visual }));
    writeFileSync(film, JSON.stringify({ shots, ratio: '16:9' }));
    const session = await asked('n', '--film', film, '--takes', '2');
    expect(stripVTControlCharacters(session.stderr())).toMatch(
      /^clip 1 {2}14 s\nshot 1 {2}0-7 s {5}a fox wakes\nshot 2 {2}7-14 s {4}the fox crosses the snow\nclip 2 {2}7 s\nshot 3 {2}14-21 s {3}night falls\nst-ai.*21 s.*210 points listed\n\n/,
    );
    expect(session.stderr().replace(/\s+/g, ' ')).toContain('140 points quoted each 280 points together');
    expect(await session.ran).toMatchObject({ code: 2 });
  });

  it('joins and saves a film whose clips are all there', async () => {
    front = await openFront();
    const film = join(front.home, 'film.json');
    const shots = [8, 9].map((seconds) => ({ seconds, visual: `${seconds} foxes` }));
    writeFileSync(film, JSON.stringify({ shots }));
    const made = () => moveOn(front, startShell(front.app, ['make', '--film', film, '--yes', '--takes', '2']).ran);
    await made();
    writeFileSync(film, JSON.stringify({ shots: shots.toReversed() }));
    const { code, json } = await made();
    expect({ code, files: json.files.length, clips: json.clips.length }).toEqual({ code: 0, files: 1, clips: 4 });
    expect(front.posts()).toHaveLength(4);
  });

  it('goes on with a film that failed, and shows one that is there', async () => {
    front = await openFront();
    const film = join(front.home, 'film.json');
    writeFileSync(film, JSON.stringify({ shots: [8, 9].map((seconds) => ({ seconds, visual: `${seconds} foxes` })) }));
    const made = (...more: string[]) => moveOn(front, startShell(front.app, ['make', '--film', film, ...more]).ran);
    expect(await made('--yes')).toMatchObject({ code: 0 });
    // It asks nothing, so it needs no terminal.
    expect(await made()).toMatchObject({ code: 0, json: { status: 'completed' } });
    expect(front.posts()).toHaveLength(2);
    writeFileSync(
      film,
      JSON.stringify({ shots: [8, 9].map((seconds) => ({ seconds, visual: `${seconds} foxes [rehearse: fail]` })) }),
    );
    expect(await made('--yes')).toMatchObject({ code: 1 });
    expect(await made()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Add --yes to submit it for 170 points'),
    });
    const seen = await shell(front.app, ['query', 'last'], { tty: true, columns: 300 });
    const stdout = stripVTControlCharacters(seen.stdout);
    expect(stdout).toMatch(/clip 1 {2}failed {2}xskill:\S+\n {4}\S.*\n {4}\S.*\n {2}clip 2/);
    expect(stdout).toMatch(/^failed: Clips 1 \(shot 1\), 2 \(shot 2\) failed\. Change that shot/m);
    expect(stdout).not.toContain('error in clips');
    expect(await shell(front.app, ['use', 'last'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Say which takes of production:\S+ are used.*query production:\S+\n$/s),
    });
    const before = front.posts().length;
    expect(await made('--yes')).toMatchObject({ code: 1 });
    expect(front.posts().length).toBeGreaterThan(before);
  });

  it.each([
    ['neither an idea nor a storyboard', [], 'Give an idea in quotes before the options, or --film'],
    ['an empty idea', ['  ', '--yes'], 'Give an idea in quotes before the options'],
    ['both', [idea, '--film', 'x.json'], 'Give an idea in quotes before the options, or --film'],
    ['a storyboard with errors', [idea, '--duration', '99', '--yes'], '99 s: a clip lasts'],
    ['a price above --max-cost', [idea, '--max-cost', '10', '--yes'], 'over_budget: '],
    ['more takes than there can be', [idea, '--takes', '9', '--yes'], '--takes takes a whole number from 1 to 8'],
    ['a picture that is not there', [idea, '--image', '/nope.png', '--yes'], '/nope.png'],
  ])('exits 2 and sends nothing for %s', async (_, argv, words) => {
    front = await openFront();
    expect(await shell(front.app, ['make', ...argv])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(words),
    });
    expect(front.posts()).toEqual([]);
  });

  it.each([
    ['{"shots":[{"visual":"a fox"}],"references":{}}'],
    ['{"references":null}'],
    ['[1]'],
    ['"a fox"'],
    ['null'],
  ])('says what is wrong with the storyboard %s', async (film) => {
    front = await openFront();
    const ran = await shell(front.app, ['make', '--film', '-', '--image', 'https://a.example/b.png'], { stdin: film });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringMatching(/^(?:invalid_input|error): /m) });
  });

  it('speaks to the person at a terminal', async () => {
    front = await openFront();
    const { stderr } = await shell(front.app, ['make', idea, '--max-cost', '10'], { tty: true });
    expect(stderr.replaceAll('\n', ' ')).toContain('Ask for less, or give a higher --max-cost.');
    const standard = await shell(front.app, ['make', idea, '--max-cost', '10', '--tier', 'standard'], { tty: true });
    expect(standard.stderr.replaceAll('\n', ' ')).toContain('use the fast tier, or give a higher --max-cost.');
    const pixazo = ['--model', 'seedance-2-0/text-to-video', '--takes', '2', '--max-cost', '2'];
    const repeated = await shell(front.app, ['make', idea, ...pixazo], { tty: true });
    expect(repeated.stderr.replaceAll('\n', ' ')).toContain('This may cost 6.96 USD with one repeat each, more than');
    const takes = await shell(front.app, ['make', idea, '--max-cost', '10', '--takes', '2'], { tty: true });
    expect(takes.stderr.replaceAll('\n', ' ')).toContain('Ask for less, or give a higher --max-cost.');
  });

  it.each([
    ['make', idea, '--model', 'seedance-2-0/text-to-video', '--yes'],
    ['submit', '--prompt', 'A boat', '--model', 'seedance-2-0/text-to-video', '--wait'],
  ])('%s tells each warning once', async (...argv) => {
    front = await openFront();
    const { code, stdout, stderr } = await moveOn(
      front,
      startShell(front.app, [...argv, '--max-cost', '9'], { tty: true, columns: 900 }).ran,
    );
    expect(code).toBe(0);
    const told = stripVTControlCharacters(stdout + stderr).match(/^(?:Warning|Rehearsal): .*$/gm) ?? [];
    expect(told).toContainEqual(expect.stringContaining('There is no live price'));
    expect(told).toEqual([...new Set(told)]);
  });

  it('says once, to a person, how a missing key is saved', async () => {
    front = await openFront({ env: {} });
    const { code, stderr } = await shell(front.app, ['make', idea], { tty: true });
    expect(code).toBe(4);
    expect(stderr.match(/There is no xskill API key/g)).toHaveLength(1);
    expect(stderr).toMatch(/auth xskill: it asks for the key, checks it and saves it\.\n$/);
    expect(stderr).not.toMatch(/the\s+user/);
    const chinese = await shell(front.app, ['make', '一只狐狸在雪地里奔跑'], { tty: true });
    expect(chinese.stderr).toMatch(/Next: 运行 .* auth xskill，它会询问密钥，检查后保存。\n$/);
    expect(chinese.stderr).not.toContain('用户');
  });

  it('4 without a key', async () => {
    front = await openFront({ env: {} });
    expect(await shell(front.app, ['make', idea, '--yes'])).toMatchObject({ code: 4 });
  });

  it('a picture may be more than a character', async () => {
    front = await openFront({ env: { ...keys } });
    const { stderr } = await shell(front.app, [
      'make',
      idea,
      '--image',
      'https://a.example/sky.png=scene',
      'https://a.example/b.png?x=1',
    ]);
    expect(stderr).toMatch(/The sky is the place in @image_file_1/);
    expect(stderr).toMatch(/@image_file_2 is B: keep the same face/);
  });
});

describe('submit', () => {
  it('--wait goes on as poll does, with its exit codes', async () => {
    front = await openFront();
    const waiting = startShell(front.app, [
      'submit',
      '--prompt',
      'A boat',
      '--wait',
      '--save-dir',
      join(front.home, 'here'),
    ]);
    const { code, json } = await moveOn(front, waiting.ran);
    expect({ code, status: json.status }).toEqual({ code: 0, status: 'completed' });
    expect(json.files[0].path).toContain(join(front.home, 'here'));
    const late = startShell(front.app, ['submit', '--prompt', 'A fox', '--wait', '--timeout', '20']);
    expect(await moveOn(front, late.ran)).toMatchObject({ code: 3, stderr: expect.stringContaining('Come back: ') });
  });

  it('Ctrl-C while it waits leaves the task as it is', async () => {
    front = await openFront();
    const waiting = startShell(front.app, ['submit', '--prompt', 'A boat', '--wait']);
    await expect.poll(waiting.stderr).toContain('typically');
    waiting.interrupt();
    expect(await waiting.ran).toMatchObject({ code: 130, stderr: expect.stringContaining('Come back: ') });
    expect(front.posts()).toHaveLength(1);
  });

  it('takes the common parameters as options, at the usual model of the service that has a key', async () => {
    front = await openFront();
    const argv = ['submit', '--dry-run', '--prompt', 'A boat', '--duration', '6', '--ratio', '9:16'];
    const priceOf = async (more: string[]) => (await shell(front.app, [...argv, ...more])).json;
    expect(await priceOf([])).toMatchObject({ model_id: 'st-ai/super-seed2', price: { amount: 60 } });
    expect(await priceOf(['--tier', 'standard'])).toMatchObject({ tier: 'standard', price: { amount: 120 } });
    expect(await priceOf(['--model', 'seedance-2-0-fast/text-to-video', '--resolution', '480p'])).toMatchObject({
      model_id: 'seedance-2-0-fast/text-to-video',
    });
    await front.close();
    front = await openFront({ env: { PIXAZO_API_KEY: keys.PIXAZO_API_KEY } });
    expect(await priceOf(['--generate-audio', 'false'])).toMatchObject({ model_id: 'seedance-2-0/text-to-video' });
    const frame = join(front.home, 'frame.png');
    writeFileSync(frame, makePicture({ width: 800, height: 600 }, 'frame'));
    expect(await priceOf(['--first-frame', frame])).toMatchObject({ model_id: expect.stringContaining('first') });
    expect(await shell(front.app, [...argv, '--ratio', '7:3'])).toMatchObject({ code: 2 });
    expect(await shell(front.app, [...argv, '--duration', 'long'])).toMatchObject({ code: 2 });
  });

  it('lays them over a draft', async () => {
    front = await openFront();
    const { json } = await shell(front.app, ['compose', '--prompt', 'A boat']);
    const dry = await shell(front.app, ['submit', '--draft', json.submit.draft_id, '--duration', '8', '--dry-run']);
    expect(dry.json).toMatchObject({ status: 'dry_run', price: { amount: 80 } });
  });
});
