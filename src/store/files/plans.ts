import { join } from 'node:path';
import * as z from 'zod';
import { PlannedRequest } from '../productions/plan.ts';
import { createDocuments } from './documents.ts';
import { guarded } from './trouble.ts';

/** The arguments of planned clips, kept apart from the journal so that `forget` can take them. */
export type Plans = {
  keep(key: string, requests: readonly PlannedRequest[]): void;
  read(key: string): (PlannedRequest | undefined)[];
  erase(key: string): void;
  /** Takes the arguments of single clips. */
  forget(key: string, clips: readonly number[]): void;
};

const Requests = z.array(PlannedRequest.nullable().catch(null));

export function createPlans(home: string, now: () => number): Plans {
  const directory = join(home, 'productions');
  const documents = createDocuments(directory);

  function keep(key: string, requests: readonly (PlannedRequest | null)[]): void {
    guarded(directory, 'kept', () => documents.keep(nameOf(key), JSON.stringify(requests), now()));
  }

  function read(key: string): (PlannedRequest | undefined)[] {
    const text = guarded(directory, 'read', () => documents.find(nameOf(key))?.text);
    const found = text === undefined ? undefined : Requests.safeParse(parse(text)).data;
    return (found ?? []).map((request) => request ?? undefined);
  }

  function erase(key: string): void {
    guarded(directory, 'kept', () => documents.erase(nameOf(key)));
  }

  return {
    keep,
    read,
    erase,
    forget: (key, clips) => {
      const left = read(key).map((request, n) => (clips.includes(n + 1) ? null : (request ?? null)));
      erase(key); // what is overwritten by a new file may stay on the disk
      if (left.some((request) => request)) keep(key, left);
    },
  };
}

/** No file system minds it. */
function nameOf(key: string): string {
  return key.replaceAll(/[^\w-]/g, '-');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
