import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../test/folder.ts';
import { startProgram, told } from '../test/stdio.ts';
import { type Service, serveCounting } from './service.ts';

const kills = 200;
const atOnce = 4;
/** Most of the kills fall into the second half of a submit, where the money moves. */
const killFrom = () => (Math.random() < 0.2 ? Math.random() : 0.5 + Math.random() * 0.7);

let service: Service;
beforeAll(async () => {
  service = await serveCounting(40);
});
afterAll(() => service.close());

const submitOf = (prompt: string) => ({
  name: 'submit_task',
  arguments: { model_id: 'st-ai/super-seed2', parameters: { prompt, duration: 4 } },
});

type Row = { task_id: string; status: string; prompt: string };

/** Kills a submit at a random instant, then does what a user would: opens a new window and submits the same again. */
async function killOnce(n: number, atMs: number): Promise<string> {
  const prompt = `Shot number ${n}`;
  const env = { ...service.env, SEEDANCE_HOME: temporaryFolder() };
  const submit = submitOf(prompt);

  const first = await startProgram(env);
  void first.request('tools/call', submit);
  await new Promise((resolve) => setTimeout(resolve, atMs));
  first.process.kill('SIGKILL');
  await first.exited;
  const acceptedBefore = service.accepted.get(prompt)?.length ?? 0;

  const second = await startProgram(env);
  const again = told(await second.request('tools/call', submit));
  const listed = await second.request('tools/call', { name: 'get_task', arguments: { search: prompt, save: false } });
  second.process.kill('SIGKILL');
  const rows: Row[] = told(listed).tasks;
  const accepted = service.accepted.get(prompt) ?? [];

  expect(accepted.length, `${prompt} was paid for`).toBeLessThanOrEqual(1);
  expect(rows, `${prompt} stands in the record once`).toHaveLength(1);
  const known = rows[0]?.task_id === `xskill:${accepted[0]}` || rows[0]?.status === 'uncertain';
  expect(known, `${prompt}: ${JSON.stringify(rows)} for ${accepted}`).toBe(true);
  if (!again.duplicate) return 'killed before the record: sent by the second window';
  if (acceptedBefore === 0) return 'killed after the record, before the service had it: kept as uncertain';
  return rows[0]?.status === 'uncertain'
    ? 'taken, answer lost: kept as uncertain'
    : 'taken: the second window has the same task';
}

/** How long an undisturbed first submit takes here, with as many beside it. */
async function measureMs(): Promise<number> {
  const times = await Promise.all(
    Array.from({ length: atOnce }, async (_, n) => {
      const program = await startProgram({ ...service.env, SEEDANCE_HOME: temporaryFolder() });
      const startedAt = performance.now();
      await program.request('tools/call', submitOf(`Undisturbed ${n}`));
      program.process.kill('SIGKILL');
      return performance.now() - startedAt;
    }),
  );
  return times.sort((a, b) => a - b)[atOnce / 2] ?? 0;
}

it(`${kills} submits killed at random instants: none lost, none paid for twice`, async () => {
  const submitMs = await measureMs();
  const outcomes = new Map<string, number>();
  for (let n = 0; n < kills; n += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, k) => killOnce(n + k, killFrom() * submitMs));
    for (const outcome of await Promise.all(batch)) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  for (const [outcome, count] of outcomes) console.log(`${String(count).padStart(4)}  ${outcome}`);
  expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(kills);
});
