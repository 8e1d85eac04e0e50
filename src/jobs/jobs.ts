import type { Expected } from '../backends/backend.ts';
import type { Services } from '../backends/service.ts';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import type { LocalImage } from '../media/roots.ts';
import type { Saved } from '../media/save.ts';
import type { Ledger } from '../store/files/ledger.ts';
import type { Task } from '../store/task.ts';
import type { OpenOptions, UploadOptions, UploadResult, UploadSource } from './upload.ts';

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
  /** Reads a picture of this machine that may leave it. Throws `file_refused`. */
  openImage(path: string, limits: ModelLimits, options?: OpenOptions): Promise<LocalImage>;
  upload(source: UploadSource, options?: UploadOptions): Promise<UploadResult>;
  /** Looks at reference URLs: what is dead, private or not a picture is an error, what cannot be seen from here a warning. */
  checkUrls(references: Expected['references'], limits: ModelLimits): Promise<Diagnostic[]>;
  /** Downloads a completed task's files and holds them against what was asked. */
  save(task: Task, options: SaveOptions): Promise<Saved>;
};

export type SaveOptions = {
  directory?: string;
  signal?: AbortSignal;
  /** Links die within a day: asks the service for fresh ones. */
  refreshUrls(): Promise<string[]>;
};
