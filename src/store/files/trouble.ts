import { accessSync, constants, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../core/errors.ts';

/** Runs work on the record. What the disk refuses is named, with the one command that repairs it. */
export function guarded<Result>(directory: string, verb: 'kept' | 'read', work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) throw error;
    const { reason, remedy } = diagnose(directory, String(error.code), error.message);
    throw new AppError('internal', `The record in ${directory} could not be ${verb}: ${reason}.`, {
      cause: error,
      nextStep: `Without a record nothing is sent. ${remedy}`,
    });
  }
}

const { R_OK, W_OK, X_OK } = constants;

type Diagnosis = { reason: string; remedy: string };

const full: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};
const elsewhere = 'Point SEEDANCE_HOME at a folder that can be written.';

function diagnose(directory: string, code: string, message: string): Diagnosis {
  const reason = full[code];
  if (reason) return { reason, remedy: 'Free some space, then call again.' };
  if (code === 'EROFS') return { reason: 'the disk is read-only', remedy: elsewhere };
  const denied = code === 'EACCES' || code === 'EPERM';
  const obstacle = findObstacle(directory);
  if (obstacle && (denied || !obstacle.isDenied)) return obstacle;
  if (denied) return { reason: 'there is no permission', remedy: elsewhere };
  return code === 'ENOENT'
    ? { reason: 'the folder cannot be made', remedy: elsewhere }
    : { reason: message, remedy: elsewhere };
}

/** The first thing on the way to the record, or in it, that keeps it from being used. */
function findObstacle(directory: string): (Diagnosis & { isDenied?: boolean }) | undefined {
  const home = dirname(directory);
  for (const path of ancestors(directory)) {
    const isOurs = path === home || path === directory;
    const seen = lookAt(path, 'folder', isOurs ? R_OK | W_OK | X_OK : X_OK);
    if (seen === 'missing') return undefined;
    if (seen === 'dead link') return deadLink(path);
    if (seen === 'denied') return denied(path, isOurs ? home : undefined);
    if (seen === 'other') return inTheWay(path, 'a folder');
  }
  for (const name of monthsIn(directory)) {
    const path = join(directory, name);
    const seen = lookAt(path, 'file', R_OK | W_OK);
    if (seen === 'dead link') return deadLink(path);
    if (seen === 'denied') return denied(path, home);
    if (seen === 'other') return inTheWay(path, 'a file');
  }
  return undefined;
}

function ancestors(path: string): string[] {
  return dirname(path) === path ? [path] : [...ancestors(dirname(path)), path];
}

type Seen = 'missing' | 'dead link' | 'denied' | 'other' | 'good';

function lookAt(path: string, wanted: 'folder' | 'file', mode: number): Seen {
  const link = attempt(() => lstatSync(path));
  if (!link) return 'missing';
  const stats = attempt(() => statSync(path));
  if (!stats) return link.isSymbolicLink() ? 'dead link' : 'denied';
  if (!(wanted === 'folder' ? stats.isDirectory() : stats.isFile())) return 'other';
  return attempt(() => accessSync(path, mode) ?? true) ? 'good' : 'denied';
}

function deadLink(path: string): Diagnosis {
  return { reason: `${path} is a link that leads nowhere, or in a circle`, remedy: `Run: rm ${quote(path)}` };
}

function inTheWay(path: string, wanted: string): Diagnosis {
  const remedy = `Run: mv ${quote(path)} ${quote(`${path}.aside`)}`;
  return { reason: `something else stands where ${wanted} should be: ${path}`, remedy };
}

/** `home`: what is ours to open. What lies above it is not. */
function denied(path: string, home: string | undefined): Diagnosis & { isDenied: true } {
  const owner = attempt(() => statSync(path))?.uid;
  const isOthers = owner !== undefined && owner !== process.getuid?.();
  const reason = isOthers
    ? `${path} belongs to ${owner === 0 ? 'root, as a run with sudo leaves it' : `another user (${owner})`}`
    : `there is no permission for ${path}`;
  if (home === undefined) return { reason, remedy: elsewhere, isDenied: true };
  const command = isOthers ? `sudo chown -R "$(id -un)" ${quote(home)}` : `chmod -R u+rwX ${quote(home)}`;
  return { reason, remedy: `Run: ${command}`, isDenied: true };
}

function monthsIn(directory: string): string[] {
  return attempt(() => readdirSync(directory))?.filter((name) => name.endsWith('.jsonl')) ?? [];
}

function quote(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
