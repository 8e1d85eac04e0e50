import { AppError } from '../../core/errors.ts';
import { isProductionId } from '../../core/production-id.ts';
import type { Production } from '../../store/productions/production.ts';
import { type Clip, clipsOf } from '../../store/productions/progress.ts';
import { type Task, taskIdOf } from '../../store/task.ts';
import { locateTask } from '../find.ts';
import type { Jobs } from '../jobs.ts';
import { findProduction } from './get.ts';

/** Sends nothing more and gives back what is reserved. What is at work is finished and saved. */
export async function stopProduction(jobs: Jobs, taskId: string): Promise<Production> {
  const key = requireProduction(taskId, 'stop');
  await findProduction(jobs, key);
  await jobs.store.record({ type: 'plan_stopped', key, at: jobs.clock.now() });
  return findProduction(jobs, key);
}

/** Throws `invalid_input` for a task by itself: no service takes one back, and nothing of it is missing. */
export function requireProduction(taskId: string, what: 'stop' | 'go on'): string {
  if (isProductionId(taskId)) return taskId.trim();
  const instead =
    what === 'stop'
      ? `No service can stop a task that it accepted. It is paid for, so wait for it: get_task with task_id: "${taskId}".`
      : `To wait for it: get_task with task_id: "${taskId}". To pay for it once more: its draft_id, or its model_id and parameters, beside allow_duplicate: true.`;
  throw new AppError('invalid_input', `${taskId} is a single task; only a production can ${what}.`, {
    nextStep: instead,
  });
}

/** The takes that are used from now on, and the production that they are takes of. */
export type Used = { tasks: Task[]; production?: Production };

/** Says which takes are used. Every one must be a completed take of the production, or of the request of the single task. */
export async function useTakes(jobs: Jobs, taskId: string, chosen: readonly string[]): Promise<Used> {
  const tasks = await Promise.all(chosen.map((id) => findCompleted(jobs, id)));
  const rivals = isProductionId(taskId)
    ? await linkToClips(jobs, await findProduction(jobs, taskId), tasks)
    : await checkRequest(jobs, taskId, tasks);
  // Later than every earlier choice, whatever the clock says.
  const at = Math.max(jobs.clock.now(), ...rivals.map(({ usedAt = 0 }) => usedAt + 1));
  await jobs.store.record(...tasks.map(({ key }) => ({ type: 'used' as const, key, at })));
  return { tasks, production: isProductionId(taskId) ? await findProduction(jobs, taskId) : undefined };
}

async function findCompleted(jobs: Jobs, id: string): Promise<Task> {
  const { task } = await locateTask(jobs, id);
  if (task?.remoteStatus === 'completed') return task;
  const why = task ? 'is not completed' : 'is not in the record';
  throw new AppError('invalid_input', `${id} ${why}, so it cannot be used.`, {
    nextStep: 'Choose a completed take: get_task with status: "completed" lists them. Nothing was changed.',
  });
}

/** The other takes of the clips that are decided about. */
async function linkToClips(jobs: Jobs, production: Production, tasks: readonly Task[]) {
  const clips = clipsOf(production);
  const requests = await jobs.store.readPlan(production.plan.key);
  const chosen = tasks.map((task) => {
    const known = clips.find(({ takes }) => takes.some((take) => take.task?.key === task.key));
    const alike = requests.findIndex((request) => request?.fingerprint === task.fingerprint);
    return { task, known, clip: known ?? clips.find(({ clip }) => clip === alike + 1) };
  });
  const stranger = chosen.find(({ clip }) => clip === undefined);
  if (stranger) throw refuseStranger(stranger.task, production.plan.key);
  refuseTwoOfOne(chosen.map(({ clip }) => clip));
  for (const { task, known, clip } of chosen) if (!known && clip) await link(jobs, production.plan.key, clip, task);
  return chosen.flatMap(({ clip }) => clip?.takes.flatMap(({ task }) => task ?? []) ?? []);
}

function link({ store, clock }: Jobs, key: string, { clip }: Clip, task: Task): Promise<void> {
  return store.record({ type: 'plan_linked', key, at: clock.now(), clip, task: task.key });
}

async function checkRequest(jobs: Jobs, taskId: string, tasks: readonly Task[]): Promise<Task[]> {
  const { task } = await locateTask(jobs, taskId);
  if (!task) throw new AppError('not_found', `There is no task ${taskId} in the record.`);
  const stranger = tasks.find(({ fingerprint }) => fingerprint !== task.fingerprint);
  if (stranger) throw refuseStranger(stranger, taskId);
  refuseTwoOfOne(tasks.map(() => task));
  return jobs.store.findSame(task.fingerprint);
}

function refuseStranger(task: Task, taskId: string): AppError {
  return new AppError('invalid_input', `${taskIdOf(task)} is no take of ${taskId}: it was made from another request.`, {
    nextStep: 'Choose a take of the same request: get_task with status: "completed" lists them. Nothing was changed.',
  });
}

function refuseTwoOfOne(clips: readonly unknown[]): void {
  if (new Set(clips).size === clips.length) return;
  throw new AppError('invalid_input', 'use names two takes of one clip; one is used.', {
    nextStep: 'Name one take a clip. Nothing was changed.',
  });
}
