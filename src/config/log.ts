/** Only what nobody needs on a good day is logged; whatever a user must know is an answer or an error. */
export type Log = { debug(fields: Record<string, unknown>, message: string): void };

/** Keys that must never reach a log line, wherever they stand. */
const secrets = ['*.authorization', '*.Authorization', '*["Ocp-Apim-Subscription-Key"]', '*.key', 'key'];

/** Logs to stderr, synchronously: stdout belongs to the protocol and a killed server must not lose its last words. */
export async function createLog(level: string): Promise<Log> {
  if (level !== 'debug' && level !== 'trace') return { debug: () => undefined };
  const { default: pino } = await import('pino');
  const logger = pino(
    { level, base: undefined, redact: { paths: secrets, censor: '[key]' } },
    pino.destination({ fd: 2, sync: true }),
  );
  return { debug: (fields, message) => logger.debug(fields, message) };
}
