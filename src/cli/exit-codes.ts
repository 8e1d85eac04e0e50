import type { ErrorCode } from '../core/errors.ts';

/** What a script can read off the exit code alone. */
export const exitCodes = {
  done: { code: 0, meaning: 'success (submit: accepted; query: status shown, even if still running)' },
  failed: { code: 1, meaning: 'the task, the service, or the network failed' },
  usage: { code: 2, meaning: 'the command or its input is wrong; nothing was sent or spent' },
  running: {
    code: 3,
    meaning: 'poll: still running at --timeout, the task continues and remains paid; or a production was stopped',
  },
  account: { code: 4, meaning: 'a key is missing or refused, or the credits are used up' },
  uncertain: { code: 5, meaning: 'it is unclear whether the service accepted the task; do not submit it again' },
  unsaved: {
    code: 6,
    meaning: 'the task is finished and paid for, but its file is not saved: the words say why',
  },
  interrupted: { code: 130, meaning: 'stopped with Ctrl-C; a submitted task continues' },
} as const;

const named: Partial<Record<ErrorCode, keyof typeof exitCodes>> = {
  invalid_input: 'usage',
  unknown_model: 'usage',
  file_refused: 'usage',
  over_budget: 'usage',
  unauthorized: 'account',
  no_credit: 'account',
  uncertain: 'uncertain',
  not_saved: 'unsaved',
  cancelled: 'interrupted',
};

const byError = new Map<string, keyof typeof exitCodes>(Object.entries(named));

export function exitCodeOf({ code, sent = false }: { code: string; sent?: boolean }): number {
  const name = byError.get(code) ?? 'failed';
  return exitCodes[sent && name === 'usage' ? 'failed' : name].code;
}

/** For the end of `help`. */
export function renderExitCodes(): string {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return ['Exit codes:', ...rows].join('\n');
}
