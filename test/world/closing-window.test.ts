import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../folder.ts';
import { program, startProgram } from '../stdio.ts';
import { listen, type Running } from './servers.ts';

/** A service that answers a submit when the test says so. */
let service: Running;
let posted: Promise<void>;
let answer: () => void;
let running: ChildProcess;
beforeEach(async () => {
  let arrived = (): void => undefined;
  posted = new Promise((resolve) => (arrived = resolve));
  service = await listen(
    createServer(({ url }, response) => {
      if (!url?.endsWith('text-to-video')) return response.writeHead(404).end('{"code":404}');
      answer = () => response.end('{"request_id":"paid"}');
      arrived();
    }),
  );
});
afterEach(async () => {
  running.kill('SIGKILL');
  await service[Symbol.asyncDispose]();
});

const environment = () => ({
  PIXAZO_API_KEY: 'px-test',
  PIXAZO_BASE_URL: `http://127.0.0.1:${service.port}`,
});

/** Pixazo has no list: an answer that is thrown away is lost for good. */
const model_id = 'seedance-2-0/text-to-video';
const parameters = { prompt: 'A fox', duration: 5 };

function outcomes(data: string): string[] {
  const lines = readdirSync(join(data, 'ledger')).flatMap((file) =>
    readFileSync(join(data, 'ledger', file), 'utf8')
      .trim()
      .split('\n'),
  );
  return lines.map((line) => JSON.parse(line).type).filter((type) => type === 'accepted' || type === 'uncertain');
}

const endings: [string, (child: ChildProcess) => void][] = [
  ['SIGINT, and SIGTERM right behind it', (child) => void (child.kill('SIGINT') && child.kill('SIGTERM'))],
  ['SIGHUP', (child) => void child.kill('SIGHUP')],
];
const serverEndings: typeof endings = [...endings, ['a closed stdin', (child) => void child.stdin?.end()]];

describe('a window that closes during a submit', () => {
  async function submitting(): Promise<Awaited<ReturnType<typeof startProgram>>> {
    const talk = await startProgram(environment());
    running = talk.process;
    void talk.request('tools/call', { name: 'submit_task', arguments: { model_id, parameters } });
    await posted;
    return talk;
  }

  it.each(serverEndings)('has the answer on record after %s', async (_, end) => {
    const talk = await submitting();
    end(talk.process);
    await pass(200); // it lingers
    answer();
    expect(await talk.exited).toEqual({ code: 0, signal: null });
    expect(outcomes(join(talk.home, 'data'))).toEqual(['accepted']);
  });

  it('has the doubt on record when a second signal more than a second later cuts it short', async () => {
    const talk = await submitting();
    talk.process.kill('SIGINT');
    await pass(1_200);
    talk.process.kill('SIGTERM');
    expect(await talk.exited).toEqual({ code: 0, signal: null });
    expect(outcomes(join(talk.home, 'data'))).toEqual(['uncertain']);
  });
});

describe('a shell that closes during a submit', () => {
  async function submitting() {
    const home = temporaryFolder();
    const env = { PATH: process.env.PATH, HOME: home, SEEDANCE_HOME: home, ...environment() };
    const argv = [program, 'submit', '--model', model_id, '--params', JSON.stringify(parameters), '--quiet'];
    const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    await posted;
    return { child, home, said: () => said };
  }

  it.each(endings)('prints the answer after %s', async (_, end) => {
    const { child, home, said } = await submitting();
    end(child);
    await pass(200); // it lingers
    answer();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect([said().trim().split(':')[1], outcomes(home)]).toEqual(['paid', ['accepted']]);
  });

  it('ends with 5 when a second signal more than a second later cuts it short', async () => {
    const { child, home, said } = await submitting();
    child.kill('SIGTERM');
    await pass(1_200);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([5, null]);
    expect([said().trim().split(':')[1]?.slice(0, 6), outcomes(home)]).toEqual(['local-', ['uncertain']]);
  });
});
