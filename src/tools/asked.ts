import * as z from 'zod';
import { AppError, toAppError } from '../core/errors.ts';
import type { FilmPlan } from '../core/film-plan.ts';
import { type Tier, tiers } from '../core/tier.ts';
import type { Asked } from '../jobs/drafts.ts';
import type { Many } from '../jobs/productions/prepare-clips.ts';
import type { FilmMany } from '../jobs/productions/prepare-film.ts';
import { parseFields } from './parse-fields.ts';

type Given = {
  draft_id?: string;
  model_id?: string;
  parameters?: Record<string, unknown>;
  tasks?: Record<string, unknown>[];
  takes?: number;
  clips?: number[];
  task_id?: string;
  use?: string[];
  stop?: boolean;
  tier?: Tier;
  dry_run?: boolean;
  max_cost?: number;
  allow_duplicate?: boolean;
  fallback_model_id?: string;
};

/** What a call of submit_task is about. */
export type Submission =
  | { is: 'one'; asked: Asked }
  | { is: 'many'; many: Many | FilmMany }
  | { is: 'go on' | 'stop'; taskId: string }
  | { is: 'use'; taskId: string; chosen: string[] };

const limits = ['dry_run', 'max_cost', 'allow_duplicate'] as const;

/** Each call is about one of these, and what may stand beside it. */
const companions = {
  draft_id: ['parameters', 'tier', 'takes', 'clips', ...limits],
  model_id: ['parameters', 'tier', 'takes', 'fallback_model_id', ...limits],
  tasks: ['takes', ...limits],
  task_id: ['use', 'stop', 'dry_run', 'max_cost'],
} satisfies Partial<Record<keyof Given, (keyof Given)[]>>;
type Subject = keyof typeof companions;

/** Reads what is asked for. Throws `invalid_input` on fields that do not go together. */
export function readSubmission(given: Given, film?: FilmPlan): Submission {
  const subject = findSubject(given);
  const { takes = 1, clips = [], tasks = [], task_id: taskId = '', use: chosen = [] } = given;
  if (subject === 'tasks') return { is: 'many', many: readBatch(tasks, takes) };
  if (subject === 'task_id') {
    const order = chosen.length > 0 ? 'use' : given.stop ? 'stop' : undefined;
    if (order) refuseBeside(order, namesOf(given), ['task_id', order]);
    if (order === 'use') return { is: order, taskId, chosen };
    return { is: order ?? 'go on', taskId };
  }
  const asked = readAsked(given, subject);
  if (film)
    return {
      is: 'many',
      many: { kind: 'film', film, takes, only: clips.length > 0 ? clips : undefined, ...pick(asked) },
    };
  if (clips.length > 0) throw refuse('clips names clips of a film, and this draft is one clip.');
  if (takes === 1) return { is: 'one', asked };
  if (given.fallback_model_id !== undefined) throw refuse('fallback_model_id cannot stand beside takes.');
  return { is: 'many', many: { kind: 'takes', tasks: [asked], takes } };
}

function pick({ parameters, tier }: Asked): Pick<Asked, 'parameters' | 'tier'> {
  return { parameters, tier };
}

/** Some hosts fill in what was not given. */
function namesOf(given: Given): string[] {
  const isEmpty = (value: unknown): boolean =>
    value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  return Object.entries(given).flatMap(([name, value]) => (isEmpty(value) ? [] : [name]));
}

function findSubject(given: Given): Subject {
  const names = namesOf(given);
  const subjects = names.filter((name): name is Subject => Object.hasOwn(companions, name));
  const [subject, other] = subjects;
  if (subject && other) throw refuse(`${subject} and ${other} cannot stand together: each says what to submit.`);
  if (!subject) {
    const alone = given.parameters ? 'parameters stand alone' : 'none is there';
    throw refuse(`Give draft_id, model_id with parameters, tasks, or the task_id of a production; ${alone}.`);
  }
  refuseBeside(subject, names, [subject, ...companions[subject]]);
  return subject;
}

function refuseBeside(subject: string, names: readonly string[], allowed: readonly string[]): void {
  const beside = names.find((name) => !allowed.includes(name));
  if (beside) throw refuse(`${beside} cannot stand beside ${subject}.`);
}

function readAsked({ draft_id: draftId, model_id: modelId, parameters, tier }: Given, subject: Subject): Asked {
  if (subject === 'draft_id') return { draftId: draftId ?? '', parameters, tier };
  if (parameters === undefined) throw refuse('parameters must be given beside model_id.');
  return { modelId: modelId ?? '', parameters, tier };
}

const BatchedTask = z
  .strictObject({
    draft_id: z.string(),
    model_id: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    tier: z.enum(tiers),
  })
  .partial();

/** More go by the shell's `batch`. */
const mostTasks = 100;

function readBatch(tasks: readonly Record<string, unknown>[], takes: number): Many {
  if (tasks.length > mostTasks) throw refuse(`tasks holds ${tasks.length}; the most is ${mostTasks}.`);
  return { kind: 'batch', takes, tasks: tasks.map(tryReadTask) };
}

/** One that cannot be read stands as its error, so that all that is wrong is told at once. */
function tryReadTask(given: unknown): Asked | AppError {
  try {
    return readTask(given);
  } catch (thrown) {
    return toAppError(thrown);
  }
}

/** One task of several. Throws `invalid_input`. */
export function readTask(given: unknown): Asked {
  const read = parseFields(BatchedTask, given);
  if ('problems' in read) throw refuse(read.problems.join(' '));
  return readAsked(read.fields, findSubject(read.fields));
}

function refuse(message: string): AppError {
  return new AppError('invalid_input', message, { nextStep: 'Correct that and call again. Nothing was sent.' });
}
