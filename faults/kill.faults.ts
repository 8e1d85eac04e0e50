import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../src/core/clock.ts';
import { temporaryFolder } from '../test/folder.ts';
import { startProgram } from '../test/stdio.ts';
import { type Service, serveCounting } from './service.ts';
import { report, times } from './size.ts';
import { call, openWindow } from './window.ts';

const kills = times(100, 2_000);
const submitsEach = 5;
const atOnce = 4;
/** Most of the kills fall into the second half of a submit, where the money moves. */
const killFrom = () => (Math.random() < 0.2 ? Math.random() : 0.5 + Math.random() * 0.9);

let service: Service;
beforeAll(async () => {
  service = await serveCounting(40);
});
afterAll(() => service.close());

const submitOf = (prompt: string) => ({ model_id: 'st-ai/super-seed2', parameters: { prompt, duration: 4 } });

type Row = { task_id: string; status: string };

/** Kills a process with submits under way at a random instant, then does what a user would: opens a new window and submits the same again. */
async function killOnce(n: number, atMs: number): Promise<string[]> {
  const home = temporaryFolder();
  const prompts = Array.from({ length: submitsEach }, (_, k) => `Shot ${n} take ${k}`);
  const first = await startProgram({ ...service.env, SEEDANCE_HOME: home });
  for (const prompt of prompts) {
    void first.request('tools/call', { name: 'submit_task', arguments: submitOf(prompt) });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
  }
  await new Promise((resolve) => setTimeout(resolve, atMs));
  first.process.kill('SIGKILL');
  await first.exited;
  const acceptedBefore = prompts.map((prompt) => service.accepted.get(prompt)?.length ?? 0);

  const second = openWindow({ env: { ...service.env, SEEDANCE_HOME: home }, home }, systemClock);
  const outcomes: string[] = [];
  for (const [k, prompt] of prompts.entries()) {
    const again = await call(second, 'submit_task', submitOf(prompt));
    const { tasks } = await call(second, 'get_task', { search: prompt, save: false });
    const rows = tasks as Row[];
    const accepted = service.accepted.get(prompt) ?? [];
    expect(accepted.length, `${prompt} was paid for`).toBeLessThanOrEqual(1);
    expect(rows, `${prompt} stands in the record once`).toHaveLength(1);
    const known = rows[0]?.task_id === `xskill:${accepted[0]}` || rows[0]?.status === 'uncertain';
    expect(known, `${prompt}: ${JSON.stringify(rows)} for ${accepted}`).toBe(true);
    if (!again.duplicate) outcomes.push('killed before the record: sent by the second window');
    else if (acceptedBefore[k] === 0)
      outcomes.push('killed after the record, before the service had it: kept as uncertain');
    else if (rows[0]?.status === 'uncertain') outcomes.push('taken, answer lost: kept as uncertain');
    else outcomes.push('taken: the second window has the same task');
  }
  for (const folder of [home, first.home]) rmSync(folder, { recursive: true, force: true });
  return outcomes;
}

/** How long undisturbed first submits take here, with as many processes beside. */
async function measureMs(): Promise<number> {
  const spans = await Promise.all(
    Array.from({ length: atOnce }, async (_, n) => {
      const program = await startProgram({ ...service.env, SEEDANCE_HOME: temporaryFolder() });
      const startedAt = performance.now();
      const submits = Array.from({ length: submitsEach }, (_, k) =>
        program.request('tools/call', { name: 'submit_task', arguments: submitOf(`Undisturbed ${n} ${k}`) }),
      );
      await Promise.all(submits);
      program.process.kill('SIGKILL');
      return performance.now() - startedAt;
    }),
  );
  return spans.sort((a, b) => a - b)[atOnce / 2] ?? 0;
}

it(`${kills} processes killed at random instants, ${submitsEach} submits in each: none lost, none paid for twice`, async () => {
  const submitMs = await measureMs();
  const outcomes = new Map<string, number>();
  let n = 0;
  const lane = async (): Promise<void> => {
    while (n < kills) {
      for (const outcome of await killOnce(n++, killFrom() * submitMs))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  for (const [outcome, count] of outcomes) report(`${String(count).padStart(6)}  ${outcome}`);
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  report(`${kills} kills -9, ${total} submits cut: 0 lost, 0 paid twice`);
  expect(total).toBe(kills * submitsEach);
}, 7_200_000);
