/** The ratio of Seedance that a text names. */
export function findRatio(text: string): string | undefined {
  return /(?<![\d:.])(?:21:9|16:9|4:3|1:1|3:4|9:16)(?![\d:])/.exec(text)?.[0];
}
