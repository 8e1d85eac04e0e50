import pino from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Keys that must never reach a log line, wherever they stand. */
const secrets = ['*.authorization', '*.Authorization', '*["Ocp-Apim-Subscription-Key"]', '*.key', 'key'];

/** Logs to stderr, synchronously: stdout belongs to the protocol and a killed server must not lose its last words. */
export function createLog(level: string): Log {
  return pino(
    { level, base: undefined, redact: { paths: secrets, censor: '[key]' } },
    pino.destination({ fd: 2, sync: true }),
  );
}
