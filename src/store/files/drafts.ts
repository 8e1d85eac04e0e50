import { join } from 'node:path';
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

  /** What stands under a name, if it is what the name says. */
  function read(name: string): Draft | undefined {
    const text = documents.find(name)?.text;
    const draft = text === undefined ? undefined : findDraft(text);
    return draft && nameOf(draftIdOf(draft)) === name ? draft : undefined;
  }

  function eraseWhere(isMeant: (document: { name: string; usedAt: number }) => boolean): void {
    for (const document of documents.list()) if (isMeant(document)) documents.erase(document.name);
  }

  /** Looks through the folder once a day. */
  function sweep(): void {
    if (now() - sweptAt < dayMs) return;
    sweptAt = now();
    eraseWhere(({ usedAt }) => isOver(usedAt, now()));
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
        const draft = isOver(documents.find(name)?.usedAt ?? 0, now()) ? undefined : read(name);
        if (draft) documents.touch(name, now());
        return draft;
      }),
    forget: (what) =>
      guarded(directory, 'kept', () => {
        if ('before' in what) return eraseWhere(({ usedAt }) => usedAt < what.before);
        eraseWhere(({ name }) => {
          const draft = read(name);
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

function findDraft(text: string): Draft | undefined {
  try {
    return Draft.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
