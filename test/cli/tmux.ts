import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { temporaryFolder } from '../folder.ts';
import { program } from '../stdio.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const run = promisify(execFile);

/** A real terminal of so many columns, with a rehearsal of its own. */
export type Window = {
  /** Runs a command of the built program; resolves to what the terminal shows when it has ended. */
  shown(command: string): Promise<string>;
  /** Writes, and leaves the line open. */
  write(text: string): Promise<void>;
  /** Writes a line. */
  type(keys: string): Promise<void>;
  /** Presses a key by its name in tmux. */
  press(key: string): Promise<void>;
  /** What the terminal shows now; with `-e` its colours too. */
  capture(...flags: string[]): Promise<string>;
  close(): void;
};

export async function openWindow(columns: number): Promise<Window> {
  const home = temporaryFolder();
  const socket = `seedance-test-${randomUUID()}`;
  const { CI: _, ...env } = process.env; // Node gives a CI's terminals no colours
  const tmux = async (...args: string[]): Promise<string> =>
    (await run('tmux', ['-L', socket, '-f', '/dev/null', ...args], { env })).stdout;
  const settings = {
    HOME: home,
    SEEDANCE_REHEARSAL: '1',
    SEEDANCE_HOME: `${home}/data`,
    SEEDANCE_OUTPUT_DIR: `${home}/out`,
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  await tmux('new-session', '-d', '-x', String(columns), '-y', '100', ...given, 'sh');
  const capture = (...flags: string[]): Promise<string> => tmux('capture-pane', '-p', ...flags);
  const press = async (key: string): Promise<void> => void (await tmux('send-keys', key));
  const write = async (text: string): Promise<void> => void (await tmux('send-keys', '-l', text));
  const type = async (keys: string): Promise<void> => {
    await write(keys);
    await press('Enter');
  };
  let runs = 0;
  return {
    capture,
    write,
    type,
    press,
    shown: async (command) => {
      const end = new RegExp(`^[^]*^\\[ended ${++runs} \\d+\\]$`, 'm');
      await type(`clear; node ${program} ${command}; printf '[ended %s %s]\\n' ${runs} $?`);
      await expect.poll(capture, { timeout: 20_000, interval: 100 }).toMatch(end);
      return end.exec(await capture())?.[0] ?? '';
    },
    close: () => execFileSync('tmux', ['-L', socket, 'kill-server']),
  };
}
