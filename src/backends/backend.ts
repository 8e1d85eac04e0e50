import type * as z from 'zod';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import type { Price } from '../core/price.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import type { TaskStatus } from '../core/task-status.ts';
import type { Tier } from '../core/tier.ts';
import type { Http, HttpOptions } from '../net/http.ts';
import type { Target } from '../prompt/target.ts';
import type { Simulator, SimulatorOptions } from '../simulation/simulator.ts';

/** How long a model takes. Seconds. */
export type Wait = {
  firstSeconds: number;
  everySeconds: number;
  typicalSeconds: number;
  /** How often a waiting call asks the service. */
  pollSeconds: number;
};

/** What the caller asked for, in the common vocabulary: checked against the finished file and kept in the sidecar. */
export type Expected = {
  prompt: string;
  durationSeconds?: number;
  ratio?: string;
  resolution?: string;
  audio?: boolean;
  tier?: Tier;
  references: ReferenceFile[];
};

/** The one request that spends money: a path below the base URL and its JSON body. */
export type Wire = { path: string; body: Record<string, unknown> };

/** Another model, or parameters of the same one. */
export type TierChoice = { modelId?: string; parameters?: Record<string, unknown> };

export type Model<Input = Record<string, unknown>> = {
  id: string;
  title: string;
  kind: 'image' | 'video';
  /** The only place of these numbers: schema, checks, composer and docs read them here. */
  limits: ModelLimits;
  /** A zod object of every parameter, common vocabulary and native fields alike. A loose one: options beside these pass with a warning. */
  input: z.ZodType<Input>;
  /** What the schema cannot say: references, counts, modes. Takes the parameters as given, less what is null or empty, so that it can speak beside the schema's own issues. */
  check(parameters: Record<string, unknown>): Diagnostic[];
  /** Keys that callers try here and this model has not: what to do instead. */
  parameterHints?: Readonly<Record<string, string>>;
  wait: Wait;
  /** What a tier is here. Empty or left out where there is none to choose. */
  tiers?: Readonly<Partial<Record<Tier, TierChoice>>>;
  expected(input: Input): Expected;
  toWire(input: Input): Wire;
  /** The same request with the service's documented defaults written out: two that are equal here ask for the same. Never sent. */
  canonicalWire?(input: Input): Wire;
  /** The dated price table's answer; `unknown` where there is none. */
  listedPrice(input: Input): Price;
};

/** A task as the service tells it, in our words. An unknown status word is `processing`. */
export type RemoteTask = {
  status: Exclude<TaskStatus, 'uncertain'>;
  upstreamStatus: string;
  /** 0 to 1. */
  progress?: number;
  /** What the service says of its progress, for people. */
  message?: string;
  outputUrls: string[];
  /** Where in the answer the URLs stood (`result.output.images`): services differ from their own documents. */
  resultShape?: string;
  lastFrameUrl?: string;
  price?: Price;
  error?: Failure;
};

export type Accepted = { remoteId: string; price?: Price; task?: RemoteTask };

export type Uploaded = { url: string; mediaType?: string; bytes?: number };

/** `accountId`: the service's own, the same for every key of the account. */
export type RemoteBalance = { balance: number; unit: string; note?: string; accountId?: string };

/** A row of the service's own list, used only to find a task whose submit reply was lost. */
export type RemoteRow = { remoteId: string; modelId?: string; createdAt?: number; prompt?: string };

/** `values`: the only ones it takes, where the service lists them. */
export type DocumentedParameter = { name: string; values?: string[] };

export type CallOptions = { signal?: AbortSignal };

/** Everything that can be said to one service. Methods throw AppError; `submit` throws `uncertain` when it is unclear whether the task was taken. */
export type Client = {
  submit(wire: Wire, options?: CallOptions): Promise<Accepted>;
  /** `once` asks exactly one time, without repeats. */
  get(remoteId: string, options?: CallOptions & { once?: boolean; deadlineMs?: number }): Promise<RemoteTask>;
  upload?(source: { url: string } | { base64: string; mediaType: string }, options?: CallOptions): Promise<Uploaded>;
  balance?(options?: CallOptions & { deadlineMs?: number }): Promise<RemoteBalance>;
  /** A live price, where the service publishes one that can be computed. */
  quote?(model: Model, input: Record<string, unknown>, options?: CallOptions): Promise<Price>;
  recent?(options?: CallOptions): Promise<RemoteRow[]>;
  /** A model's parameters as the service documents them today, to see where our table has fallen behind. */
  documented?(modelId: string, options?: CallOptions): Promise<DocumentedParameter[]>;
};

/** How a storyboard is written for this service. */
export type Dialect = Omit<Target, 'id'> & {
  /** Storyboard ratio → the service's image_size for reference pictures, where it has one. */
  imageSizes?: Record<string, { size: string; note?: string }>;
  /** The models that make the pictures between the clips of a film: from pictures and words, and from words alone. */
  pictures?: { edit: string; create: string };
};

export type Backend = {
  id: string;
  title: string;
  baseUrl: string;
  baseUrlEnv: string;
  credential: {
    env: string;
    /** Path below the home folder, tried after the environment. */
    homeFile?: string;
    /** Where a person gets one. */
    keysUrl: string;
    /** How every key of this service begins, where they can be told by it. */
    keyPrefix?: string;
    /** The service's own words for "no key", verbatim from its seed. */
    missing: string;
  };
  dashboardUrl: string;
  /** Price unit: points, USD. */
  unit: string;
  /** Whether a task that fails is certainly not charged (docs/wire.md). */
  refundsFailures: boolean;
  /** What get_balance says when there is no balance call. */
  balanceNote?: string;
  models: readonly Model[];
  /** What a picture may be that is uploaded before anybody says for which model. */
  uploadLimits?: ModelLimits;
  /** Model ids that exist but are not described here pass through unchecked; undefined where the service has no such thing. */
  passThrough?(id: string): Model | undefined;
  /** Ids that pass through although they look like a well-known name for another model. */
  undescribed?: readonly string[];
  dialect: Dialect;
  /** Headers, error words and request settings of this service, for the shared http path. */
  http: Pick<HttpOptions, 'headers' | 'refusal'>;
  connect(http: Http, clock: Clock): Client;
  /** Its simulator is written from docs/wire.md and shares nothing with the client. */
  loadSimulator(): Promise<(options: SimulatorOptions) => Simulator>;
};
