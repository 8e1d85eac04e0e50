import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createSimulator } from '../../src/backends/xskill/simulator.ts';
import { type Served, serveSimulators } from '../../src/simulation/serve.ts';
import { shell, startShell } from '../cli/shell.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, openFront, type Tamper } from '../harness.ts';
import { program } from '../stdio.ts';

const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: { prompt: 'A fox', image_size: 'square_hd' },
};
const submitting = ['submit', '--model', picture.model_id, '--params', JSON.stringify(picture.parameters)];

let front: Front;
let release = (): void => undefined;
afterEach(async () => {
  release();
  await front?.close();
});

const fetches = (): number => front.sent.filter(({ path }) => path.startsWith('/files/')).length;

/** A file server that sends its headers, and the rest when it is told to. */
function holding(): Tamper {
  const released = new Promise<void>((resolve) => (release = resolve));
  return async ({ path }, pass) => {
    if (!path.startsWith('/files/')) return pass();
    const reply = await pass();
    const { body } = reply;
    return {
      ...reply,
      status: reply.status,
      headers: reply.headers,
      body: (async function* () {
        await released;
        yield* body ?? [];
      })(),
    };
  };
}

/** xskill on loopback, whose tasks are ready at once and whose files never come. */
async function serveSilent(): Promise<Served & { fetches(): number }> {
  let fetches = 0;
  const silent: typeof createSimulator = (options) => {
    const simulate = createSimulator({ ...options, timeScale: 100_000 });
    return async (request) => {
      if (!request.url.includes('/files/')) return simulate(request);
      fetches++;
      return new Response(new ReadableStream());
    };
  };
  const served = await serveSimulators({ simulators: [silent], port: 0, now: Date.now });
  return { ...served, fetches: () => fetches };
}

describe('a file server that keeps silent', () => {
  it('does not keep a finished task from being told within the wait; saving goes on behind', async () => {
    front = await openFront({ tamper: holding() });
    const { task_id } = (await front.call('submit_task', picture)).data;
    await front.clock.advance(120_000);
    const startedAt = front.clock.now();
    let toldAt = 0;
    const answer = front.call('get_task', { task_id, wait_seconds: 20 });
    void answer.then(() => (toldAt = front.clock.now()));
    await expect.poll(fetches).toBe(1);
    while (toldAt === 0) await front.clock.advance(1_000);
    const { data } = await answer;
    expect(toldAt - startedAt).toBeLessThanOrEqual(21_000);
    expect(data).toMatchObject({ status: 'completed', saving: true, files: [] });
    expect(data.output_urls).toHaveLength(1);
    expect(data.next_step).toMatch(/finished and paid for.*still being saved.*get_task.*Do not submit it again/);

    const again = front.call('get_task', { task_id, wait_seconds: 600 });
    release();
    const saved = (await again).data;
    expect(saved).toMatchObject({ status: 'completed', files: [{ media_type: 'image/png' }] });
    expect(saved.saving).toBeUndefined();
    expect(fetches()).toBe(1);
  });

  it('holds a call that only asks for ten seconds', async () => {
    front = await openFront({ tamper: holding() });
    const { task_id } = (await front.call('submit_task', picture)).data;
    await front.clock.advance(120_000);
    let told: unknown;
    void front.call('get_task', { task_id, wait_seconds: 0 }).then(({ data }) => (told = data));
    await expect.poll(fetches).toBe(1);
    await front.clock.advance(9_000);
    expect(told).toBeUndefined();
    await front.clock.advance(2_000);
    expect(told).toMatchObject({ status: 'completed', saving: true });
  });

  it('lets a real shell go at the first Ctrl-C', async () => {
    const server = await serveSilent();
    const home = temporaryFolder();
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      SEEDANCE_HOME: home,
      XSKILL_API_KEY: 'sk-test',
      XSKILL_BASE_URL: server.url,
    };
    const start = (...args: string[]) => spawn(process.execPath, [program, ...args], { env });
    const submit = start(...submitting, '--quiet');
    const id = String((await once(submit.stdout, 'data'))[0]).trim();
    const poll = start('poll', '--task-id', id);
    let said = '';
    poll.stdout.on('data', (chunk) => (said += chunk));
    await expect.poll(server.fetches).toBe(1);
    poll.kill('SIGINT');
    expect(await once(poll, 'exit')).toEqual([6, null]);
    expect(said).toMatch(/"saving": ?true/);
    await server.close();
  });

  it('is waited for in a shell, where Ctrl-C leaves with the URLs and exit 6', async () => {
    front = await openFront({ tamper: holding() });
    const { task_id } = (await shell(front.app, submitting)).json;
    await front.clock.advance(120_000);
    const poll = startShell(front.app, ['poll', '--task-id', task_id, '--timeout', '5']);
    await expect.poll(fetches).toBe(1);
    await front.clock.advance(25_000);
    poll.interrupt();
    const { code, json, stderr } = await poll.ran;
    expect({ code, json }).toMatchObject({ code: 6, json: { status: 'completed', saving: true } });
    expect(stderr).toContain(json.output_urls[0]);
    expect(stderr).toContain(`Save it: npx -y seedance-mcp poll ${task_id}`);
    expect(poll.quits).toEqual([6]);
    const waited = startShell(front.app, ['poll', '--task-id', task_id]);
    release();
    expect(await waited.ran).toMatchObject({ code: 0, json: { files: [{ media_type: 'image/png' }] } });
  });
});
