import type { Service } from '../backends/service.ts';
import { installation } from '../core/installation.ts';
import { comparePayers } from '../store/claim-rules.ts';
import type { Payer } from '../store/events.ts';
import { type Task, taskIdOf } from '../store/task.ts';
import type { Jobs } from './jobs.ts';
import type { PreparedRequest } from './prepare-request.ts';

/** What is to be known of earlier tasks of the same request before it is paid for. */
export async function describeEarlier(jobs: Jobs, prepared: PreparedRequest): Promise<string[]> {
  const { fingerprint, payer, service } = prepared;
  const told = await jobs.store.findToldBefore(fingerprint, payer);
  return told.map((task) =>
    task.state === 'uncertain' ? describeDoubt(task, service) : describeOthers(task, service),
  );
}

/** For a dry run: that the submit itself would send nothing. */
export async function findRepeat(
  { store }: Jobs,
  { fingerprint, payer }: PreparedRequest,
): Promise<{ task: Task; told: string[] } | undefined> {
  const task = await store.findDuplicate(fingerprint, payer);
  if (!task) return undefined;
  const answer = `This same request is already submitted as ${taskIdOf(task)}: submitting it again sends nothing and returns that task.`;
  return { task, told: [answer, ...describePayer(task, payer)] };
}

/** Told with a task that answers a request of somebody who may be somebody else. */
export function describePayer(task: Task, payer: Payer | undefined): string[] {
  if (comparePayers(task.payer, payer) !== 'unknown') return [];
  return [
    `It is not known whether ${taskIdOf(task)} is paid from the account of the API key in use now: it counts as the same account.`,
  ];
}

function describeDoubt(task: Task, { backend: { title, dashboardUrl } }: Service): string {
  const id = taskIdOf(task);
  const at = new Date(task.submittedAt).toISOString();
  return (
    `The same request was submitted at ${at} as ${id}, and it is still unclear whether ${title} accepted it: it may have been paid for as well. ` +
    `After a look at ${dashboardUrl}: ${installation.command} settle ${id} --taken REMOTE_ID, or --not-taken.`
  );
}

function describeOthers(task: Task, { backend: { title } }: Service): string {
  return `The same request is paid for on another ${title} account as ${taskIdOf(task)}: the API key changed since. On the account of the key in use now it is a new task, paid for once more.`;
}
