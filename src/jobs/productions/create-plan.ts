import { checkParameters } from '../../backends/check.ts';
import type { FilmOutline } from '../../core/film-plan.ts';
import type { Offer, Plan, PlannedRequest } from '../../store/productions/plan.ts';
import type { NewPlan, SamePlan } from '../../store/store.ts';
import type { TaskSummary } from '../../store/task.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { handOver, type Uploads } from '../hand-over.ts';
import type { Jobs } from '../jobs.ts';
import { refuseErrors } from '../refuse-errors.ts';
import { accountOf } from '../spending.ts';
import type { Many, PreparedClip } from './prepare-clips.ts';
import type { FilmMany } from './prepare-film.ts';
import type { QuotedClip } from './quote-clips.ts';

/** A film with what it is put together by. */
type Whole = { many: Many | FilmMany; film?: FilmOutline };

/** What tells a plan from others: what is to be made, whose money it is, and nothing of how it was asked for. */
export function identifyPlan({ many, film }: Whole, clips: readonly PreparedClip[], again: boolean): SamePlan {
  const offers = clips.map(({ prepared: { service, payer } }) => ({ account: accountOf(service), payer }));
  const made = clips.map(({ prepared, takes }) => [prepared.fingerprint, takes]);
  const fingerprint = fingerprintOf([many.kind, many.takes, made, film]);
  return { fingerprint, again: again || undefined, offers };
}

export function createPlan(
  { clock, rehearsal }: Jobs,
  { many, film, project }: Whole & { project?: string },
  clips: readonly QuotedClip[],
  { fingerprint, again }: SamePlan,
): Plan {
  const offers: Offer[] = [];
  const numbers = new Map<string, number>();
  const addOffer = (offer: Offer): number => {
    const name = JSON.stringify(offer);
    const number = numbers.get(name) ?? offers.push(offer) - 1;
    numbers.set(name, number);
    return number;
  };
  const steps = clips.flatMap((clip) => {
    const needs = clip.needs && clip.needs.length > 0 ? clip.needs : undefined;
    const step = { clip: clip.clip, offer: addOffer(offerOf(clip)), needs };
    return Array.from({ length: clip.takes }, () => step);
  });
  const known = clips.flatMap(({ numbers }) => numbers.slice(0, 1));
  const isKnown = many.kind === 'batch' && known.some((number, n) => number !== n + 1);
  const byLine = many.kind === 'batch' && many.lines !== undefined;
  const told = { numbers: isKnown ? known : undefined, by_line: byLine || undefined };
  const facts = { kind: many.kind, film_clips: film?.clips.length, ...told };
  return { type: 'planned', key: '', at: clock.now(), fingerprint, ...facts, rehearsal, project, again, offers, steps };
}

function offerOf({ prepared: { service, model, payer }, price, held }: QuotedClip): Offer {
  return {
    account: accountOf(service),
    model_id: model.id,
    payer,
    price,
    held,
    refunds: service.backend.refundsFailures,
  };
}

/** The first takes of a clip are those that are there. */
export function linksOf(clips: readonly QuotedClip[]): (NewPlan['links'][number] & { summary: TaskSummary })[] {
  let first = 0;
  return clips.flatMap(({ clip, there, takes }) => {
    const links = there.map((summary, n) => ({ clip, step: first + n, task: summary.key, summary }));
    first += takes;
    return links;
  });
}

/** The arguments as they will be sent: local pictures are uploaded, last of all. */
export async function writeRequest(jobs: Jobs, { prepared }: QuotedClip, uploads: Uploads): Promise<PlannedRequest> {
  const { model, fingerprint } = prepared;
  const parameters = await handOver(jobs, prepared, uploads);
  const { input = {}, problems } = checkParameters(model, parameters);
  refuseErrors(problems);
  const { prompt } = model.expected(input);
  return { model_id: model.id, kind: model.kind, fingerprint, prompt, parameters };
}
