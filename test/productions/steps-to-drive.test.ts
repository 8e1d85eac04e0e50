import { expect, it } from 'vitest';
import { stepsToDrive } from '../../src/jobs/productions/steps-to-drive.ts';
import type { TaskEvent } from '../../src/store/events.ts';
import { imagineProduction, type Production } from '../../src/store/productions/production.ts';
import { foldTask, type Task } from '../../src/store/task.ts';
import { accepted, ended, intentOf } from '../store/intents.ts';
import { planOf, refused } from '../store/productions/plans.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);

function taskOf(n: number, ...events: TaskEvent[]): Task {
  const key = `local-${n}`;
  return foldTask(intentOf(key, { at: nowMs, step: { production: '', number: n } }), events);
}

function productionOf(state: Production['state'], tasks: Record<number, TaskEvent[]>, film = false): Production {
  const plan = planOf('f', { clips: 4, ...(film && { film_clips: 4 }), needs: { 4: [1] } });
  const there = new Map(Object.entries(tasks).map(([n, events]) => [Number(n), taskOf(Number(n), ...events)]));
  return { ...imagineProduction(plan, there), state };
}

it('are those that may be sent, that are at work, or whose outcome is not known', () => {
  const tasks = { 0: [accepted('local-0')], 1: [refused('local-1', 'rate_limited', nowMs)] };
  expect(stepsToDrive(productionOf('active', tasks), nowMs + 1)).toEqual([
    { number: 0, is: 'running' },
    { number: 2, is: 'unsent' },
  ]);
  expect(stepsToDrive(productionOf('active', tasks), nowMs + 61_000)).toContainEqual({ number: 1, is: 'unsent' });
});

it('of a production that was stopped are those at work alone', () => {
  expect(stepsToDrive(productionOf('stopped', { 0: [accepted('local-0')] }), nowMs)).toEqual([
    { number: 0, is: 'running' },
  ]);
});

it('of a film whose clips are all there is one, so that somebody joins it; of a batch none', () => {
  const all = Object.fromEntries(
    [0, 1, 2, 3].map((n) => [n, [accepted(`local-${n}`), ended(`local-${n}`, 'completed', nowMs)]]),
  );
  expect(stepsToDrive(productionOf('active', all, true), nowMs)).toEqual([{ number: 0, is: 'completed' }]);
  expect(stepsToDrive(productionOf('active', all), nowMs)).toEqual([]);
});
