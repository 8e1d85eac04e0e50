/** A part of the page that is always there. */
export function need<T>(found: T | null | undefined): T {
  if (found === null || found === undefined) throw new Error('The page has lost a part of itself.');
  return found;
}
