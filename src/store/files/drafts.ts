import { join } from 'node:path';
import { findJson } from '../../core/find-json.ts';
import { dayMs } from '../claim-rules.ts';
import { Draft, draftIdOf, draftLivesMs, promptsOf } from '../draft.ts';
import { createDocuments } from './documents.ts';
import { guarded } from './trouble.ts';

export type Drafts = {
  keep(draft: Draft): string;
  find(id: string): Draft | undefined;
  /** Erases those with one of these prompts, and those last used before a time. */
  forget(what: { prompts: readonly string[] } | { before: number }): void;
};

/** Drafts as files beside the journal, each named by its hash. */
export function createDrafts(home: string, now: () => number): Drafts {
  const directory = join(home, 'drafts');
  const documents = createDocuments(directory);
  let sweptAt = Number.NEGATIVE_INFINITY;

  /** What stands under a name, if it is what the name says, and when it was last used. */
  function read(name: string): { draft: Draft; usedAt: number } | undefined {
    const document = documents.find(name);
    const draft = document && findDraft(document.text);
    return draft && nameOf(draftIdOf(draft)) === name ? { draft, usedAt: document.usedAt } : undefined;
  }

  /** Looks through the folder once a day. */
  function sweep(): void {
    if (now() - sweptAt < dayMs) return;
    sweptAt = now();
    documents.eraseWhere(({ usedAt }) => isOver(usedAt, now()));
  }

  return {
    keep: (draft) =>
      guarded(directory, 'kept', () => {
        sweep();
        const id = draftIdOf(draft);
        if (read(nameOf(id))) documents.touch(nameOf(id), now());
        else documents.keep(nameOf(id), JSON.stringify(draft), now());
        return id;
      }),
    find: (id) =>
      guarded(directory, 'read', () => {
        const name = nameOf(id);
        const known = read(name);
        if (!known || isOver(known.usedAt, now())) return undefined;
        documents.touch(name, now());
        return known.draft;
      }),
    forget: (what) =>
      guarded(directory, 'kept', () => {
        if ('before' in what) return documents.eraseWhere(({ usedAt }) => usedAt < what.before);
        documents.eraseWhere(({ name }) => {
          const draft = read(name)?.draft;
          return draft !== undefined && promptsOf(draft).some((prompt) => what.prompts.includes(prompt));
        });
      }),
  };
}

function nameOf(id: string): string {
  return id.replace(/^draft:/, '');
}

function isOver(usedAt: number, nowMs: number): boolean {
  return nowMs - usedAt > draftLivesMs;
}

/** Undefined for what is no draft. */
export function findDraft(text: string): Draft | undefined {
  return Draft.safeParse(findJson(text)).data;
}
