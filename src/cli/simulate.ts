import { backends } from '../backends/index.ts';
import { AppError } from '../core/errors.ts';
import { serveSimulators } from '../simulation/serve.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { printError } from './terminal.ts';

type Options = { port: string; host: string; speed: string; delay: string };

/** Any key that looks like one opens a simulator. */
const simulatedKey = 'sk-simulated';

export async function runSimulate(options: Options, { terminal }: Shell): Promise<number> {
  const port = parseNumber('--port', options.port, 65_535);
  const timeScale = parseNumber('--speed', options.speed, 1_000_000);
  const delayMs = parseNumber('--delay', options.delay, 600_000);
  const simulators = await Promise.all(backends.map(({ loadSimulator }) => loadSimulator()));
  const served = await serveSimulators({
    simulators,
    port,
    host: options.host,
    now: Date.now,
    timeScale,
    delayMs,
  }).catch(explain);
  const settings = backends.flatMap(({ baseUrlEnv, credential }) => [
    `${baseUrlEnv}=${served.url}`,
    `${credential.env}=${simulatedKey}`,
  ]);
  terminal.stdout.write(settings.map((setting) => `${setting}\n`).join(''));
  printError(
    terminal,
    `Serving ${backends.map(({ title }) => title).join(' and ')}, simulated, ${timeScale}x as fast. Set the variables above where seedance-mcp runs. Ctrl-C ends it.`,
  );
  await new Promise<void>((resolve) => {
    terminal.onInterrupt(resolve);
    terminal.abandoned.addEventListener('abort', () => resolve(), { once: true });
  });
  await served.close();
  return exitCodes.done.code;
}

function parseNumber(flag: string, text: string, largest: number): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= largest) return number;
  throw new AppError('invalid_input', `${flag} takes a number from 0 to ${largest}, not "${text}".`);
}

function explain(error: NodeJS.ErrnoException): never {
  const taken = error.code === 'EADDRINUSE';
  throw new AppError('invalid_input', taken ? 'That port is taken.' : `It cannot listen there: ${error.message}.`, {
    nextStep: 'Give another --port, or --port 0 for any free one.',
    cause: error,
  });
}
