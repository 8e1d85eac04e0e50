import type { Reply } from '../../src/net/http.ts';
import type { Disk } from './failing-disk.ts';

/** What the first answer to a submit must be (docs/promises.md, What the words mean): taken, refused for certain, in doubt, or stopped before anything was sent. */
export type Expected = 'accepted' | 'refused' | 'open' | 'unsent';

/** One submit's service, home and disk. */
export type Stage = {
  home: string;
  disk: Disk;
  /** Lets the service take the task, as it would without a fault. */
  take(): Promise<Reply>;
  /** Its answer to the submit, with this in place of what it says. */
  say(status: number, body: string | Uint8Array, headers?: Record<string, string>): Reply;
  /** An answer that names this as the task's id. */
  named(id: unknown, more?: Record<string, unknown>): Reply;
  advance(ms: number): Promise<void>;
  /** The client gives the call up. */
  cancel(): void;
  /** The client is gone, and the process is to end. */
  close(): void;
};

export type Kind = {
  name: string;
  expects: Expected;
  /** Only at this service. */
  only?: 'xskill' | 'pixazo';
  /** The answer to the first POST. */
  reply?(stage: Stage, post: number): Promise<Reply>;
  /** Before the submit. */
  before?(stage: Stage): void;
  /** Between the submit and its repeats. */
  between?(stage: Stage): Promise<void> | void;
  /** Words that the first answer must hold. */
  says?: RegExp;
};
