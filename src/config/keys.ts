import { randomBytes } from 'node:crypto';
import { chmod, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';

/** Of any service's keys, by far: what is longer is a file in the wrong place. */
export const longestKey = 4096;

/** A name of a variable or a header before the key: `export XSKILL_API_KEY=`, `Authorization:`. */
const named =
  /^(?:export\s+|set\s+|\$env:)?[A-Z][A-Z\d]*_API_KEY\s*[=:]\s*|^(?:Authorization|Ocp-Apim-Subscription-Key)\s*:\s*/i;

/** A key without what people, shells and files put around it: blanks, a line break, quotes, `Bearer`, a name, a semicolon. */
export function cleanKey(text: string): string {
  const bare = text
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^["'`“”‘’]+|["'`“”‘’;,]+$|^Bearer\s+/gi, '')
    .replace(named, '');
  return bare === text ? bare : cleanKey(bare);
}

/** Whether a key is a client's own template that it did not fill in, or the sample of a document. */
export function isPlaceholder(key: string): boolean {
  return (
    /^\$\{.*\}$|^\$\w+$|^\{+.*\}+$|^%.*%$|^<.*>$|^\[.*\]$/s.test(key) || // ${KEY}, $KEY, {{KEY}}, %KEY%, <your-api-key>
    /^(?:sk-|px-)?(?:your|my|enter|insert|paste|put)[-_]\S*key\S*$/i.test(key) ||
    /^(?:sk-|px-)?(?:x{3,}|\*{3,}|\.{3,}|…)$/i.test(key) ||
    /^(?:[A-Z]+_)*API_?KEY$/i.test(key) ||
    /^(?:changeme|todo|undefined|null)$/i.test(key)
  );
}

/** A key as it was pasted or piped. Never quotes the text it refuses. */
export function parseKey(text: string): string {
  const key = cleanKey(text.slice(0, longestKey + 1));
  const refuse = (why: string): never => {
    throw new AppError('invalid_input', `${why} Nothing was saved.`, {
      nextStep: 'Copy the key again and give it alone.',
    });
  };
  if (text.length > longestKey) return refuse(`A key has at most ${longestKey} characters; there were more.`);
  if (key === '') return refuse('No key was given.');
  if (isPlaceholder(key)) return refuse('This is a placeholder, not a key.');
  if (/\s/.test(key)) return refuse('A key is one word; there was more.');
  if (!/^[\x21-\x7e]+$/.test(key)) return refuse('The key holds a character that no key has.');
  return key;
}

/** Writes a key for its owner's eyes only. The file is whole or it is the old one. */
export async function saveKey(file: string, key: string): Promise<void> {
  const directory = dirname(file);
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await makeFolder(directory, 0o700);
    await chmod(directory, 0o700);
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(`${key}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new AppError('internal', `The key could not be saved in ${file}: ${(error as Error).message}.`, {
      cause: error,
      nextStep: 'Make that folder writable, or set the key in the environment instead.',
    });
  }
}

/** Whether there was one to remove. */
export async function removeKey(file: string): Promise<boolean> {
  try {
    await rm(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
