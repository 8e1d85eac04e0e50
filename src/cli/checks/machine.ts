import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { App } from '../../app.ts';
import { parseRates } from '../../backends/rates.ts';
import { parseDailyCaps } from '../../jobs/spending.ts';
import { type Check, failedCheck } from './check.ts';

/** The oldest Node that the server runs on, as package.json says. */
const oldestNode = [20, 18, 1];

/** Node, mode, folders and settings. */
export async function checkMachine({
  parts: { config, services, outputDirectory },
  rehearsal,
  frames,
}: App): Promise<Check[]> {
  const known = services.all.map(({ backend }) => backend.id);
  return [
    checkNode(process.versions.node),
    ...(rehearsal ? [rehearsing] : []),
    await checkFolder('record', config.home, 'SEEDANCE_HOME'),
    await checkFolder('output', outputDirectory, 'SEEDANCE_OUTPUT_DIR'),
    await checkRoots(config.mediaRoots),
    await checkFfmpeg(frames),
    checkCap(config.dailyCap, known),
    checkRate(config.rate, known),
  ];
}

const rehearsing: Check = {
  name: 'mode',
  state: 'warn',
  message: 'This is a rehearsal: no service is spoken to, nothing is spent, and the videos are made up.',
  nextStep: 'Remove SEEDANCE_REHEARSAL for the real thing.',
};

export function checkNode(version: string): Check {
  const parts = version.split('.').map(Number);
  const differing = oldestNode.findIndex((oldest, index) => parts[index] !== oldest);
  const isOld = differing >= 0 && (parts[differing] ?? 0) < (oldestNode[differing] ?? 0);
  const oldest = oldestNode.join('.');
  if (!isOld) return { name: 'node', state: 'ok', message: version };
  return {
    name: 'node',
    state: 'fail',
    message: `${version} is older than ${oldest}.`,
    nextStep: `Install Node ${oldest} or newer.`,
  };
}

/** Room for some dozens of videos. */
const littleSpaceBytes = 500_000_000;

async function checkFolder(name: string, directory: string, variable: string): Promise<Check> {
  try {
    const existing = await nearestExisting(directory);
    await access(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(existing);
    const freeBytes = bavail * bsize;
    if (freeBytes >= littleSpaceBytes) return { name, state: 'ok', message: `${directory} can be written` };
    return {
      name,
      state: 'warn',
      message: `${directory} has only ${Math.floor(freeBytes / 1e6)} MB left.`,
      nextStep: `Make room, or set ${variable}.`,
    };
  } catch (error) {
    const message = `${directory} cannot be written: ${(error as Error).message}.`;
    return { name, state: 'fail', message, nextStep: `Make it writable, or set ${variable} to a folder that is.` };
  }
}

async function nearestExisting(directory: string): Promise<string> {
  const exists = await access(directory).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  return exists || dirname(directory) === directory ? directory : nearestExisting(dirname(directory));
}

async function checkFfmpeg({ findProgram }: App['frames']): Promise<Check> {
  const path = await findProgram();
  if (path) return { name: 'ffmpeg', state: 'ok', message: path };
  return {
    name: 'ffmpeg',
    state: 'warn',
    message: 'None was found: videos get no contact sheets, no checks and no last frames. Everything else works.',
    nextStep: 'Install ffmpeg, or set SEEDANCE_FFMPEG to its full path.',
  };
}

async function checkRoots(roots: readonly string[]): Promise<Check> {
  const name = 'roots';
  if (roots.length === 0)
    return {
      name,
      state: 'ok',
      message: 'none set: agents may upload pictures only from folders that their client names or starts the server in',
    };
  const states = await Promise.all(
    roots.map((root) =>
      access(root).then(
        () => undefined,
        () => root,
      ),
    ),
  );
  const missing = states.filter((root) => root !== undefined);
  if (missing.length === 0) return { name, state: 'ok', message: `pictures may come from ${roots.join(', ')}` };
  return {
    name,
    state: 'warn',
    message: `There is no ${missing.join(', ')}.`,
    nextStep: 'Correct SEEDANCE_MEDIA_ROOTS.',
  };
}

function checkCap(text: string | undefined, services: readonly string[]): Check {
  const name = 'daily cap';
  try {
    const caps = [...parseDailyCaps(text, services)].map(([backend, amount]) => `${backend} ${amount}`);
    return {
      name,
      state: 'ok',
      message: caps.length > 0 ? caps.join(', ') : 'none; SEEDANCE_DAILY_CAP=xskill=3000 would set one',
    };
  } catch (error) {
    return failedCheck(name, error);
  }
}

function checkRate(text: string | undefined, services: readonly string[]): Check {
  const name = 'rate';
  try {
    const rates = [...parseRates(text, services)].map(([backend, rate]) => `${backend} ${rate}`);
    const message =
      rates.length > 0 ? `${rates.join(', ')} requests a second` : 'no limit; SEEDANCE_RATE=xskill=5 would set one';
    return { name, state: 'ok', message };
  } catch (error) {
    return failedCheck(name, error);
  }
}
