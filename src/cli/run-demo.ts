import { tools } from '../tools/index.ts';
import { runTool } from '../tools/tool.ts';
import { demoSettings, tellDemo } from './demo.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';

/** The demo in this process: a rehearsal with settings of its own. */
export async function runDemo({ terminal, loadApp }: Shell): Promise<number> {
  Object.assign(process.env, await demoSettings());
  const app = await loadApp();
  await tellDemo({
    say: (line) => terminal.stdout.write(`${line}\n`),
    call: async (name, args, onProgress) => {
      const tool = tools.find((one) => one.name === name);
      if (!tool) throw new Error(`There is no tool ${name}.`);
      return runTool(tool, args, app, {
        client: 'shell',
        progress: ({ progress, message }) => onProgress(progress, message),
      });
    },
  });
  return exitCodes.done.code;
}
