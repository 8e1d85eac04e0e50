import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Check } from '../../src/cli/checks/check.ts';
import { checkClients } from '../../src/cli/checks/clients.ts';
import { checkNode } from '../../src/cli/checks/machine.ts';
import { NetworkError } from '../../src/net/http.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { shell } from './shell.ts';

let front: Front;
afterEach(() => front?.close());

async function examine(): Promise<{ code: number; find(name: string): Check | undefined; text: string }> {
  const { code, json, stdout } = await shell(front.app, ['doctor', '--json']);
  expect(json.ok).toBe(code === 0);
  return { code, find: (name) => json.checks.find((check: Check) => check.name === name), text: stdout };
}

describe('doctor', () => {
  it('finds nothing wrong, says where the keys are from, and never what they are', async () => {
    front = await openFront();
    const { code, find, text } = await examine();
    expect({ code, failing: text.match(/"state":"fail"/) }).toEqual({ code: 0, failing: null });
    expect(find('xskill key')).toMatchObject({ state: 'ok', message: 'from XSKILL_API_KEY' });
    expect(find('xskill account')).toMatchObject({ state: 'ok', message: expect.stringMatching(/\d+ points left/) });
    expect(find('pixazo account')).toMatchObject({ state: 'ok' });
    for (const key of Object.values(keys)) expect(text).not.toContain(key);
    expect(front.posts()).toEqual([]);
    const { stdout } = await shell(front.app, ['doctor'], { tty: true, columns: 1_000 });
    expect(
      stdout
        .trim()
        .split('\n')
        .every((line) => /^(ok {3}|warn |fail )\S/.test(stripVTControlCharacters(line))),
    ).toBe(true);
  });

  it('names the ffmpeg that it would run, or says what is missing without one', async () => {
    front = await openFront();
    expect((await examine()).find('ffmpeg')).toMatchObject({
      state: 'warn',
      nextStep: expect.stringMatching(/SEEDANCE_FFMPEG/),
    });
    await front.close();
    const program = join(temporaryFolder(), 'my-ffmpeg');
    writeFileSync(program, "#!/bin/sh\necho 'ffmpeg version 7.1 of a test'\n");
    chmodSync(program, 0o755);
    front = await openFront({ env: { ...keys, SEEDANCE_FFMPEG: program } });
    expect((await examine()).find('ffmpeg')).toEqual({ name: 'ffmpeg', state: 'ok', message: program });
  });

  it('fails without any key, on a key that was not filled in, and on a refused one', async () => {
    front = await openFront({ env: {} });
    expect((await examine()).find('pixazo key')).toMatchObject({
      state: 'fail',
      nextStep: expect.stringContaining('auth pixazo'),
    });
    await front.close();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a client passes on when the variable is not set
    front = await openFront({ env: { XSKILL_API_KEY: '${XSKILL_API_KEY}' } });
    expect((await examine()).find('xskill key')).toMatchObject({
      state: 'fail',
      message: expect.stringContaining('did not fill it in'),
    });
    await front.close();
    front = await openFront({ env: { XSKILL_API_KEY: 'wrong' } });
    const { code, find } = await examine();
    expect({ code, account: find('xskill account') }).toMatchObject({ code: 1, account: { state: 'fail' } });
    expect(find('pixazo key')).toMatchObject({ state: 'ok' });
  });

  it('fails when a service with a key cannot be reached', async () => {
    front = await openFront({
      env: { PIXAZO_API_KEY: 'px' },
      tamper: () => {
        throw new NetworkError('no route', 'private_address');
      },
    });
    const { code, find } = await examine();
    expect(code).toBe(1);
    expect(find('pixazo')).toMatchObject({ state: 'fail', message: expect.stringContaining('no route') });
    expect(find('xskill')).toMatchObject({ state: 'warn' });
  });

  it('warns of a clock that is off, a key file that others can read, and a model that changed', async () => {
    const schema = {
      properties: { prompt: {}, motion_strength: {}, ratio: { type: 'string', enum: ['16:9', '5:4'] } },
    };
    front = await openFront({
      env: {},
      tamper: ({ path }) => {
        if (path === '/')
          return Promise.resolve(
            new Response('', { headers: { date: new Date(front.clock.now() - 300_000).toUTCString() } }),
          );
        if (path.endsWith('/super-seed2/docs'))
          return Promise.resolve(Response.json({ code: 200, data: { params_schema: schema } }));
      },
    });
    mkdirSync(join(front.home, '.pixazo'));
    writeFileSync(join(front.home, '.pixazo', 'api-key'), 'px\n');
    chmodSync(join(front.home, '.pixazo', 'api-key'), 0o644);
    const { find } = await examine();
    expect(find('clock')).toMatchObject({ state: 'warn', message: expect.stringContaining('300 s ahead') });
    expect(find('pixazo key')).toMatchObject({ state: 'warn', nextStep: expect.stringContaining('chmod 600') });
    expect(find('xskill models')?.message).toBe(
      'The service has changed: st-ai/super-seed2 has a parameter "motion_strength"; st-ai/super-seed2 takes ratio "5:4".',
    );
  });

  it('fails on a cap that cannot be read', async () => {
    front = await openFront({ env: { ...keys, SEEDANCE_DAILY_CAP: 'lots' } });
    expect((await examine()).find('daily cap')).toMatchObject({ state: 'fail' });
  });

  it('finds the clients that know the server, and a configuration that is broken', async () => {
    const [userHome, project] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(userHome, '.cursor'));
    writeFileSync(
      join(userHome, '.cursor', 'mcp.json'),
      '{"mcpServers":{"seedance":{"command":"npx","args":["-y","seedance-mcp"]}}}',
    );
    writeFileSync(join(project, '.mcp.json'), '{\n  "mcpServers": {},\n}');
    const checks = await checkClients({ userHome, project, platform: 'linux' });
    expect(checks.map(({ name, state }) => [name, state])).toEqual([
      ['Claude Code, this project', 'warn'],
      ['Cursor', 'ok'],
    ]);
    expect(checks[0]?.message).toContain('in line 3');
  });

  it('knows the oldest Node', () => {
    const states = ['20.18.1', '20.18.0', '20.9.9', '22.0.0', '18.20.8'].map((version) => checkNode(version).state);
    expect(states).toEqual(['ok', 'fail', 'fail', 'ok', 'fail']);
  });
});
