import { Command } from 'commander';
import type { Shell } from './shell.ts';

/** Commands for the person who runs this; agents have no tool for them. Each is loaded when it is called. */
export function operatorCommands(shell: Shell): Command[] {
  return [settle(shell), forget(shell), auth(shell), doctor(shell), simulate(shell), demo(shell)];
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

function forget(shell: Shell): Command {
  return new Command('forget')
    .summary('Take prompts out of the record')
    .description(
      'Take the prompt and the parameters of a task out of the record on this machine. Its id, price and files stay known.',
    )
    .argument('[task]', 'its id')
    .option('--before <date>', 'instead: every task submitted before this date (UTC), for example 2026-11-01')
    .action(async (task: string | undefined, options: { before?: string }) => {
      const { runForget } = await import('./forget.ts');
      shell.exit(await runForget(task, options, shell));
    });
}

function auth(shell: Shell): Command {
  return (
    new Command('auth')
      .summary('Save a key')
      .description(
        'Check a key against its service and save it for your eyes only. It is asked for without being shown, or read from stdin; never give it as an argument.',
      )
      .argument('[service]', 'whose key it is')
      .option('--remove', 'remove the saved key')
      // A key given by mistake must reach our own words, which do not repeat it.
      .allowExcessArguments()
      .allowUnknownOption()
      .action(async (_service: string | undefined, options: { remove?: true }, { args }: Command) => {
        const { runAuth } = await import('./auth.ts');
        shell.exit(await runAuth(args, options, shell));
      })
  );
}

function doctor(shell: Shell): Command {
  return new Command('doctor')
    .summary('Check the installation')
    .description(
      'Check Node, keys, services, folders, clock, and what the clients of this machine are configured with. Spends nothing and shows no key.',
    )
    .option('--json', 'for scripts')
    .action(async (options: { json?: true }) => {
      const { runDoctor } = await import('./doctor.ts');
      shell.exit(await runDoctor(options, shell));
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

function demo(shell: Shell): Command {
  return new Command('demo')
    .summary('One idea through all five tools, rehearsed')
    .description('Takes one idea through all five tools in a rehearsal: no key, no cost, about 12 seconds.')
    .action(async () => {
      const { demoSettings, tellDemo } = await import('./demo.ts');
      const { tools } = await import('../tools/index.ts');
      const { runTool } = await import('../tools/tool.ts');
      Object.assign(process.env, await demoSettings());
      const app = await shell.loadApp();
      await tellDemo({
        say: (line) => shell.terminal.stdout.write(`${line}\n`),
        call: async (name, args, onProgress) => {
          const tool = tools.find((one) => one.name === name);
          if (!tool) throw new Error(`There is no tool ${name}.`);
          return runTool(tool, args, app, {
            client: 'shell',
            progress: ({ progress, message }) => onProgress(progress, message),
          });
        },
      });
    });
}
