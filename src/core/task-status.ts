import * as z from 'zod';

/** Where a task stands. `uncertain`: it is not known whether the service accepted it. */
export const TaskStatus = z.enum(['pending', 'processing', 'completed', 'failed', 'uncertain']);
export type TaskStatus = z.output<typeof TaskStatus>;

/** Whether a task goes on no further. */
export function isEnded(status: TaskStatus | undefined): boolean {
  return status === 'completed' || status === 'failed';
}

/** Whether a task is at work at the service, so that waiting for it makes sense. */
export function isRunning(status: TaskStatus | undefined): boolean {
  return status === 'pending' || status === 'processing';
}

/** Where a production stands. `stopped`: nothing more is sent, and something is missing. */
export const ProductionStatus = z.enum(['processing', 'completed', 'failed', 'uncertain', 'stopped']);
export type ProductionStatus = z.output<typeof ProductionStatus>;
