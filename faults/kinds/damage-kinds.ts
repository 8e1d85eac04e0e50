import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Kind, Stage } from './kind.ts';

const hour = 60 * 60 * 1000;

function monthsOf({ home }: Stage): string[] {
  const folder = join(home, 'data/ledger');
  return readdirSync(folder).map((name) => join(folder, name));
}

/** The record is damaged, by a power cut or by hands, between a submit that was accepted and its repeats. */
function damage(name: string, change: (path: string) => void): Kind {
  return { name, expects: 'accepted', between: (stage) => monthsOf(stage).forEach(change) };
}

const edit = (change: (text: string) => string) => (path: string) =>
  writeFileSync(path, change(readFileSync(path, 'utf8')));

const foreign = [
  '{"type":"saved","key":"x"}',
  '{"type":"intent"}',
  '{}',
  'null',
  '[1]',
  'not JSON',
  '\u0000'.repeat(600),
];

export const damageKinds: readonly Kind[] = [
  damage(
    'a mark of UTF-8 before the first line',
    edit((text) => `\ufeff${text}`),
  ),
  damage(
    'line ends of Windows',
    edit((text) => text.replaceAll('\n', '\r\n')),
  ),
  damage(
    'empty lines between',
    edit((text) => text.replaceAll('\n', '\n\n')),
  ),
  damage(
    'bytes put in at the start',
    edit((text) => `xx\n${text}`),
  ),
  damage(
    'the last line twice',
    edit((text) => `${text}${text.trimEnd().split('\n').at(-1)}\n`),
  ),
  damage('half a line at the end', (path) => appendFileSync(path, '{"type":"accepted","key":"loc')),
  damage('the last 10 bytes cut off', (path) => truncateSync(path, statSync(path).size - 10)),
  damage('zeros at the end, as after a power cut', (path) => appendFileSync(path, Buffer.alloc(4096))),
  damage('a line of 3 MB', (path) => appendFileSync(path, `${'x'.repeat(3_000_000)}\n`)),
  ...foreign.flatMap((line) => [
    damage(
      `a foreign line first: ${line.slice(0, 12)}`,
      edit((text) => `${line}\n${text}`),
    ),
    damage(`a foreign line last: ${line.slice(0, 12)}`, (path) => appendFileSync(path, `${line}\n`)),
  ]),
  damage('a restored copy in its place', (path) => {
    copyFileSync(path, `${path}.copy`);
    renameSync(`${path}.copy`, path);
  }),
  damage('the month renamed to an older one', (path) => renameSync(path, join(path, '../2025-01.jsonl'))),
  damage('an empty newer month', (path) => writeFileSync(join(path, '../2027-05.jsonl'), '')),
  damage('foreign files beside it', (path) => {
    mkdirSync(join(path, '../2027-06'));
    writeFileSync(join(path, '../notes.txt'), 'mine');
    writeFileSync(join(path, '../index.json'), '{"wrong":true}');
  }),
  ...[25, -25, 24 * 31, -24 * 31].map(
    (hours): Kind => ({
      name: `the clock jumps by ${hours} hours`,
      expects: 'accepted',
      between: ({ advance }) => advance(hours * hour),
    }),
  ),
  {
    name: 'the client gives the call up while it is sent',
    expects: 'accepted',
    reply: async ({ take, cancel }) => {
      const reply = await take();
      cancel();
      return reply;
    },
  },
  {
    name: 'the window closes while it is sent',
    expects: 'accepted',
    reply: async ({ take, close }) => {
      close();
      return take();
    },
  },
  {
    name: 'the window closes while it is sent, and no answer comes',
    expects: 'open',
    reply: async ({ take, close }) => {
      await take();
      close();
      return new Promise(() => undefined);
    },
  },
];
