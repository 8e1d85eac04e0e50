import fc from 'fast-check';

/**
 * The seed of every property test beside it; fast-check prints it with what it found.
 * `FUZZ_SEED=random` takes a new one, a number repeats one.
 */
const given = process.env.FUZZ_SEED;
fc.configureGlobal({ seed: given === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(given ?? 20_261_125) });
