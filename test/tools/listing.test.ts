import { describe, expect, it } from 'vitest';
import { shell } from '../cli/shell.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys } from '../harness.ts';
import { moveOn, open, submit, videoOf } from '../productions/stage.ts';

const hourMs = 3_600_000;
type Row = { task_id: string; submitted_at: string; prompt?: string; project?: string; file?: string };

const list = async (front: Front, args: object = {}) => (await front.call('get_task', { save: false, ...args })).data;
const idsOf = ({ tasks }: { tasks?: Row[] }) => (tasks ?? []).map(({ task_id }) => task_id);
const tokensOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) / 4;
const made = async (front: Front, prompt: string): Promise<string> =>
  (await submit(front, videoOf(prompt))).data.task_id;

describe('a listed row', () => {
  const fox =
    'A red fox runs through the deep snow of a silent forest at dawn while crows fly up, then stops and listens. ';
  const dragon = '一条红龙掠过雪山之巅，俯冲进云海，龙鳞在朝阳下闪着金光，身后拖着长长的火焰。';

  it.each([
    ['long prompts', fox.repeat(15)],
    ['Chinese', dragon.repeat(20)],
  ])('costs at most 80 tokens on the mean, and none above 110: %s', async (_, words) => {
    const front = await open({ roots: [`file://${temporaryFolder()}/the-mountain-and-its-dragon-feature-film`] });
    for (let n = 0; n < 6; n++) await made(front, `${words}${n}`);
    await submit(front, { ...videoOf(words), takes: 2 });
    for (const saved of [false, true]) {
      if (saved) await front.clock.advance(hourMs);
      const answer = await front.call('get_task', { save: saved });
      const rows: Row[] = answer.data.tasks;
      expect(rows).toHaveLength(7);
      const tokens = rows.map(tokensOf);
      expect(Math.max(...tokens)).toBeLessThanOrEqual(110);
      expect(tokens.reduce((sum, one) => sum + one, 0) / rows.length).toBeLessThanOrEqual(80);
      for (const row of rows) expect(row.prompt).toMatch(/^(A red fox|一条红龙)/);
    }
  });

  it('leaves out a path that is too long for it: the task itself has it', async () => {
    const home = `${temporaryFolder()}/${'a-very-long-folder/'.repeat(12)}`;
    const front = await open({ env: { ...keys, SEEDANCE_OUTPUT_ROOTS: home } });
    const task_id = await made(front, fox);
    await made(front, dragon);
    await front.clock.advance(hourMs);
    const { data } = await front.call('get_task', { task_id, save_dir: home });
    expect(data.files[0].path.startsWith(home)).toBe(true);
    const { tasks } = (await front.call('get_task')).data;
    expect(tasks[1]).toMatchObject({ task_id, status: 'completed' });
    expect(tasks[1].file).toBeUndefined();
    expect(tasks[0].file).toMatch(/\.mp4$/);
  });

  it('knows its project: the first folder of the client, or SEEDANCE_PROJECT, on record', async () => {
    const home = temporaryFolder();
    const front = await open({ home, roots: ['file:///work/mountain-film', 'file:///work/other'] });
    await made(front, 'A fox');
    await front.clock.advance(1_000);
    await submit(front, { ...videoOf('A heron'), takes: 2 });
    const named = await open({ home, clock: front.clock, env: { ...keys, SEEDANCE_PROJECT: '龙的传说' } });
    await made(named, 'A dragon');
    const started = await open({ home, clock: front.clock, startFolder: '/work/started-here' });
    await made(started, 'A whale');
    const plain = await open({ home, clock: front.clock });
    await made(plain, 'A crow');
    const { tasks } = await list(plain);
    expect(tasks.map(({ prompt, project }: Row) => [prompt, project])).toEqual([
      ['A crow', undefined],
      ['A whale', 'started-here'],
      ['A dragon', '龙的传说'],
      ['A heron', 'mountain-film'],
      ['A fox', 'mountain-film'],
    ]);
  });
});

describe('a search', () => {
  it('"which one was the dragon shot?" takes one call and at most 400 tokens', async () => {
    const front = await open();
    const animals = ['fox', 'heron', 'whale', 'crow', 'horse', 'tiger', 'bear', 'owl'];
    const shot = (animal: string) => `Wide shot, an old ${animal} rises over the misty valley, painted, low strings`;
    for (const animal of animals) await made(front, shot(animal));
    const task_id = await made(front, shot('dragon'));
    for (const animal of animals) await made(front, `${shot(animal)}, at night`);
    await front.clock.advance(24 * hourMs);
    for (const search of ['dragon', 'the dragon shot', 'Dragon, old', 'which one was the dragon shot']) {
      const answer = await front.call('get_task', { search });
      expect(idsOf(answer.data)[0]).toBe(task_id);
      expect(Buffer.byteLength(answer.text) / 4).toBeLessThanOrEqual(400);
    }
    const many = await front.call('get_task', { search: 'misty' });
    expect(many.data.tasks).toHaveLength(4);
    expect(many.data.warnings).toEqual(['More than 4 match: add words, or give a higher limit.']);
    expect(idsOf(await list(front, { search: 'misty', limit: 50 }))).toHaveLength(17);
  });

  it('takes words in any order and case, of prompts, titles and file names, and says when only some are there', async () => {
    const front = await open();
    const fox = await made(front, 'A red FOX crosses the frozen lake, ink wash, twilight');
    await front.clock.advance(hourMs);
    await front.call('get_task', {});
    const whale = await made(front, '一头鲸鱼在极光下跃出海面');
    expect(idsOf(await list(front, { search: 'twilight fox' }))).toEqual([fox]);
    expect(idsOf(await list(front, { search: '海面 鲸鱼' }))).toEqual([whale]);
    expect(idsOf(await list(front, { search: '2026-11 .mp4' }))).toEqual([fox]);
    const part = await list(front, { search: 'purple fox lake' });
    expect(idsOf(part)).toEqual([fox]);
    expect(part.warnings).toEqual(['没有同时含全部 3 个词的；这些含其中 2 个。']); // after a prompt in Chinese
    expect(await list(front, { search: 'unicorn' })).toMatchObject({ tasks: [], warnings: [] });
    await shell(front.app, ['forget', fox]);
    expect(idsOf(await list(front, { search: 'twilight' }))).toEqual([]);
    expect(idsOf(await list(front, { search: fox.slice(-8) }))).toEqual([fox]);
  });

  it('finds a film by its title and by what its clips show', async () => {
    const front = await open();
    const shots = ['a fox runs', 'the fox jumps', 'a heron watches'].map((visual) => ({ visual, seconds: 8 }));
    const { data } = await front.call('compose_storyboard', { shots, ratio: '16:9', style: 'ink wash' });
    const { task_id } = (await submit(front, data.submit)).data;
    await made(front, 'A whale');
    expect(idsOf(await list(front, { search: 'heron watches' }))).toEqual([task_id]);
    expect(idsOf(await list(front, { search: 'fox a runs' }))).toEqual([task_id]);
    const both = await made(front, 'A heron beside a sleeping whale');
    expect(await list(front, { search: 'heron whale jumps dragon' })).toMatchObject({
      tasks: [{ task_id: both }, { task_id }],
      warnings: ['Nothing holds all 4 words; these hold 2 of them.'],
    });
    expect(idsOf(await list(front, { search: 'sleeping heron whale jumps' }))).toEqual([both]);
  });
});

describe('since and until', () => {
  it('take a day in words or as a date, in English and Chinese, from its beginning to its end', async () => {
    const front = await open();
    const first = await made(front, 'A fox');
    await front.clock.advance(24 * hourMs);
    const second = (await submit(front, { ...videoOf('A heron'), takes: 2 })).data.task_id;
    await front.clock.advance(24 * hourMs);
    const third = await made(front, 'A whale');
    const ids = async (args: object) => idsOf(await list(front, args));
    for (const word of ['yesterday', '昨天', 'Yesterday ', '1 day ago', '1天前'])
      expect(await ids({ since: word, until: word })).toEqual([second]);
    expect(await ids({ since: 'yesterday' })).toEqual([third, second]);
    expect(await ids({ until: '昨天' })).toEqual([second, first]);
    expect(await ids({ since: 'today', search: 'whale' })).toEqual([third]);
    expect(await ids({ since: '2026-11-21', until: '2026-11-21' })).toEqual([first]);
    expect(await ids({ since: '2026年11月21日', until: '2026/11/21' })).toEqual([first]);
    const { json } = await moveOn(
      front,
      shell(front.app, ['list', '--since', '昨天', '--until', 'yesterday', '--no-save']),
    );
    expect(idsOf(json)).toEqual([second]);
    const refused = await front.call('get_task', { since: 'last Tuesday' });
    expect(refused.text).toMatch(
      /^invalid_input: since: "last Tuesday" is no day\.\nNext: Write it like today, yesterday/,
    );
  });
});
