import { join } from 'node:path';
import * as z from 'zod';
import { FilmOutline } from '../../core/film-plan.ts';
import { PlannedRequest } from '../productions/plan.ts';
import type { NewPlan } from '../store.ts';
import { createDocuments } from './documents.ts';
import { guarded } from './trouble.ts';

/** The arguments of planned clips, kept apart from the journal so that `forget` can take them. */
export type Plans = {
  keep(key: string, plan: Pick<NewPlan, 'requests' | 'film'>): void;
  read(key: string): (PlannedRequest | undefined)[];
  readFilm(key: string): FilmOutline | undefined;
  erase(key: string): void;
  /** Takes the arguments of single clips. */
  forget(key: string, clips: readonly number[]): void;
};

const Document = z.object({
  requests: z.array(PlannedRequest.nullable().catch(null)),
  film: FilmOutline.optional().catch(undefined),
});

export function createPlans(home: string, now: () => number): Plans {
  const directory = join(home, 'productions');
  const documents = createDocuments(directory);

  function keep(key: string, plan: Pick<NewPlan, 'requests' | 'film'>): void {
    guarded(directory, 'kept', () => documents.keep(nameOf(key), JSON.stringify(plan), now()));
  }

  function find(key: string): z.output<typeof Document> | undefined {
    const text = guarded(directory, 'read', () => documents.find(nameOf(key))?.text);
    return text === undefined ? undefined : Document.safeParse(parse(text)).data;
  }

  function read(key: string): (PlannedRequest | undefined)[] {
    return (find(key)?.requests ?? []).map((request) => request ?? undefined);
  }

  function erase(key: string): void {
    guarded(directory, 'kept', () => documents.erase(nameOf(key)));
  }

  return {
    keep,
    read,
    readFilm: (key) => find(key)?.film,
    erase,
    forget: (key, clips) => {
      const requests = read(key).map((request, n) => (clips.includes(n + 1) ? undefined : request));
      erase(key); // what is overwritten by a new file may stay on the disk
      if (requests.some((request) => request)) keep(key, { requests });
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
