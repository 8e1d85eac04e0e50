const prefix = 'production:';

export function isProductionId(text: string): boolean {
  return text.trim().startsWith(prefix);
}

/** A production's key is the id that callers see. */
export function createProductionKey(random: string): string {
  return prefix + random;
}
