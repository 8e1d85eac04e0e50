import { execFileSync } from 'node:child_process';

/** Runs a program to its end and returns what it printed; throws when it fails. npm's own programs are batch files on Windows. */
export function run(command, args, options = {}) {
  return execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
}
