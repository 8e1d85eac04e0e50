import { expect, it } from 'vitest';
import type { Tamper } from '../harness.ts';
import { moveOn, open } from './stage.ts';

it('a call that is given up sends nothing later: the step whose link was looked at waits for the next call', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isLooking = false;
  const tamper: Tamper = async ({ path }, pass) => {
    if (!path.endsWith('.mp4')) return pass();
    isLooking = true;
    await held;
    return pass();
  };
  const front = await open({ tamper, client: 'shell' });
  const shots = ['a lighthouse [rehearse: quick]', 'a boat'].map((visual) => ({
    seconds: 10,
    camera: 'wide shot, static',
    visual,
  }));
  const { data: composed } = await front.call('compose_storyboard', { shots, continuity: 'extend', ratio: '16:9' });
  const { data: sent } = await moveOn(front, front.call('submit_task', composed.submit));
  expect(front.posts()).toHaveLength(1);

  const call = new AbortController();
  const request = { key: sent.task_id, waitSeconds: 900, save: false, drive: 'leaves' as const };
  const left = front.app.productions.get(request, { signal: call.signal }).catch(() => 'left');
  // In steps that are shorter than the time that a link is looked at.
  for (let moved = 0; !isLooking && moved < 900; moved++) {
    await front.clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 5)); // a disk works in real time
  }
  expect(isLooking).toBe(true);
  call.abort(new Error('given up'));
  expect(await left).toBe('left');
  release();
  await moveOn(front, front.clock.sleep(600_000));
  expect(front.posts()).toHaveLength(1);
});
