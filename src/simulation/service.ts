import { type Account, createAccount } from './account.ts';
import { createFiles, type Files } from './files.ts';
import type { SimulatorOptions } from './simulator.ts';
import { type Phase, phaseOf, type Task } from './tasks.ts';

/** What the routes of one simulated service share. */
export type Service = {
  account: Account;
  files: Files;
  /** Its own origin, whose files are good references. */
  origin: string;
  balance: number;
  now(): number;
  phase(task: Task): Phase;
  find(id: string): Task | undefined;
};

export function createService(name: string, options: SimulatorOptions): Service {
  const { now, timeScale = 1, balance = 10_000 } = options;
  const account = createAccount(name, options.memory);
  return {
    account,
    files: createFiles(name, account, options),
    origin: new URL(options.origin).origin,
    balance,
    now,
    phase: (task) => phaseOf(task, now(), timeScale),
    find: (id) => account.read().tasks.find((task) => task.id === id),
  };
}
