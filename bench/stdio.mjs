import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A stdio server spoken to in bare JSON-RPC lines. Counts what crosses the pipe. */
export function startServer(command, { env = {}, node = process.execPath } = {}) {
  const child = spawn(node, command, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map();
  let lastId = 0;
  let rest = '';
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('{')) continue;
      const message = JSON.parse(line);
      if (message.method === undefined) waiting.get(message.id)?.resolve(message);
    }
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  exited.then((code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${command.join(' ')} ended (${code})`));
  });
  const say = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  return {
    pid: child.pid,
    exited,
    request: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        say({ id, method, params });
      }),
    notify: (method, params = {}) => say({ method, params }),
    async initialize(clientName = 'bench') {
      const clientInfo = { name: clientName, version: '1' };
      const answer = await this.request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
      this.notify('notifications/initialized');
      return answer.result;
    },
    async call(name, args = {}) {
      return (await this.request('tools/call', { name, arguments: args })).result;
    },
    async stop(signal = 'SIGKILL') {
      waiting.clear();
      child.kill(signal);
      const impatient = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await exited;
      clearTimeout(impatient);
    },
  };
}

/** Resident memory of a process now, in MB. */
export function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** Processor time that all threads of a process took so far, in milliseconds. */
export function processorMs(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6;
}
