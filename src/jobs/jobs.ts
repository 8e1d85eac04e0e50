import type { Services } from '../backends/service.ts';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import type { FilmOrder, WrittenFilm } from '../media/film.ts';
import type { LocalImage } from '../media/read-image.ts';
import type { Saved } from '../media/save.ts';
import type { Store } from '../store/store.ts';
import type { Task } from '../store/task.ts';
import type { WriteGallery } from './gallery.ts';
import type { Payers } from './payers.ts';
import type { OpenOptions, Uploader } from './upload.ts';

/** What the use-cases work with. Built once, in app.ts. */
export type Jobs = {
  services: Services;
  store: Store;
  clock: Clock;
  payers: Payers;
  /** SEEDANCE_DAILY_CAP as written. */
  dailyCap: string | undefined;
  /** SEEDANCE_CONCURRENCY as written. */
  concurrency: string | undefined;
  /** How much faster than real time the services run: 1, more in a rehearsal. */
  timeScale: number;
  rehearsal: boolean;
  /** Reads a picture of this machine that may leave it. Throws `file_refused`. */
  openImage(path: string, limits: ModelLimits, options?: OpenOptions): Promise<LocalImage>;
  upload: Uploader;
  /** Checks reference URLs: a dead or private one, or one that is no picture, is an error; one that cannot be checked from here is a warning. */
  checkUrls(references: ReferenceFile[], limits: ModelLimits): Promise<Diagnostic[]>;
  /** Where finished files go unless a call says otherwise. */
  outputDirectory: string;
  /** The path of a sound file of this machine that a film may use. Throws `file_refused`. */
  findSound(path: string, options?: OpenOptions): Promise<string>;
  /** Joins the used takes of a film and writes what stands beside it. */
  writeFilm(order: FilmOrder): Promise<WrittenFilm>;
  writeGallery: WriteGallery;
  /** Downloads a completed task's files and checks them against the request. Undefined when that takes longer than the wait, or the caller left. */
  save(task: Task, options: SaveOptions): Promise<Saved | undefined>;
};

export type SaveOptions = {
  directory?: string;
  /** Without it, as long as it takes. */
  waitMs?: number;
  signal?: AbortSignal;
  /** Links expire within a day: asks the service for new ones. */
  refreshUrls(): Promise<string[]>;
  /** When the folder's gallery is written; without it, before the promise resolves. Who joins a save under way gets what that one asked for. */
  gallery?: 'soon';
};
