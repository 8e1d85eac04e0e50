import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { parseKey } from '../../src/config/keys.ts';
import { NetworkError } from '../../src/net/http.ts';
import { type Front, openFront } from '../harness.ts';
import { shell, startShell } from './shell.ts';

let front: Front;
afterEach(() => front?.close());

const pixazoFile = () => join(front.home, '.pixazo', 'api-key');
const xskillFile = () => join(front.home, 'data', 'keys', 'xskill');
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('auth', () => {
  it('checks a piped key, saves it for its owner alone, and it works at once', async () => {
    front = await openFront({ env: {} });
    mkdirSync(join(front.home, '.pixazo'), { mode: 0o755 });
    const { code, json, stdout, stderr } = await shell(front.app, ['auth', 'pixazo'], { stdin: '  px-key-1 \r\n' });
    expect({ code, json }).toMatchObject({ code: 0, json: { backend: 'pixazo', saved: pixazoFile(), checked: true } });
    expect(readFileSync(pixazoFile(), 'utf8')).toBe('px-key-1\n');
    expect([modeOf(pixazoFile()), modeOf(join(front.home, '.pixazo'))]).toEqual([0o600, 0o700]);
    expect(readdirSync(join(front.home, '.pixazo'))).toEqual(['api-key']);
    expect(stdout + stderr).not.toContain('px-key-1');
    expect(front.posts()).toEqual([]);
    expect(front.sent.every(({ headers }) => headers['ocp-apim-subscription-key'] === 'px-key-1')).toBe(true);

    await shell(front.app, ['auth', 'xskill'], { stdin: 'sk-abc' });
    expect([modeOf(xskillFile()), modeOf(join(front.home, 'data', 'keys'))]).toEqual([0o600, 0o700]);
    const balance = await shell(front.app, ['balance']);
    expect(balance.json.balances[0]).toMatchObject({
      backend: 'xskill',
      configured: true,
      balance: expect.any(Number),
    });
  });

  it('is what a shell is told to run where a key is missing, after the sentence of the service', async () => {
    front = await openFront({ env: {} });
    const params = JSON.stringify({ prompt: 'A fox' });
    const { code, stderr } = await shell(front.app, ['submit', '--model', 'st-ai/super-seed2', '--params', params]);
    expect(code).toBe(4);
    expect(stderr).toContain(
      'Get your API Key: https://www.xskill.ai/#/v2/api-keys\nNext: Run npx -y seedance-mcp auth xskill: it asks for',
    );
    expect(stderr).not.toContain('Say this to the user');
    const quoted = await shell(front.app, ['submit', '--prompt', 'A fox', '--dry-run']);
    expect(quoted.json.next_step).toMatch(/api-keys Run npx -y seedance-mcp auth xskill: it asks for the key[^']*$/);
    expect(quoted.json.error.next_step).toBe(/Next: (.*)\n/.exec(stderr)?.[1]);
    const chinese = await shell(front.app, ['submit', '--prompt', '一只狐狸']);
    expect(chinese.stderr).toMatch(/\nNext: 运行 npx -y seedance-mcp auth xskill，它会询问密钥，检查后保存。\n$/);
  });

  it('asks on a terminal without showing what is typed', async () => {
    front = await openFront({ env: {} });
    const keyboard = new PassThrough();
    const session = startShell(front.app, ['auth', 'xskill'], { stdin: keyboard, tty: true });
    await expect.poll(session.stderr).toContain('Paste one (it is not shown): ');
    keyboard.write('sk-typed\u007fd-once\r');
    const { code, stdout, stderr } = await session.ran;
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('typed');
    expect(readFileSync(xskillFile(), 'utf8')).toBe('sk-typed-once\n');
  });

  it('changes nothing on Ctrl-C', async () => {
    front = await openFront({ env: {} });
    const keyboard = new PassThrough();
    const session = startShell(front.app, ['auth', 'xskill'], { stdin: keyboard, tty: true });
    await expect.poll(session.stderr).toContain('Paste one');
    keyboard.write('sk-half\u0003');
    expect((await session.ran).code).toBe(130);
    expect(existsSync(xskillFile())).toBe(false);
  });

  it.each([
    ['a key that the service refuses', ['auth', 'xskill'], 'wrong', 4, 'refused the API key. The key was not saved.'],
    ['an xskill key for Pixazo', ['auth', 'pixazo'], 'sk-mine', 2, 'looks like a key of xskill'],
    ['an empty one', ['auth', 'pixazo'], '\n', 2, 'No key was given.'],
    ['a sentence', ['auth', 'pixazo'], 'the key is sk-mine', 2, 'A key is one word'],
    ['a key as an argument', ['auth', 'pixazo', 'px-mine'], '', 2, 'never given as an argument'],
    ['a key as a flag', ['auth', 'pixazo', '--key=px-mine'], '', 2, 'never given as an argument'],
    ['nobody', ['auth'], 'px-mine', 2, 'xskill or pixazo'],
  ])('refuses %s, and does not repeat it', async (_, argv, stdin, code, words) => {
    front = await openFront({ env: {} });
    writeFileSync(join(front.home, 'untouched'), '');
    const ran = await shell(front.app, argv, { stdin });
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(words);
    expect(ran.stdout + ran.stderr).not.toContain('-mine');
    expect([pixazoFile(), xskillFile()].some(existsSync)).toBe(false);
  });

  it('saves unchecked when the service cannot be reached, over an older key', async () => {
    front = await openFront({
      env: {},
      tamper: () => {
        throw new NetworkError('offline', 'private_address');
      },
    });
    mkdirSync(join(front.home, '.pixazo'));
    writeFileSync(pixazoFile(), 'old\n');
    chmodSync(pixazoFile(), 0o644);
    const { code, json, stderr } = await shell(front.app, ['auth', 'pixazo'], { stdin: 'px-new' });
    expect({ code, checked: json.checked }).toEqual({ code: 0, checked: false });
    expect(stderr).toContain('could not check the key');
    expect([readFileSync(pixazoFile(), 'utf8'), modeOf(pixazoFile())]).toEqual(['px-new\n', 0o600]);
  });

  it('touches no key in a rehearsal', async () => {
    front = await openFront({ env: { SEEDANCE_REHEARSAL: '1' } });
    mkdirSync(join(front.home, '.pixazo'), { recursive: true });
    writeFileSync(pixazoFile(), 'the real key\n');
    for (const args of [
      ['auth', 'pixazo'],
      ['auth', 'pixazo', '--remove'],
    ]) {
      const { code, stderr } = await shell(front.app, args, { stdin: 'px-other' });
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing was changed') });
    }
    expect(readFileSync(pixazoFile(), 'utf8')).toBe('the real key\n');
  });

  it('removes, and says when the environment still has one', async () => {
    front = await openFront({ env: { PIXAZO_API_KEY: 'px-env' } });
    await shell(front.app, ['auth', 'pixazo'], { stdin: 'px-file' });
    const { code, stderr } = await shell(front.app, ['auth', 'pixazo', '--remove']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('PIXAZO_API_KEY is set') });
    expect(existsSync(pixazoFile())).toBe(false);
    expect((await shell(front.app, ['auth', 'pixazo', '--remove'])).json).toEqual({ backend: 'pixazo', removed: null });
  });

  it('refuses what no key holds', () => {
    expect(() => parseKey('schlüssel')).toThrow('a character that no key has');
  });
});
