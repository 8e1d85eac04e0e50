import type { Simulator, SimulatorOptions } from '../../src/simulation/simulator.ts';
import { readExchanges } from '../fixtures/exchanges.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Json = Record<string, any>;

type Told = { status: number; headers: Headers; text: string; json: Json };

/** A simulator on a clock that a test moves, and plain requests to it. */
export type Bench = {
  origin: string;
  advance(seconds: number): void;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Told>;
};

export function openBench(
  create: (options: SimulatorOptions) => Simulator,
  auth: Record<string, string>,
  options: Partial<SimulatorOptions> = {},
): Bench {
  let nowMs = Date.UTC(2026, 10, 21, 12);
  const origin = 'https://simulated.example';
  const simulator = create({ origin, now: () => nowMs, ...options });
  return {
    origin,
    advance: (seconds) => {
      nowMs += seconds * 1000;
    },
    send: async (method, path, body, headers = {}) => {
      const request = new Request(new URL(path, origin), {
        method,
        headers: { ...auth, ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const reply = await simulator(request);
      const text = Buffer.from(await reply.arrayBuffer()).toString('latin1');
      return {
        status: reply.status,
        headers: reply.headers,
        text,
        json: parse(Buffer.from(text, 'latin1').toString()),
      };
    },
  };
}

export type Fixture = {
  name: string;
  request: { method: string; path: string; headers?: Record<string, string>; body?: Json };
  reply: { status: number; headers?: Record<string, string>; body?: unknown; text?: string };
};

export function readFixtures(service: 'xskill' | 'pixazo'): Fixture[] {
  return readExchanges(service);
}

/** Where `got` lacks what `wanted` has: same types and same fields, whatever the values; status words and codes to the letter. */
export function differences(wanted: unknown, got: unknown, at = '$'): string[] {
  if (Array.isArray(wanted) && Array.isArray(got)) {
    return wanted.length > 0
      ? differences(wanted[0], got[0], `${at}[0]`)
      : got.length > 0
        ? [`${at} is not empty`]
        : [];
  }
  if (kindOf(wanted) !== kindOf(got)) return [`${at} is ${kindOf(got)}, not ${kindOf(wanted)}`];
  if (kindOf(wanted) !== 'object') {
    return /\.(status|code)$/.test(at) && wanted !== got ? [`${at} is ${got}, not ${wanted}`] : [];
  }
  const fields = got as Json;
  return Object.entries(wanted as Json).flatMap(([key, value]) => differences(value, fields[key], `${at}.${key}`));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
