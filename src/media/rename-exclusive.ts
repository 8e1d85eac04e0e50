import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const mostNames = 1000;

type PublishOptions = {
  directory: string;
  stem: string;
  /** With its dot. */
  extension: string;
  /** What to do where the name is taken: keep what is there, put the new file in its place, or try the next name. */
  onTaken(path: string): Promise<'keep' | 'replace' | 'next'>;
};

/**
 * Gives a finished temporary file its name, in one step and never over another file, also against other processes.
 * A taken name is followed by `-2`, `-3` … The temporary name is gone afterwards.
 */
export async function renameExclusive(temporary: string, options: PublishOptions): Promise<string> {
  for (let n = 1; n <= mostNames; n++) {
    const path = join(options.directory, `${options.stem}${n === 1 ? '' : `-${n}`}${options.extension}`);
    if (await moveExclusively(temporary, path)) return path;
    const decision = await options.onTaken(path);
    if (decision === 'replace') await rename(temporary, path);
    if (decision === 'keep') await rm(temporary);
    if (decision !== 'next') return path;
  }
  throw new Error(`${mostNames} files named ${options.stem} exist`);
}

/** Whether a file has exactly these bytes. */
export async function hasContent(path: string, { bytes, sha256 }: { bytes: number; sha256: string }): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && found.size === bytes && (await hashFile(path)) === sha256;
}

/** Names a finished temporary file as `renameExclusive` does; a file of the same bytes under that name is kept instead. */
export async function renameOrKeep(
  temporary: string,
  name: Pick<PublishOptions, 'directory' | 'stem' | 'extension'>,
): Promise<string> {
  const { size } = await stat(temporary);
  let sha256: string | undefined; // hashed only when a name is taken
  return renameExclusive(temporary, {
    ...name,
    onTaken: async (taken) => {
      sha256 ??= await hashFile(temporary);
      return (await hasContent(taken, { bytes: size, sha256 })) ? 'keep' : 'next';
    },
  });
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}

/** False when the name is taken. A hard link is the one move that refuses to replace. */
async function moveExclusively(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    await rm(from);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(thrown))) throw thrown;
    return moveWithoutLinks(from, to);
  }
}

/** For disks without hard links (exFAT, some network shares): reserves the name, then replaces the reservation. */
async function moveWithoutLinks(from: string, to: string): Promise<boolean> {
  try {
    await (await open(to, 'wx')).close();
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
  await rename(from, to);
  return true;
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? '';
}
