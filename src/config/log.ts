import { writeSync } from 'node:fs';

/** Only what nobody needs on a good day is logged; everything that a user must know is an answer or an error. */
export type Log = { debug(fields: Record<string, unknown>, message: string): void };

/** Names of fields, wherever they stand, whose values must never reach a log line. */
const secrets = /^(?:authorization|ocp-apim-subscription-key|key)$/i;

const stderr = 2;

/** Logs JSON lines to stderr, synchronously: stdout belongs to the protocol, and a killed server must not lose its last words. */
export function createLog(level: string): Log {
  if (level !== 'debug' && level !== 'trace') return { debug: () => undefined };
  const withoutSecrets = (name: string, value: unknown): unknown => (secrets.test(name) ? '[key]' : value);
  return {
    debug: (fields, message) => {
      const line = JSON.stringify(
        { level: 'debug', time: new Date().toISOString(), ...fields, msg: message },
        withoutSecrets,
      );
      try {
        writeSync(stderr, `${line}\n`);
      } catch {
        // A log that nobody reads stops nothing.
      }
    },
  };
}
