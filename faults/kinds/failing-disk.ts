import type * as fs from 'node:fs';

type Fs = typeof fs;
const calls = ['openSync', 'writeSync', 'fdatasyncSync', 'fsyncSync', 'readSync', 'statSync', 'readdirSync'] as const;
export type DiskCall = (typeof calls)[number];

/** A disk that fails when it is told to. */
export type Disk = {
  /** The next `count` such calls on a record fail with this code; `short` writes half of what it is given. */
  fail(call: DiskCall, code: string, count?: number): void;
  heal(): void;
  /** How many calls failed so far. */
  readonly failed: number;
};

type Plan = { call: DiskCall; code: string; left: number };

let plan: Plan | undefined;
let failed = 0;
const records = new Set<number>();

export const disk: Disk = {
  fail: (call, code, count = Number.POSITIVE_INFINITY) => {
    plan = { call, code, left: count };
  },
  heal: () => {
    plan = undefined;
  },
  get failed() {
    return failed;
  },
};

/** The file system with the failing calls in place of its own. Only a record's files fail. */
export function wrapDisk(original: Fs): Fs {
  const wrap = (call: DiskCall) => {
    const real = original[call] as (...given: unknown[]) => unknown;
    return (...given: unknown[]): unknown => {
      const [first] = given;
      const isRecord = typeof first === 'number' ? records.has(first) : String(first).includes('/ledger');
      if (isRecord && isDue(call)) {
        if (plan?.code === 'short' && Buffer.isBuffer(given[1])) return real(first, given[1], 0, given[1].length >> 1);
        throw Object.assign(new Error(`${plan?.code}: made to fail, ${call}`), { code: plan?.code, syscall: call });
      }
      const result = real(...given);
      if (call === 'openSync' && isRecord) records.add(result as number);
      return result;
    };
  };
  const closeSync: Fs['closeSync'] = (fd) => {
    records.delete(fd);
    original.closeSync(fd);
  };
  return { ...original, ...Object.fromEntries(calls.map((call) => [call, wrap(call)])), closeSync } as Fs;
}

function isDue(call: DiskCall): boolean {
  if (plan?.call !== call || plan.left <= 0) return false;
  plan.left--;
  failed++;
  return true;
}
