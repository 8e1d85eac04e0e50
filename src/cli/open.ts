import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { taskIdOf } from '../store/task.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { findTaskId } from './task-id.ts';
import { printError } from './terminal.ts';

/** Opens a task's file, or the gallery, with the program that this system has for it. The path goes to stdout. */
export async function runOpen(given: string | undefined, { terminal, loadApp }: Shell): Promise<number> {
  const app = await loadApp();
  const path = given === undefined ? await findGallery(app) : await findFile(app, await findTaskId(app, given));
  terminal.stdout.write(`${path}\n`);
  const trouble = await openWithSystem(path, process.platform);
  if (!trouble) return exitCodes.done.code;
  printError(terminal, `It could not be opened from here: ${trouble}. Open the path yourself.`);
  return exitCodes.failed.code;
}

async function findGallery({ writeGallery, parts }: App): Promise<string> {
  const path = await writeGallery();
  if (path) return path;
  throw new AppError('not_found', `There is no gallery in ${parts.outputDirectory}: nothing has been saved there.`, {
    nextStep: `${installation.command} list saves what is finished.`,
  });
}

async function findFile(app: App, taskId: string): Promise<string> {
  const takes = await app.takesOf(taskId);
  const task = takes.find((take) => taskIdOf(take) === taskId || take.remoteId === taskId || take.key === taskId);
  const [file] = task?.files ?? [];
  const isThere =
    file &&
    (await access(file.path).then(
      () => true,
      () => false,
    ));
  if (isThere) return file.path;
  throw new AppError('not_found', `No file of ${taskId} is saved on this machine.`, {
    nextStep: `${installation.command} poll ${taskId}`,
  });
}

const openers: Partial<Record<NodeJS.Platform, [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Resolves to what went wrong. The program goes on by itself. */
async function openWithSystem(path: string, platform: NodeJS.Platform): Promise<string | undefined> {
  const [program, ...args] = openers[platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore' });
  child.unref();
  try {
    await once(child, 'spawn');
    return undefined;
  } catch {
    return `the program ${program} is missing`;
  }
}
