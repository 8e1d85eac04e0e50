import { connectServices } from './backends/connect-services.ts';
import { backends } from './backends/index.ts';
import type { Service, Services } from './backends/service.ts';
import { type Config, createConfig, type Key } from './config/config.ts';
import { createLog, type Log } from './config/log.ts';
import { findProject } from './config/project.ts';
import type { Clock } from './core/clock.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import type { FilmPlan } from './core/film-plan.ts';
import { lazy } from './core/lazy.ts';
import { type Balance, readBalances } from './jobs/balances.ts';
import { type Asked, type DraftDescription, describeDraft, keepDraft, priceFilm } from './jobs/drafts.ts';
import { foresee } from './jobs/foresee.ts';
import type { ForgetRequest } from './jobs/forget.ts';
import type { WriteGallery } from './jobs/gallery.ts';
import { type Found, type GetCall, type GetRequest, getTask } from './jobs/get.ts';
import { createHistory } from './jobs/history.ts';
import type { Jobs } from './jobs/jobs.ts';
import { type Listed, type ListRequest, listTasks, recentTaskIds } from './jobs/list.ts';
import { describeReferences, type OwnReference } from './jobs/own-results.ts';
import { createPayers } from './jobs/payers.ts';
import { createProductions, type Productions } from './jobs/productions/index.ts';
import { refuseKeys } from './jobs/refuse-keys.ts';
import type { Resolution, Resolved } from './jobs/resolve.ts';
import { createSaver } from './jobs/save.ts';
import { accountOf } from './jobs/spending.ts';
import type { Grouping, Spending } from './jobs/spent.ts';
import { type SubmitOptions, type SubmitResult, submit } from './jobs/submit.ts';
import type { FilePart } from './jobs/takes.ts';
import { createUploader, type OpenOptions, type Uploader } from './jobs/upload.ts';
import { createWatcher } from './jobs/watch.ts';
import { createMedia, type Media } from './media/index.ts';
import type { Send } from './net/http.ts';
import { createTrustedOrigins } from './net/trusted-origins.ts';
import { createRehearsal, rehearsalTimeScale } from './simulation/rehearsal.ts';
import type { ClipDraft, Draft } from './store/draft.ts';
import { createFileStore } from './store/files/file-store.ts';
import { openDatabase } from './store/open-database.ts';
import type { PostgresStore } from './store/postgres/postgres-store.ts';
import type { Task } from './store/task.ts';

/** Everything the tools can ask for. Built in one place, here. */
export type App = Pick<Media, 'findGallery' | 'frames' | 'readSheet' | 'showPicture' | 'saveText' | 'folderOf'> & {
  rehearsal: boolean;
  clock: Clock;
  /** How much faster than real time the services move; 1 outside a rehearsal. */
  timeScale: number;
  now(): number;
  /** Its id, or the problem that it could not be kept. */
  keepDraft(draft: Draft): ReturnType<typeof keepDraft>;
  /** What tasks are made for now, by a name. */
  findProject(roots?: () => Promise<string[]>): Promise<string | undefined>;
  /** What was charged, refunded and is held. */
  readSpending(query: { since?: number; by?: Grouping }): Promise<Spending>;
  /** What a submit of composed requests would be refused with now. */
  foresee(requests: readonly ClipDraft[], files: OpenOptions, sound?: string): Promise<Diagnostic[]>;
  /** References with what our own record knows of clips that were saved from here. */
  describeReferences: <R extends OwnReference>(references: readonly R[]) => Promise<R[]>;
  /** What a film is listed for, pictures and all. */
  priceFilm(film: FilmPlan): ReturnType<typeof priceFilm>;
  /** Throws `not_found`. */
  describeDraft(id: string): Promise<DraftDescription>;
  /** Throws `invalid_input` where an input holds a key of a service. */
  refuseKeys(input: unknown): void;
  submit(asked: Asked, options?: SubmitOptions): Promise<SubmitResult>;
  get(request: GetRequest, call: GetCall): Promise<Found>;
  list(request: ListRequest, call: Pick<GetCall, 'signal' | 'ending'>): Promise<Listed>;
  productions: Omit<Productions, 'runner'>;
  /** Newest first, from our own record; no service is asked. */
  recentTaskIds(limit: number): Promise<string[]>;
  /** Writes the gallery of the usual folder and tells its path; undefined when it cannot be written. */
  writeGallery(): Promise<string | undefined>;
  /** All takes of a task's request, the oldest first, from our own record. */
  takesOf(taskId: string): Promise<Task[]>;
  /** A part of a saved file, or its poster, for the viewer. */
  readFilePart(request: FilePart, signal?: AbortSignal): Promise<{ mimeType: string; blob: string }>;
  upload: Uploader;
  balances(signal?: AbortSignal): Promise<Balance[]>;
  /** The services a storyboard may be written for, the best first: the one that has the model, else the first with a key. */
  composers(modelId?: string): Service[];
  /** The model that an id or a well-known name means. Throws `unknown_model`. */
  resolveModel: Services['forModel'];
  /** From our own record; undefined before the first finished task. */
  medianMinutes(modelId: string): number | undefined;
  typicalSeconds(task: Pick<Task, 'backend' | 'model_id' | 'kind'>): number;
  /** By a person's hand, from the shell; agents have no tool for these. */
  settle(taskId: string, verdict: Resolution, signal?: AbortSignal): Promise<Resolved>;
  forget(request: ForgetRequest): Promise<Task[]>;
  /** The task for which a service charged so much that it is sent nothing more. */
  findBlock(service: Service): Promise<Task | undefined>;
  /** Lifts that; undefined where there was nothing to lift. */
  unblock(service: Service): Promise<Task | undefined>;
  /** What the app is made of, for the doctor and for saving keys; tools have no business here. */
  parts: Readonly<{
    config: Config;
    services: Services;
    send: Send;
    database: PostgresStore | undefined;
    outputDirectory: string;
    servicesWithKey(key: string): Services;
  }>;
};

type Parts = { config: Config; log: Log; clock: Clock; send: Send; database?: PostgresStore };

/** The app of a real process: environment, network or rehearsal. */
export async function createSystemApp(version: string, clock: Clock): Promise<App> {
  const config = createConfig();
  const send = config.rehearsal
    ? createRehearsal({ backends, home: config.home, clock })
    : lateNetwork(config, version);
  return createApp({
    config,
    log: createLog(config.logLevel),
    clock,
    send,
    database: await openDatabase(config, clock),
  });
}

/** The composition root. Tests give their own configuration, clock and network, and nothing else. */
export function createApp({ config, log, clock, send, database }: Parts): App {
  const services = connectServices({ config, log, clock, send, slots: database });
  const store = database ?? createFileStore(config.home, clock.now);
  const baseUrls = services.all.map(({ baseUrl }) => baseUrl);
  const trustedOrigins = createTrustedOrigins(baseUrls, config.allowHosts);
  const media = createMedia({ config, send, clock, trustedOrigins, store });
  const upload = createUploader({ services, store, clock, ...media });
  const galleries = lazy(async () => (await import('./jobs/gallery.ts')).createGalleryWriter(store, clock));
  const writeGallery: WriteGallery = async (...asked) => (await galleries())(...asked);
  const jobs: Jobs = {
    services,
    store,
    clock,
    payers: createPayers({ store, clock }),
    dailyCap: config.dailyCap,
    concurrency: config.concurrency,
    timeScale: config.rehearsal ? rehearsalTimeScale : 1,
    rehearsal: config.rehearsal,
    upload,
    openImage: media.openImage,
    checkUrls: media.checkUrls,
    outputDirectory: media.directory,
    findSound: media.findSound,
    writeFilm: (order) =>
      media.writeFilm(order, async () => (await import('./prompt/export/film/index.ts')).filmExports),
    writeGallery,
    save: createSaver({ directory: media.directory, send, clock, store, writeGallery }),
  };
  const watcher = createWatcher(jobs);
  const { medianMinutes, refresh: refreshHistory } = createHistory(store, jobs.rehearsal, clock);
  const typicalSeconds = (task: Pick<Task, 'backend' | 'model_id' | 'kind'>): number =>
    (medianMinutes(task.model_id) ?? services.forTask(task).model.wait.typicalSeconds / 60 / jobs.timeScale) * 60;
  const productions = createProductions(jobs, watcher, typicalSeconds);

  return {
    ...media,
    rehearsal: jobs.rehearsal,
    timeScale: jobs.timeScale,
    clock,
    now: clock.now,
    keepDraft: (draft) => keepDraft(jobs, draft),
    readSpending: async (query) => (await import('./jobs/spent.ts')).readSpending(jobs, query),
    findProject: async (roots) => findProject(config, await roots?.()),
    foresee: (...asked) => foresee(jobs, ...asked),
    describeReferences: (references) => describeReferences(jobs, references),
    priceFilm: (film) => priceFilm(jobs, film),
    describeDraft: (id) => describeDraft(jobs, id),
    refuseKeys: (input) => refuseKeys(services, input),
    submit: async (asked, options) => {
      await refreshHistory();
      return submit(jobs, asked, options);
    },
    get: async (request, call) => {
      await refreshHistory();
      return getTask(jobs, watcher, request, call);
    },
    list: async (request, call) => {
      await refreshHistory();
      return listTasks(jobs, productions.runner, request, call);
    },
    productions,
    recentTaskIds: (limit) => recentTaskIds(jobs, limit),
    upload,
    balances: (signal) => readBalances(jobs, signal),
    composers: (modelId) => {
      const withKey = services.all.filter((service) => service.hasKey());
      const first = modelId === undefined ? [] : [services.forModel(modelId).service];
      return [...new Set([...first, ...withKey, ...services.all.slice(0, 1)])];
    },
    resolveModel: services.forModel,
    medianMinutes,
    typicalSeconds,
    writeGallery: () => writeGallery(media.directory),
    takesOf: async (taskId) => (await import('./jobs/takes.ts')).findTakes(jobs, taskId),
    readFilePart: async (request, signal) =>
      (await import('./jobs/takes.ts')).readFilePart(jobs, media.frames, request, signal),
    settle: async (taskId, verdict, signal) =>
      (await import('./jobs/resolve.ts')).resolveTask(jobs, taskId, verdict, signal),
    forget: async (request) => (await import('./jobs/forget.ts')).forgetTasks(jobs, request),
    findBlock: (service) => store.findBlock(accountOf(service)),
    unblock: async (service) => (await import('./jobs/unblock.ts')).unblockService(jobs, service),
    parts: {
      config,
      services,
      send,
      database,
      outputDirectory: media.directory,
      servicesWithKey: (key) => {
        const keyOf = (): Key => ({ value: key, source: 'given' });
        return connectServices({ config: { ...config, keyOf }, log, clock, send });
      },
    },
  };
}

/** undici is loaded with the first request, not with the server. */
function lateNetwork(config: Config, version: string): Send {
  const network = lazy(async () => {
    const { createNetwork } = await import('./net/network.ts');
    return createNetwork({
      trustedOrigins: createTrustedOrigins(backends.map(config.baseUrlOf), config.allowHosts),
      proxies: config.proxies,
      userAgent: `seedance-mcp/${version} (+https://github.com/seedance-mcp/seedance-mcp)`,
    });
  });
  return async (url, init) => (await network())(url, init);
}
