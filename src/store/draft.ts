import { createHash } from 'node:crypto';
import * as z from 'zod';
import { FilmPlan } from '../core/film-plan.ts';
import { Words } from './events.ts';

/** What `compose_storyboard` made: the arguments of a submit, kept so that nobody types a prompt twice. */
export const ClipDraft = z.object({ model_id: z.string(), parameters: Words.shape.parameters });
export type ClipDraft = z.output<typeof ClipDraft>;
export const Draft = z.union([FilmPlan, ClipDraft]);
export type Draft = z.output<typeof Draft>;

export function isFilmDraft(draft: Draft): draft is FilmPlan {
  return 'clips' in draft;
}

/** Everything that a model is told by it. */
export function promptsOf(draft: Draft): string[] {
  const requests = isFilmDraft(draft) ? [...draft.clips, ...draft.pictures] : [draft];
  return requests.map(({ parameters }) => String(parameters.prompt));
}

/** A draft that nobody used for so long is dropped. */
export const draftLivesMs = 30 * 24 * 60 * 60 * 1000;

const prefix = 'draft:';

/** A draft is named by what it holds, so composing the same twice gives the same id. */
export function draftIdOf(draft: Draft): string {
  return prefix + createHash('sha256').update(JSON.stringify(draft)).digest('hex').slice(0, 16);
}

/** The id however it was copied, with or without its prefix. Undefined for what is no id of a draft. */
export function parseDraftId(text: string): string | undefined {
  const [, digits] = /^(?:draft:)?([0-9a-f]{16})$/.exec(text.trim().toLowerCase()) ?? [];
  return digits && prefix + digits;
}
