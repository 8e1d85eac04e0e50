import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs a program that npm installed beside this file, to its end, in a folder. Resolves to what it printed. */
export function runProgram(name, argv, cwd, variables = {}) {
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'node_modules', '.bin', name);
    const env = { ...process.env, ...variables };
    const child = spawn(program, argv, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.once('error', reject);
    child.once('close', () => resolve(printed));
  });
}
