import { Command } from 'commander';
import type { Shell } from './shell.ts';

/** Commands for the person who runs this; agents have no tool for them. Each is loaded when it is called. */
export function operatorCommands(shell: Shell): Command[] {
  return [settle(shell), simulate(shell)];
}

function settle(shell: Shell): Command {
  return new Command('settle')
    .summary('Say what became of an uncertain task')
    .description(
      'Say what became of a task whose submit got no readable answer, after looking at the dashboard of the service.',
    )
    .argument('<task>', 'its id, for example xskill:local-…')
    .option('--taken <remote id>', 'the service has it, under this id')
    .option('--not-taken', 'the service never took it: its cost is given back to the daily cap')
    .action(async (task: string, options: { taken?: string; notTaken?: true }) => {
      const { runSettle } = await import('./settle.ts');
      shell.exit(await runSettle(task, options, shell));
    });
}

function simulate(shell: Shell): Command {
  return new Command('simulate')
    .summary('Serve both services, simulated')
    .description(
      'Serve simulators of both services on this machine until Ctrl-C, for scripts and tests that need an address. Nothing is spent.',
    )
    .option('--port <n>', '0 takes any free one', '8787')
    .option('--host <name>', 'the address to listen on', '127.0.0.1')
    .option('--speed <n>', 'how much faster than the real services tasks move', '60')
    .option('--delay <ms>', 'how long each answer is held back', '0')
    .action(async (options: { port: string; host: string; speed: string; delay: string }) => {
      const { runSimulate } = await import('./simulate.ts');
      shell.exit(await runSimulate(options, shell));
    });
}
