import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NetworkError } from '../../src/net/send.ts';
import { program, startProgram, told } from '../stdio.ts';
import { createPath, finish, look, moveOn, open, promptOf, submit, videoOf } from './stage.ts';

/** Nobody listens there any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const shots = ['a lighthouse', 'a boat', 'a gull'].map((visual) => ({
  ...{ seconds: 10, camera: 'wide shot, static', visual },
}));
const film = { shots, ratio: '16:9', style: 'live-action' };
const why = /^3 tasks could not be sent: xskill could not be reached: .* Each is tried again in about a minute\.$/;

it('a film whose service cannot be reached tells so at once, in every answer, and nothing is said to be paid', async () => {
  const url = `http://127.0.0.1:${await closedPort()}`;
  const settings = { XSKILL_API_KEY: 'sk-test', XSKILL_BASE_URL: url };
  const talk = await startProgram(settings);
  const call = async (name: string, args: object) => told(await talk.request('tools/call', { name, arguments: args }));
  const { submit: draft } = await call('compose_storyboard', film);
  const sent = await call('submit_task', draft);
  expect(sent).toMatchObject({
    status: 'processing',
    counts: { all: 3, waiting: 3 },
    warnings: [expect.stringMatching(why)],
  });
  const { clips, warnings } = await call('get_task', { task_id: sent.task_id, wait_seconds: 0 });
  expect(warnings).toEqual([expect.stringMatching(why)]);
  const error = { code: 'unavailable', message: expect.stringContaining('could not be reached') };
  expect(clips).toMatchObject([1, 2, 3].map((clip) => ({ clip, status: 'waiting', error })));
  talk.process.kill('SIGTERM');
  await talk.exited;

  const env = { ...settings, HOME: talk.home, SEEDANCE_HOME: join(talk.home, 'data') };
  const { stderr } = spawnSync(process.execPath, [program, 'query', '--task-id', sent.task_id], {
    env,
    encoding: 'utf8',
  });
  expect(stderr).toContain('Warning: 3 tasks could not be sent');
  expect(stderr).toContain('Nothing is at work at the service yet');
  expect(stderr).not.toContain('paid');
});

it('what a busy service keeps back is told once, until it is sent', async () => {
  let isBusy = true;
  const front = await open({
    tamper: (sent) =>
      isBusy && sent.path === createPath && promptOf(sent) !== 'A fox'
        ? Promise.resolve(Response.json({ code: 429, detail: 'Too many tasks' }, { status: 429 }))
        : undefined,
  });
  const { data } = await submit(front, { tasks: ['A fox', 'A heron', 'A hare'].map(videoOf) });
  await moveOn(front, front.clock.sleep(90_000));
  const { data: now } = await look(front, data.task_id);
  expect(now.warnings).toEqual([expect.stringMatching(/^2 tasks could not be sent: .* Each is tried again in about /)]);
  isBusy = false;
  expect((await finish(front, data.task_id)).data).toMatchObject({ status: 'completed', warnings: [] });
});

it('an outage of twenty minutes ends no production: it goes on by itself', async () => {
  let isAway = true;
  const front = await open({
    tamper: ({ path }) => {
      if (isAway && path === createPath) throw new NetworkError('connect ECONNREFUSED', 'unreachable');
      return undefined;
    },
  });
  const { data } = await submit(front, { tasks: ['A fox', 'A heron'].map(videoOf) });
  const waiting = front.call('get_task', { task_id: data.task_id, wait_seconds: 900, save: false });
  await moveOn(front, front.clock.sleep(20 * 60_000));
  expect((await waiting).data).toMatchObject({ status: 'processing', counts: { all: 2, waiting: 2 } });
  isAway = false;
  expect((await finish(front, data.task_id)).data).toMatchObject({ status: 'completed', counts: { completed: 2 } });
});
