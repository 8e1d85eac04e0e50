/** One line of the doctor. `warn` is worth knowing, `fail` is in the way. */
export type Check = { name: string; state: 'ok' | 'warn' | 'fail'; message: string; nextStep?: string };
