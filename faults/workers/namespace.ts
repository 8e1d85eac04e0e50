import { execFileSync } from 'node:child_process';

/** A network of its own for a process, with two cables to this machine. */
export type Namespace = {
  /** This machine's address at the end of each cable. */
  database: string;
  service: string;
  /** What starts a program inside. */
  through: readonly string[];
  /** Pulls the cable to the database, or puts it in again. */
  connectDatabase(isUp: boolean): void;
  remove(): void;
};

const name = `seedance${process.pid}`;
const cables = { database: '10.231.7', service: '10.231.8' } as const;

/** Undefined where this user or system has no right to make one. */
export function createNamespace(): Namespace | undefined {
  try {
    ip('netns', 'add', name);
    for (const [cable, network] of Object.entries(cables)) {
      const [here, there] = [`sd${process.pid % 1e6}${cable[0]}`, cable];
      ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name);
      ip('addr', 'add', `${network}.1/24`, 'dev', here);
      ip('link', 'set', here, 'up');
      ip('-n', name, 'addr', 'add', `${network}.2/24`, 'dev', there);
      ip('-n', name, 'link', 'set', there, 'up');
    }
  } catch {
    return undefined;
  }
  return {
    database: `${cables.database}.1`,
    service: `${cables.service}.1`,
    through: ['ip', 'netns', 'exec', name],
    connectDatabase: (isUp) => ip('link', 'set', `sd${process.pid % 1e6}d`, isUp ? 'up' : 'down'),
    remove: () => ip('netns', 'del', name),
  };
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}
