import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createConfig } from '../../src/config/config.ts';
import { parseKey } from '../../src/config/keys.ts';
import { temporaryFolder } from '../folder.ts';

const pixazo = {
  id: 'pixazo',
  baseUrl: 'https://gateway.pixazo.ai',
  baseUrlEnv: 'PIXAZO_BASE_URL',
  credential: { env: 'PIXAZO_API_KEY', homeFile: '.pixazo/api-key' },
};
const xskill = {
  id: 'xskill',
  baseUrl: 'https://api.xskill.ai',
  baseUrlEnv: 'XSKILL_BASE_URL',
  credential: { env: 'XSKILL_API_KEY' },
};

const keyTexts = [
  'sk-1',
  '  sk-1 ',
  '"sk-1"',
  "'sk-1'\r\n",
  'Bearer sk-1',
  '"Bearer sk-1"',
  "bearer 'sk-1'",
  '“sk-1”',
  '\uFEFFsk-1',
  'sk-1\u200B',
  'sk-1;',
  'XSKILL_API_KEY=sk-1',
  'export XSKILL_API_KEY="sk-1"',
  "$env:PIXAZO_API_KEY = 'sk-1'",
  'Authorization: Bearer sk-1',
];

/** What clients hand on when they know no such variable, and what documents show. */
const unfilled = [
  ...['env:XSKILL_API_KEY', 'XSKILL_API_KEY'].flatMap((name) => [`$\{${name}}`, `"$\{${name}}"`]),
  ...['$XSKILL_API_KEY', 'Bearer $KEY', '%KEY%', '{{KEY}}', '{KEY}', '<your-api-key>', '[your key]', 'your-api-key'],
  ...['YOUR_XSKILL_API_KEY', 'sk-your-api-key', 'sk-xxxxxxxx', 'px-****', 'XSKILL_API_KEY', 'changeme', '  ', ''],
];

let userHome: string;
beforeEach(() => {
  userHome = temporaryFolder();
});
const read = (env: Record<string, string> = {}) => createConfig({ env, userHome });

describe('a key', () => {
  it('comes from the environment, else from the service’s file, trimmed, at the moment it is asked for', () => {
    const config = read();
    expect(config.keyOf(pixazo)).toBeUndefined();
    mkdirSync(join(userHome, '.pixazo'));
    writeFileSync(join(userHome, '.pixazo/api-key'), '  px-1 \r\nsecond line\n');
    expect(config.keyOf(pixazo)).toEqual({ value: 'px-1', source: join(userHome, '.pixazo/api-key') });
    expect(read({ PIXAZO_API_KEY: ' px-2\n' }).keyOf(pixazo)).toEqual({ value: 'px-2', source: 'PIXAZO_API_KEY' });
  });

  it.each(keyTexts)('is read from %j alike in the environment, in a file and from a paste', (text) => {
    expect(read({ XSKILL_API_KEY: text }).keyOf(xskill)?.value).toBe('sk-1');
    expect(parseKey(text)).toBe('sk-1');
    mkdirSync(join(userHome, 'keys'), { recursive: true });
    const wide = Buffer.from(`\uFEFF${text}\r\n`, 'utf16le');
    const bare = Buffer.from(`${text.replace(/[^\x20-\x7E]/g, '')}\n`, 'utf16le');
    for (const bytes of [text, wide, Buffer.from(wide).swap16(), bare, Buffer.from(bare).swap16()]) {
      writeFileSync(join(userHome, 'keys/xskill'), bytes);
      expect(read({ SEEDANCE_HOME: userHome }).keyOf(xskill)?.value).toBe('sk-1');
    }
  });

  it('of a service without a file of its own lies in our folder', () => {
    expect(read({ SEEDANCE_HOME: userHome }).keyFileOf(xskill)).toBe(join(userHome, 'keys', 'xskill'));
  });

  it.each(unfilled)('that the client did not fill in (%j) is none, and is not saved', (value) => {
    expect(read({ XSKILL_API_KEY: value }).keyOf(xskill)).toBeUndefined();
    expect(() => parseKey(value)).toThrow(/placeholder|No key/);
  });
});

describe('a text of 5 MB', () => {
  const long = 'k'.repeat(5_000_000);
  it.each([long, `"${"'".repeat(5_000_000)}x`])('is no key, and is found out at once', (text) => {
    expect(read({ XSKILL_API_KEY: text }).keyOf(xskill)).toBeUndefined();
    expect(read({ XSKILL_API_KEY: text }).isKeyUnfilled(xskill)).toBe(false);
    expect(() => parseKey(text)).toThrow('at most 4096 characters');
    mkdirSync(join(userHome, 'keys'), { recursive: true });
    writeFileSync(join(userHome, 'keys/xskill'), text);
    expect(read({ SEEDANCE_HOME: userHome }).keyOf(xskill)).toBeUndefined();
  });
});

describe('settings', () => {
  it('take a relative folder from the home folder, not from where a client starts; a relative media root opens nothing', () => {
    const config = read({
      SEEDANCE_HOME: 'seedance',
      SEEDANCE_OUTPUT_DIR: './films',
      SEEDANCE_MEDIA_ROOTS: ['.', 'a', '/b'].join(delimiter),
    });
    expect([config.home, config.outputDirectory]).toEqual([join(userHome, 'seedance'), join(userHome, 'films')]);
    expect(config.mediaRoots).toEqual(['/b']);
  });

  it('take ~ for the home folder, and separate media roots as the platform does', () => {
    const config = read({
      SEEDANCE_OUTPUT_DIR: '~/films',
      SEEDANCE_MEDIA_ROOTS: ['~/a', '/b'].join(delimiter),
      SEEDANCE_OUTPUT_ROOTS: '~/films',
      CLAUDE_PROJECT_DIR: '/project',
    });
    expect(config.outputDirectory).toBe(join(userHome, 'films'));
    expect(config.mediaRoots).toEqual(['/project', join(userHome, 'a'), '/b']);
    expect(config.outputRoots).toEqual(['/project', join(userHome, 'films')]);
  });

  it.each([
    [undefined, 'https://api.xskill.ai'],
    ['http://127.0.0.1:8787/', 'http://127.0.0.1:8787'],
  ])('speak to %s at %s', (value, expected) => {
    expect(read(value ? { XSKILL_BASE_URL: value } : {}).baseUrlOf(xskill)).toBe(expected);
  });

  it.each(['api.xskill.ai', 'ftp://api.xskill.ai', 'javascript:alert(1)'])(
    'refuse the address %s and name the variable',
    (value) => {
      expect(() => read({ XSKILL_BASE_URL: value }).baseUrlOf(xskill)).toThrow(/XSKILL_BASE_URL/);
    },
  );

  it('take the folder they are started in for a project, but not the home folder, what holds it, or the root', () => {
    const startedIn = (folder: string) => createConfig({ env: {}, userHome, workingFolder: () => folder }).startFolder;
    const projects = [join(userHome, 'films'), join(userHome, '..', 'elsewhere'), `${userHome}-other`];
    expect(projects.map(startedIn)).toEqual(projects);
    expect([userHome, dirname(userHome), '/'].map(startedIn)).toEqual([undefined, undefined, undefined]);
    const gone = (): string => {
      throw new Error('ENOENT: process.cwd failed');
    };
    expect(createConfig({ env: {}, userHome, workingFolder: gone }).startFolder).toBeUndefined();
  });

  it('rehearse only when told so', () => {
    expect(['1', 'true', 'YES', 'on'].map((value) => read({ SEEDANCE_REHEARSAL: value }).rehearsal)).toEqual(
      Array(4).fill(true),
    );
    expect(['0', 'false', '', 'no'].map((value) => read({ SEEDANCE_REHEARSAL: value }).rehearsal)).toEqual(
      Array(4).fill(false),
    );
  });

  it('log warnings when the level is not one', () => {
    expect([read({ SEEDANCE_LOG_LEVEL: 'loud' }).logLevel, read({ SEEDANCE_LOG_LEVEL: 'DEBUG' }).logLevel]).toEqual([
      'warn',
      'debug',
    ]);
  });
});
