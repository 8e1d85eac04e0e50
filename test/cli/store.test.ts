import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, openFront } from '../harness.ts';
import { withoutPostgres } from '../postgres-server.ts';
import { newDatabase } from '../store/postgres/shared-server.ts';
import { shell } from './shell.ts';

const fox = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A red fox runs', duration: 5, ratio: '16:9' } };

const open = (env: Record<string, string>, home?: string): Promise<Front> =>
  openFront({ home, clock: systemClock, env: { XSKILL_API_KEY: 'sk-test', ...env } });

describe.skipIf(withoutPostgres)('store', () => {
  it('makes the tables, and says which there are', async () => {
    const SEEDANCE_STORE = await newDatabase('empty');
    const { app } = await open({ SEEDANCE_STORE });
    const { code, json } = await shell(app, ['store', 'migrate']);
    expect({ code, json }).toMatchObject({ code: 0, json: { from: 0, to: expect.any(Number) } });
    const checked = await shell(app, ['store', 'check']);
    // This server was started so that its tests are quick.
    expect(checked).toMatchObject({ code: 1, json: { number: json.to, tasks: 0, caps: [] } });
    expect(checked.json.problems).toEqual(['fsync is off: a crash may lose what was paid for']);
  });

  it('copies the record of files into a database and back', async () => {
    const home = temporaryFolder();
    const files = await open({}, home);
    const { data } = await files.call('submit_task', fox);
    const address = await newDatabase();
    expect(await shell(files.app, ['store', 'copy', '--to', address])).toMatchObject({
      code: 0,
      json: { copied: { tasks: 1, known: 0 } },
      stderr: expect.stringMatching(/^What was open is uncertain there: npx -y seedance-mcp poll looks for it\./),
    });
    const shared = await open({ SEEDANCE_STORE: address });
    expect((await shared.call('submit_task', fox)).data).toMatchObject({ task_id: data.task_id, duplicate: true });
    const elsewhere = await open({});
    expect((await shell(elsewhere.app, ['store', 'copy', '--from', address])).json.copied).toMatchObject({ tasks: 1 });
    expect((await elsewhere.call('submit_task', fox)).data).toMatchObject({ task_id: data.task_id, duplicate: true });
  });

  it('says how it is called', async () => {
    const { app } = await open({});
    expect(await shell(app, ['store', 'drop'])).toMatchObject({ code: 2 });
    expect(await shell(app, ['store', 'check'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('set SEEDANCE_STORE'),
    });
  });
});

describe.skipIf(withoutPostgres)('doctor with a database', () => {
  const lines = async ({ app }: Front): Promise<Map<string, string>> => {
    const { json } = await shell(app, ['doctor', '--json']);
    return new Map(json.checks.map(({ name, message }: { name: string; message: string }) => [name, message]));
  };

  it('shows it, what is left, and machines that set another cap', async () => {
    const SEEDANCE_STORE = await newDatabase();
    const anna = await open({ SEEDANCE_STORE, SEEDANCE_USER: 'anna', SEEDANCE_DAILY_CAP: 'xskill=1000' });
    const { data } = await anna.call('submit_task', fox);
    const told = await lines(anna);
    expect(told.get('store')).toMatch(
      /^postgres:\/\/seedance@127\.0\.0\.1:\d+\/\w+, PostgreSQL \d+.*, tables \d+, 1 tasks/,
    );
    expect(told.get('budget')).toBe(`xskill ${1000 - data.price.amount} of 1000 points left`);
    const ben = await open({ SEEDANCE_STORE, SEEDANCE_USER: 'ben' });
    await ben.call('submit_task', { ...fox, parameters: { ...fox.parameters, prompt: 'A heron' } });
    expect((await lines(ben)).get('budget')).toBe('machines set different caps: anna xskill=1000, ben none');
  });

  it('tells a cap that cannot be read apart from the database', async () => {
    const front = await open({ SEEDANCE_STORE: await newDatabase(), SEEDANCE_DAILY_CAP: 'much' });
    const told = await lines(front);
    expect(told.get('store')).toContain('PostgreSQL');
    expect(told.get('budget')).toContain('SEEDANCE_DAILY_CAP cannot be read at "much".');
  });

  it('says what is wrong with it, without the password', async () => {
    const front = await open({ SEEDANCE_STORE: 'postgres://anna:ge%23heim@127.0.0.1:9/clips' });
    const message = (await lines(front)).get('store');
    expect(message).toMatch(
      /^The record in postgres:\/\/anna@127\.0\.0\.1:9\/clips cannot be used: connect ECONNREFUSED/,
    );
    expect(message).not.toContain('heim');
  });
});
