import type { ErrorCode } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { addPrices, renderSum } from '../core/price.ts';
import { countTakes, type TakeRow } from '../jobs/productions/rows.ts';
import { numberOf } from '../store/productions/plan.ts';
import type { Production } from '../store/productions/production.ts';
import {
  awaitsJoin,
  type Clip,
  clipsOf,
  isStale,
  pricesOf,
  statusOfProduction,
} from '../store/productions/progress.ts';
import { statusOf, taskIdOf } from '../store/task.ts';
import { describeTimeLeft } from './task-output.ts';

type Known = {
  production: Production;
  saving: boolean;
  secondsLeft: number;
  rows: readonly TakeRow[];
  isStuck?: boolean;
};

/** What to do next with a production. */
export function productionStep(known: Known): string {
  const { production, saving } = known;
  switch (statusOfProduction(production)) {
    case 'processing':
      return waitingStep(known);
    case 'uncertain':
      return uncertainStep(known);
    case 'stopped':
      return stoppedStep(production);
    case 'failed':
      return failedStep(known);
    case 'completed':
      return saving ? savingStep : completedStep(production);
  }
}

function waitingStep({ production, secondsLeft, isStuck }: Known): string {
  const { completed, all } = countTakes(production);
  if (isStuck)
    return `${completed} of ${all} are done, and some may be stuck: warnings says which. They may still finish: call get_task with this task_id later. Do not submit again.`;
  return `${completed} of ${all} are done, ${describeTimeLeft(secondsLeft)} left: end your turn, or call get_task with this task_id again then. Do not submit again.`;
}

const savingStep =
  'All are finished and paid for; some files are still being saved. Call get_task with this task_id again for their paths. Do not submit again.';

function uncertainStep({ production, rows }: Known): string {
  const doubtful = rows.flatMap(({ is, task }) => (is === 'uncertain' && task ? [task] : []));
  const [first] = doubtful;
  const ids = doubtful.map(taskIdOf).join(', ');
  const count = countTakes(production).uncertain;
  const those = count === 1 ? 'one task was' : `${count} tasks were`;
  return (
    `It is unclear whether ${those} accepted, and each may have been charged: ${ids}. Do not submit again: in a minute, call get_task with this task_id, which looks for them. ` +
    `Then the user compares the service's dashboard: ${installation.command} settle ${first ? taskIdOf(first) : 'ID'} --taken REMOTE_ID, or --not-taken and get_task with this task_id, which sends it once more.`
  );
}

function stoppedStep({ reason, ...production }: Production): string {
  const { unsent, waiting } = countTakes(production);
  const why = reason ? `${reason.message} ${reason.nextStep} ` : '';
  const count = unsent + waiting;
  return `${why}${count} ${count === 1 ? 'was' : 'were'} not sent, and nothing is reserved for ${count === 1 ? 'it' : 'them'}. To go on with what is missing: submit_task with this task_id (dry_run: true tells the price).`;
}

/** What the same request is not refused for a second time, once somebody has seen to it. */
const notItsFault: readonly (ErrorCode | undefined)[] = ['no_credit', 'unauthorized', 'rate_limited', 'unavailable'];

function failedStep({ production, rows }: Known): string {
  const clips = clipsOf(production);
  const lost = clips.filter(({ used }) => !used);
  const isUnsent = ({ takes }: Clip): boolean => takes.every(({ stand }) => stand.is === 'given_up');
  const { kind, film_clips, by_line } = production.plan;
  const name = (some: readonly Clip[]): string => {
    const noun = by_line ? 'Line' : kind === 'batch' ? 'Task' : 'Clip';
    const numbers = some.map(({ clip }) => numberOf(production.plan, clip));
    return some.length > 20 ? `${some.length} ${noun.toLowerCase()}s` : nameClips(numbers, film_clips, noun, rows);
  };
  const failures = lost.filter((clip) => !isUnsent(clip));
  const failed = name(failures);
  const unsent = lost.filter(isUnsent);
  const rest = lost.length < clips.length ? 'The rest is finished. ' : '';
  // What they are made from had failed, and another take of it is used now.
  if (failures.length === 0)
    return `Not sent yet: ${name(unsent)}. ${rest}To go on with what is missing: submit_task with this task_id (dry_run: true tells the price).`;
  const after = unsent.length > 0 ? `Not sent, because it is made from that: ${name(unsent)}. ${rest}` : rest;
  const isSameAgain = lost.every(({ takes }) =>
    takes.every(({ task }) => !task || notItsFault.includes(task.remoteError)),
  );
  if (film_clips !== undefined && !isSameAgain)
    return `${failed} failed: error in clips says why and what to change. ${after}Change that shot, compose again and submit the new draft: only what changed is paid for. To try the same again: submit_task with this task_id.`;
  return `${failed} failed: error in clips says why and what to do. ${after}To try the same again and pay for what is missing only: submit_task with this task_id.`;
}

/** `Clips 1, 4`, `Clip 4 (shots 7-9)`, `Clip 1 and picture 2`. */
function nameClips(
  numbers: readonly number[],
  filmClips = Number.POSITIVE_INFINITY,
  clip = 'Clip',
  rows: readonly TakeRow[] = [],
): string {
  const shots = new Map(rows.map((row) => [row.clip, row.shots]));
  const withShots = (n: number): string => {
    const held = shots.get(n);
    if (held === undefined) return `${n}`;
    return /\D/.test(held) ? `${n} (shots ${held})` : `${n} (shot ${held})`;
  };
  const name = (noun: string, some: readonly (number | string)[]) =>
    some.length === 0 ? [] : [`${noun}${some.length === 1 ? '' : 's'} ${some.join(', ')}`];
  const clips = numbers.filter((n) => n <= filmClips);
  const pictures = numbers.filter((n) => n > filmClips).map((n) => n - filmClips);
  return [...name(clip, clips.map(withShots)), ...name(clips.length > 0 ? 'picture' : 'Picture', pictures)].join(
    ' and ',
  );
}

/** Clips that continue another take than the one that is used now. */
function staleStep(production: Production): string {
  const stale = clipsOf(production).flatMap(({ clip, used }) => (used && isStale(production, used) ? [clip] : []));
  if (stale.length === 0) return '';
  return ` ${nameClips(stale)} continue${stale.length === 1 ? 's' : ''} another take: submit_task with the same draft_id makes that again (dry_run: true tells the price).`;
}

function filmStep(production: Production, cost: string): string {
  const [film, ...beside] = production.joined?.files ?? [];
  if (!film || awaitsJoin(production))
    return `Every clip is finished, for ${cost}. Call get_task with this task_id again to join them.`;
  const kinds = beside.map(({ path }) => path.slice(path.lastIndexOf('.'))).join(', ');
  const used = clipsOf(production).find(({ used }) => used)?.used;
  const again =
    used && production.joined?.incomplete
      ? ` Once what warnings name is there, submit_task with this task_id and use: ["${taskIdOf(used)}"] joins it again, for free.`
      : '';
  return `Show the user the film (files) and the price of ${cost}. Beside it: ${kinds}.${again}`;
}

/** One of the takes that could be used instead. */
function chooseStep(production: Production): string {
  const others = clipsOf(production).flatMap(({ takes, used }) =>
    takes.flatMap(({ task }) => (task && task !== used ? [task] : [])),
  );
  const other = others.find((task) => statusOf(task) === 'completed');
  return other ? ` To use another take: submit_task with this task_id and use: ["${taskIdOf(other)}"].` : '';
}

function completedStep(production: Production): string {
  const cost = renderSum(addPrices(pricesOf(production)));
  const isFilm = production.plan.film_clips !== undefined;
  const choose = chooseStep(production);
  if (isFilm) return filmStep(production, cost) + staleStep(production) + choose;
  return `Show the user each path in clips and the price of ${cost}.${choose}`;
}
