/** Middle of the sorted values. */
export function median(values) {
  return percentile(values, 0.5);
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/**
 * Runs every contender once a round, so that whatever the machine is busy with hits all of them alike.
 * The first round only warms the disk. Returns each contender's samples, in the order of the rounds.
 */
export async function interleave(contenders, rounds, run) {
  const samples = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 ? contenders : [...contenders].reverse();
    for (const contender of order) {
      const sample = await run(contender);
      if (round > 0) samples.get(contender.name).push(sample);
    }
  }
  return samples;
}

/** How many times the second one's the first one takes: the median of what each round says. */
export function ratio(ones, others, read = (value) => value) {
  return median(ones.map((one, round) => read(one) / read(others[round])));
}
