/** What may go wrong, whether the same call may simply be made again, and what to do next when nothing better is known. */
export const errorCodes = {
  invalid_input: {
    retryable: false,
    nextStep: 'Correct what is named above and call again. Nothing was sent and nothing was spent.',
  },
  unknown_model: { retryable: false, nextStep: 'Use one of the model ids named above.' },
  unauthorized: {
    retryable: false,
    nextStep: 'Ask the user for a valid API key, then call again; no restart is needed.',
  },
  no_credit: {
    retryable: false,
    nextStep: 'Ask the user to top up the account, then submit again. This attempt was not charged.',
  },
  rate_limited: { retryable: true, nextStep: 'Wait a minute, then call again.' },
  face_detected: {
    retryable: false,
    nextStep:
      'Replace the reference whose face is real or looks real: photoreal generated faces are refused too, drawn ones are accepted. A real person who agreed can come from the portrait library of the maker (asset://…). Then submit again.',
  },
  content_refused: {
    retryable: false,
    nextStep: 'Change the prompt or the references: the same request would be refused again.',
  },
  input_unreachable: {
    retryable: false,
    nextStep: 'Give a public http(s) URL that anyone can open, or hand the image to upload_image first.',
  },
  task_failed: {
    retryable: true,
    nextStep:
      'Submit the same request once more; if it fails again, adjust the prompt. The price says whether it was refunded.',
  },
  not_found: { retryable: false, nextStep: 'Call get_task without task_id to list the known tasks.' },
  unavailable: {
    retryable: true,
    nextStep: 'The service could not be reached or answered with an error. Try again in a minute.',
  },
  not_saved: {
    retryable: true,
    nextStep: 'The task is finished and paid for: follow its next_step, and do not submit it again.',
  },
  uncertain: {
    retryable: false,
    nextStep: 'Do not submit again yet: the task may be running and paid for. Call get_task with this task_id.',
  },
  bad_reply: { retryable: true, nextStep: 'The service answered something unreadable. Try again in a minute.' },
  over_budget: { retryable: false, nextStep: 'Nothing was sent. Only the user may raise the limit.' },
  file_refused: { retryable: false, nextStep: 'Use an image from a folder that is allowed, or pass its URL.' },
  cancelled: { retryable: true, nextStep: 'Call again when you want it.' },
  internal: { retryable: false, nextStep: 'This is a bug in seedance-mcp. Please report it with the text above.' },
} as const satisfies Record<string, { retryable: boolean; nextStep: string }>;

export type ErrorCode = keyof typeof errorCodes;

type Details = {
  nextStep?: string;
  cause?: unknown;
  retryAfterMs?: number;
  sent?: boolean;
};

/** The only error that callers see: a code from the table, what happened, and what to do next, in a user's words. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly nextStep: string;
  readonly retryAfterMs: number | undefined;
  /** Whether a service was asked before this. */
  readonly sent: boolean;

  constructor(code: ErrorCode, message: string, { nextStep, cause, retryAfterMs, sent = false }: Details = {}) {
    super(message, { cause });
    this.name = 'AppError';
    this.code = code;
    this.nextStep = nextStep ?? errorCodes[code].nextStep;
    this.retryAfterMs = retryAfterMs;
    this.sent = sent;
  }

  /** The same, after something was sent. */
  asSent(): AppError {
    return new AppError(this.code, this.message, { ...this, cause: this.cause, sent: true });
  }

  /** The same in another language. */
  inWords(translate: (text: string) => string): AppError {
    return new AppError(this.code, translate(this.message), {
      ...this,
      nextStep: translate(this.nextStep),
      cause: this,
    });
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** Whatever was thrown, as an AppError: ours as it is, a cancellation as `cancelled`, the rest as `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError('cancelled', 'The call was cancelled.', { cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', message, { cause: thrown, nextStep: environmentStep(thrown) });
}

/** What to do where a disk, a limit or an upgrade is the reason, and not a bug of ours. Node's system errors name the call that failed. */
function environmentStep(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ERR_MODULE_NOT_FOUND')
    return 'The files of seedance-mcp were changed or removed while it ran, as by an upgrade: restart the client.';
  const isOfSystem = code === 'ERR_STRING_TOO_LONG' || (thrown instanceof Error && 'syscall' in thrown);
  return isOfSystem
    ? 'This machine refused it: check the path named above, the space on its disk and its permissions, then call again.'
    : undefined;
}
