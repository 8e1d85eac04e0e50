/** `npm run faults -- --long` sets it. */
const isLong = process.env.FAULTS_LONG === '1';

/** How often something is tried: usually, and in the long run. */
export function times(usually: number, long: number): number {
  return isLong ? long : usually;
}

/** A figure for docs/promises.md, The table. */
export function report(line: string): void {
  process.stdout.write(`figure: ${line}\n`);
}
