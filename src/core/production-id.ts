import { randomBytes } from 'node:crypto';

const prefix = 'production:';

export function isProductionId(text: string): boolean {
  return text.trim().startsWith(prefix);
}

/** A production's key is the id that callers see. */
export function createProductionKey(nowMs: number): string {
  return `${prefix}${nowMs.toString(36)}${randomBytes(4).toString('hex')}`;
}
