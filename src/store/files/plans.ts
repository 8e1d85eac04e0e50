import { join } from 'node:path';
import * as z from 'zod';
import { FilmOutline } from '../../core/film-plan.ts';
import { findJson } from '../../core/find-json.ts';
import { dayMs } from '../claim-rules.ts';
import { draftLivesMs } from '../draft.ts';
import { PlannedRequest } from '../productions/plan.ts';
import type { Production } from '../productions/production.ts';
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
  /** Erases what was kept for productions that never came to be: of the known ones, and those without any that were kept before a time. */
  eraseVain(productions: readonly Known[], before: number): void;
  /** The same once a day, for what is as old as a draft that nobody uses. */
  sweep(productions: () => readonly Known[]): void;
};

type Known = Pick<Production, 'plan' | 'state'>;

const Document = z.object({
  requests: z.array(PlannedRequest.nullable().catch(null)),
  film: FilmOutline.optional().catch(undefined),
});

export function createPlans(home: string, now: () => number): Plans {
  const directory = join(home, 'productions');
  const documents = createDocuments(directory);
  let sweptAt = Number.NEGATIVE_INFINITY;

  function keep(key: string, plan: Pick<NewPlan, 'requests' | 'film'>): void {
    guarded(directory, 'kept', () => documents.keep(nameOf(key), JSON.stringify(plan), now()));
  }

  function find(key: string): z.output<typeof Document> | undefined {
    const text = guarded(directory, 'read', () => documents.find(nameOf(key))?.text);
    return text === undefined ? undefined : Document.safeParse(findJson(text)).data;
  }

  function read(key: string): (PlannedRequest | undefined)[] {
    return (find(key)?.requests ?? []).map((request) => request ?? undefined);
  }

  function erase(key: string): void {
    guarded(directory, 'kept', () => documents.erase(nameOf(key)));
  }

  function eraseVain(productions: readonly Known[], before: number): void {
    const states = new Map(productions.map(({ plan, state }) => [nameOf(plan.key), state]));
    const isVain = (name: string, usedAt: number): boolean =>
      states.has(name) ? states.get(name) === 'withdrawn' : usedAt < before;
    guarded(directory, 'kept', () => documents.eraseWhere(({ name, usedAt }) => isVain(name, usedAt)));
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
    eraseVain,
    sweep: (productions) => {
      if (now() - sweptAt < dayMs) return;
      sweptAt = now();
      try {
        eraseVain(productions(), now() - draftLivesMs);
      } catch {
        // No reason to refuse a plan.
      }
    },
  };
}

/** No file system minds it. */
function nameOf(key: string): string {
  return key.replaceAll(/[^\w-]/g, '-');
}
