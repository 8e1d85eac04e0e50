import { createReadStream, existsSync } from 'node:fs';
import { decodeText } from '../core/decode-text.ts';
import { AppError } from '../core/errors.ts';
import { describeJsonFault } from '../core/json-fault.ts';
import { printError, type Terminal } from './terminal.ts';

/** `{"a":1}`, `@file.json`, or `-` for stdin. Throws `invalid_input` that shows the place and how to quote it. */
export async function parseJsonArgument(text: string, flag: string, terminal: Terminal): Promise<unknown> {
  if (text === '-') return parseJson(await readStdin(terminal, flag), `${flag} (from stdin)`, quoting(flag));
  if (text.startsWith('@')) return readJsonFile(text.slice(1), flag);
  const forgotten = existsSync(text)
    ? `There is a file of that name: write ${flag} @${text} (in PowerShell '@${text}').`
    : undefined;
  return parseJson(text, flag, forgotten ?? quoting(flag));
}

/** A file by its bare name, or `-` for stdin. */
export async function parseJsonFile(path: string, flag: string, terminal: Terminal): Promise<unknown> {
  if (path === '-')
    return parseJson(await readStdin(terminal, flag), `${flag} (from stdin)`, 'Correct the JSON that is piped in.');
  return readJsonFile(path.replace(/^@/, ''), flag);
}

/** Everything on stdin as text. */
export async function readStdin(terminal: Terminal, flag: string): Promise<string> {
  if (terminal.stdin.isTTY)
    printError(terminal, `Reading ${flag} from the keyboard; end with Ctrl-D (Windows: Ctrl-Z, Enter).`);
  return decodeText(await readBounded(terminal.stdin, `${flag} (from stdin)`));
}

/** A picture of 30 MB is 40 MB as base64. */
const mostBytes = 64 * 1024 * 1024;

/** A person may name a pipe, and waits for it as everywhere in a shell; what has no end is cut off. */
async function readBounded(stream: AsyncIterable<unknown>, where: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    bytes += chunks.at(-1)?.length ?? 0;
    if (bytes > mostBytes) throw new AppError('invalid_input', `${where} has more than ${mostBytes / 1024 / 1024} MB.`);
  }
  return Buffer.concat(chunks);
}

async function readJsonFile(path: string, flag: string): Promise<unknown> {
  const stream = createReadStream(path);
  const bytes = await readBounded(stream, `${flag}: ${path}`).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof AppError) throw error;
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new AppError('invalid_input', `${flag}: ${path} cannot be read: ${why}.`);
  });
  return parseJson(decodeText(bytes), `${flag} (${path})`, `Correct ${path}.`);
}

function parseJson(text: string, where: string, nextStep: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid_input', describeJsonFault(text, where), { nextStep });
  }
}

function quoting(flag: string): string {
  return [
    'Quote it whole, or put it in a file.',
    `  bash, zsh, PowerShell 7.3+   ${flag} '{"prompt":"…"}'`,
    `  Windows PowerShell 5         ${flag} '{\\"prompt\\":\\"…\\"}'`,
    `  cmd                          ${flag} "{\\"prompt\\":\\"…\\"}"`,
    `  everywhere                   ${flag} "@params.json", or piped in: ${flag} -`,
  ].join('\n');
}
