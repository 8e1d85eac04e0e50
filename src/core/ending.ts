/** How the process may end under a call. */
export type Ending = {
  /** Fires when no more calls come: a wait ends at once, with what is known. */
  draining: AbortSignal;
  /** Fires when the process is to end: nothing new is sent. */
  stopping: AbortSignal;
  /** Fires when it ends now: a request in flight is put on record before its listeners have returned. */
  cutOff: AbortSignal;
  /** Runs work that spends money; the process lingers for it. */
  hold<T>(work: Promise<T>): Promise<T>;
};
