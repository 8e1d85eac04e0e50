import type { Asked } from '../backends/backend.ts';
import type { Clock } from '../clock.ts';
import type { Saved } from '../media/save.ts';
import type { Problem } from '../prompt/problem.ts';
import type { Ledger } from './ledger.ts';
import type { Services } from './service.ts';
import type { Task } from './task.ts';
import type { OpenOptions } from './upload.ts';

/** What the use-cases work with. Built once, in app.ts. */
export type Jobs = {
  services: Services;
  ledger: Ledger;
  clock: Clock;
  /** SEEDANCE_DAILY_CAP as written. */
  dailyCap: string | undefined;
  /** How much faster than real time the services move: 1, more in a rehearsal. */
  pace: number;
  rehearsal: boolean;
  prepareReferences(request: PrepareRequest): Promise<Prepared>;
  /** Downloads a completed task's files and holds them against what was asked. */
  save(task: Task, options: SaveOptions): Promise<Saved>;
};

/** References with the field they stand in, as the model read them out of the parameters. A dry run uploads nothing. */
export type PrepareRequest = {
  parameters: Record<string, unknown>;
  references: Asked['references'];
  dryRun: boolean;
  files?: OpenOptions;
};

export type Prepared = { parameters: Record<string, unknown>; problems: Problem[] };

export type SaveOptions = {
  directory?: string;
  signal?: AbortSignal;
  /** Links die within a day: asks the service for fresh ones. */
  refreshUrls(): Promise<string[]>;
};
