import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/folder.ts';
import { program } from '../../test/stdio.ts';

export type Machine = {
  name: string;
  process: ChildProcess;
  exited: Promise<unknown>;
  stderr(): string;
  /** kill -9, until it is gone. */
  kill(): Promise<void>;
};

type Options = {
  name: string;
  env: Record<string, string>;
  /** What node is given before the program. */
  node?: readonly string[];
  /** What starts node, such as a program that changes the network. */
  through?: readonly string[];
};

/** The built program with a home and a name of its own, as on another machine. */
export function startMachine({ name, env, node = [], through = [] }: Options, ...argv: string[]): Machine {
  const home = temporaryFolder();
  const [command = '', ...args] = [...through, process.execPath, ...node, program, ...argv];
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      SEEDANCE_HOME: join(home, 'data'),
      SEEDANCE_OUTPUT_DIR: join(home, 'out'),
      SEEDANCE_USER: name,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  const exited = once(child, 'exit');
  return {
    name,
    process: child,
    exited,
    stderr: () => stderr,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
