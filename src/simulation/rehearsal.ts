import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '../backends/backend.ts';
import type { Clock } from '../core/clock.ts';
import { makeFolderSync } from '../core/make-folder.ts';
import { readFileOfSync } from '../core/regular-file.ts';
import { NetworkError, type Send } from '../net/send.ts';
import type { Simulator } from './simulator.ts';

/** A ten-minute video takes ten seconds. */
export const rehearsalTimeScale = 60;

type Options = { backends: readonly Backend[]; home: string; clock: Clock };

/** Where a backend's simulator pretends to live. The name can never resolve (RFC 6761). */
export function rehearsalUrl({ id }: Pick<Backend, 'id'>): string {
  return `https://${id}.rehearsal.invalid`;
}

/** The network of a rehearsal: two simulators whose state outlives the process, and nothing else. */
export function createRehearsal({ backends, home, clock }: Options): Send {
  const simulators = new Map<string, Promise<Simulator>>();

  async function load(backend: Backend): Promise<Simulator> {
    const createSimulator = await backend.loadSimulator();
    const file = join(home, 'rehearsal', `${backend.id}.json`);
    return createSimulator({
      origin: rehearsalUrl(backend),
      now: clock.now,
      timeScale: rehearsalTimeScale,
      memory: fileMemory(file),
    });
  }

  return async (url, { method, headers, body, signal }) => {
    const backend = backends.find((one) => new URL(url).origin === rehearsalUrl(one));
    if (!backend) throw new NetworkError('there is no network in a rehearsal', 'unreachable');
    const simulator = simulators.get(backend.id) ?? load(backend);
    simulators.set(backend.id, simulator);
    return (await simulator)(new Request(url, { method, headers, body, signal }));
  };
}

const largestStateBytes = 256 * 1024 * 1024;

function fileMemory(file: string): { read(): string | undefined; write(text: string): void } {
  return {
    read: () => {
      try {
        return readFileOfSync(file, largestStateBytes).toString('utf8');
      } catch {
        return undefined;
      }
    },
    write: (text) => {
      makeFolderSync(join(file, '..'), 0o700);
      writeFileSync(`${file}.${process.pid}`, text, { mode: 0o600 });
      renameSync(`${file}.${process.pid}`, file);
    },
  };
}
