import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../folder.ts';
import { keys } from '../harness.ts';
import { createPath, finish, fox, open, submit, videoOf } from '../productions/stage.ts';
import { shell } from './shell.ts';

const hourMs = 3_600_000;
const pixazo = {
  model_id: 'seedance-2-0/text-to-video',
  parameters: { prompt: 'A fox crosses the snow', duration: 5 },
};
const none = { tasks: 0, charged: 0, listed: 0, refunded: 0, held: 0, unpriced: 0 };
const points = (more: object) => ({ ...none, unit: 'points', ...more });

describe('spend', () => {
  it('tells what was charged, refunded and is held, by day, model and project', async () => {
    const home = temporaryFolder();
    const first = await open({ home, roots: ['file:///work/mountain'] });
    const { clock } = first;
    await submit(first, fox);
    await submit(first, videoOf('A fox falls [rehearse: fail]'));
    await clock.advance(hourMs);
    await first.call('get_task', { save: false });
    await clock.advance(24 * hourMs);
    const env = { ...keys, SEEDANCE_PROJECT: '龙' };
    const lost = await open({
      home,
      clock,
      env,
      tamper: ({ path }) => (path === createPath ? Promise.resolve(new Response('', { status: 502 })) : undefined),
    });
    await submit(lost, videoOf('A heron'));
    const second = await open({ home, clock, env, services: first.services });
    await submit(second, pixazo);
    const spend = async (...argv: string[]) => (await shell(second.app, ['spend', ...argv])).json;

    const usd = { ...none, unit: 'USD', tasks: 1 };
    expect(await spend()).toEqual({
      total: [points({ tasks: 3, charged: 50, refunded: 50, held: 50 }), { ...usd, held: 1.74 }],
    });
    await clock.advance(hourMs);
    await second.call('get_task', { save: false });
    const paid = { ...usd, charged: 1.74, listed: 1.74 };
    expect((await spend('--since', 'yesterday')).total).toHaveLength(2);
    expect(await spend('--since', 'today')).toEqual({
      since: expect.stringMatching(/^2026-11-2\dT/),
      total: [points({ tasks: 1, held: 50 }), paid],
    });
    expect(await spend('--by', 'project')).toMatchObject({
      by: 'project',
      rows: [
        { project: 'mountain', ...points({ tasks: 2, charged: 50, refunded: 50 }) },
        { project: '龙', ...paid },
        { project: '龙', ...points({ tasks: 1, held: 50 }) },
      ],
    });
    expect((await spend('--by', 'model')).rows.map(({ model }: { model: string }) => model)).toEqual([
      fox.model_id,
      pixazo.model_id,
    ]);
    const days = (await spend('--by', 'day')).rows.map(({ day, unit }: Record<string, string>) => [day, unit]);
    expect(days).toEqual([
      ['2026-11-22', 'points'],
      ['2026-11-22', 'USD'],
      ['2026-11-21', 'points'],
    ]);
    expect(first.posts().length + second.posts().length).toBe(3);
  });

  it('holds what a production reserved and did not send yet, until it is stopped', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_CONCURRENCY: '1' } });
    const { task_id } = (await submit(front, { ...fox, takes: 3 })).data;
    const spend = async () => (await shell(front.app, ['spend', '--json'])).json.total;
    expect(await spend()).toEqual([points({ tasks: 1, charged: 50, held: 100 })]);
    await submit(front, { task_id, stop: true });
    expect(await spend()).toEqual([points({ tasks: 1, charged: 50 })]);
    await finish(front, task_id);
    await submit(front, { task_id });
    await finish(front, task_id);
    expect(await spend()).toEqual([points({ tasks: 3, charged: 150 })]);
  });

  it('is text on a terminal, and says what it does not read', async () => {
    const front = await open();
    const on = (...argv: string[]) => shell(front.app, ['spend', ...argv], { tty: true });
    expect((await on()).stdout).toBe('Nothing was spent.\n');
    await submit(front, fox);
    expect((await on('--by', 'model')).stdout.split('\n')).toEqual([
      '                   charged    refunded  held      tasks',
      'st-ai/super-seed2  50 points  0 points  0 points  1',
      'in all             50 points  0 points  0 points  1',
      '',
    ]);
    const rehearsal = await open({ env: { SEEDANCE_REHEARSAL: '1' } });
    const told = await shell(rehearsal.app, ['spend'], { tty: true });
    expect(told.stdout).toMatch(/\nRehearsal: nothing is sent to a service, nothing is spent\.\n$/);
    expect((await on('--json')).json.total).toHaveLength(1);
    expect(await on('--since', 'soon')).toMatchObject({ code: 2, stderr: expect.stringContaining('"soon" is no day') });
    expect(await on('--by', 'colour')).toMatchObject({ code: 2 });
  });
});
