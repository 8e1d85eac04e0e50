import { expect, it } from 'vitest';
import { startShell } from '../cli/shell.ts';
import { createTestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';
import { finish, moveOn, open } from './stage.ts';

it('finishes what a closed window has planned, and stops when it is asked to', async () => {
  const [home, clock] = [temporaryFolder(), createTestClock()];
  const gone = new AbortController();
  const ending = { draining: gone.signal, stopping: gone.signal, cutOff: new AbortController().signal };
  const window = await open({ home, clock, ending: { ...ending, hold: (work) => work } });
  const shots = ['a lighthouse', 'a boat'].map((visual) => ({ seconds: 10, camera: 'wide shot, static', visual }));
  const { data: composed } = await window.call('compose_storyboard', { shots, continuity: 'extend', ratio: '16:9' });
  const { data } = await moveOn(window, window.call('submit_task', composed.submit));
  gone.abort();
  expect(window.posts()).toHaveLength(1);

  const other = await open({ home, clock, services: window.services });
  const session = startShell(other.app, ['work']);
  const isDone = (): boolean => session.stderr().includes(`${data.task_id}: completed`);
  for (let moved = 0; !isDone() && moved < 400; moved++) {
    await clock.advance(15_000);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(session.stderr()).toContain(`${data.task_id}: completed`);
  expect([window.posts().length, other.posts().length]).toEqual([1, 1]);
  const { data: film } = await finish(other, data.task_id, { save: true });
  expect(film.files[0].duration_seconds).toBeCloseTo(20, 0);
  session.interrupt();
  expect((await moveOn(other, session.ran)).code).toBe(0);
  expect(session.stderr()).toContain('Stopping: what has left is on record.');
});
