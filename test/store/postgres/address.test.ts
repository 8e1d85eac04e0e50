import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/store/postgres/address.ts';
import { openFront } from '../../harness.ts';

const secret = 'p@ss/w:rd';

describe('the address of a database', () => {
  it.each([
    [`postgres://anna:${encodeURIComponent(secret)}@db.test:5433/clips`, 'postgres://anna@db.test:5433/clips'],
    ['postgresql://db.test/clips?sslmode=verify-full', 'postgres://db.test/clips'],
    [`postgres:///clips?host=/run/postgresql&password=${secret}`, 'postgres:///run/postgresql/clips'],
  ])('%s is shown as %s', (text, name) => {
    const address = parseAddress(text);
    expect(address.name).toBe(name);
    expect(address.hide('no entry')).toBe('no entry');
  });

  it('is hidden in the words of others', () => {
    const { hide } = parseAddress(`postgres://anna:${encodeURIComponent(secret)}@db.test/clips`);
    expect(hide(`no entry for "${secret}" or ${encodeURIComponent(secret)}`)).toBe('no entry for "***" or ***');
  });

  it.each([
    `postgres://anna:${secret}@db.test/clips`,
    `mysql://anna:geheim@db.test/clips`,
    'postgres://db.test',
    `postgres://anna:pa#ss@db.test/clips`,
    ['$', '{STORE}'].join(''),
    secret,
  ])('%s is refused without being shown', (text) => {
    let refusal: unknown;
    try {
      parseAddress(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ code: 'invalid_input' });
    const { message, nextStep } = refusal as { message: string; nextStep: string };
    expect(`${message} ${nextStep}`).not.toMatch(/p@ss|geheim|db\.test/);
  });

  it('that cannot be read stops everything that needs a record, and nothing else', async () => {
    const front = await openFront({
      env: { XSKILL_API_KEY: 'k', SEEDANCE_STORE: `postgres://anna:${secret}@db.test/clips` },
    });
    expect((await front.client.listTools()).tools).toHaveLength(5);
    const submit = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox', duration: 5, ratio: '16:9' } };
    for (const [tool, args] of [
      ['submit_task', submit],
      ['get_task', {}],
    ] as const) {
      const answer = await front.call(tool, args);
      expect(answer.isError).toBe(true);
      expect(answer.text).toMatch(
        /^invalid_input: SEEDANCE_STORE is not the address of a PostgreSQL database\.\nNext: /,
      );
      expect(answer.text).not.toContain('p@ss');
    }
    expect(front.posts()).toEqual([]);
    const { data, isError } = await front.call('compose_storyboard', {
      shots: [{ seconds: 5, visual: 'A red fox crosses the snow' }],
      style: 'live-action',
      ratio: '16:9',
    });
    expect(isError).toBe(false);
    expect(JSON.stringify(data.problems)).toContain('SEEDANCE_STORE is not the address');
  });
});
