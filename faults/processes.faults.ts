import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/folder.ts';
import { startProgram, told } from '../test/stdio.ts';
import { serveCounting } from './service.ts';

const submitOf = (prompt: string) => ({
  name: 'submit_task',
  arguments: { model_id: 'st-ai/super-seed2', parameters: { prompt, duration: 4 } },
});

it('8 processes × 25 submits of 10 requests make exactly 10 POSTs', async () => {
  const service = await serveCounting(60);
  const env = { ...service.env, SEEDANCE_HOME: temporaryFolder() };
  const programs = await Promise.all(Array.from({ length: 8 }, () => startProgram(env)));
  const submits = programs.flatMap((program) =>
    Array.from({ length: 25 }, (_, n) => program.request('tools/call', submitOf(`Shot ${n % 10}`))),
  );
  const answers = (await Promise.all(submits)).map(told);
  for (const program of programs) program.process.kill('SIGKILL');
  await service.close();
  expect(service.posts).toHaveLength(10);
  expect(new Set(answers.map(({ task_id }) => task_id)).size).toBe(10);
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(10);
});

it('8 processes × 25 different submits under a daily cap spend no more than it, and all of it in the end', async () => {
  const service = await serveCounting(60);
  const price = 40;
  const cap = 1_020;
  const env = { ...service.env, SEEDANCE_HOME: temporaryFolder(), SEEDANCE_DAILY_CAP: `xskill=${cap}` };
  const programs = await Promise.all(Array.from({ length: 8 }, () => startProgram(env)));
  const submits = programs.flatMap((program, p) =>
    Array.from({ length: 25 }, (_, n) => program.request('tools/call', submitOf(`Shot ${n} of window ${p}`))),
  );
  const answers = await Promise.all(submits);
  const sent = answers.filter((answer) => told(answer)?.price?.amount === price);
  expect(service.posts).toHaveLength(sent.length);
  expect(sent.length * price).toBeLessThanOrEqual(cap);
  for (let n = 0; n < 30; n++) await programs[0]!.request('tools/call', submitOf(`Late shot ${n}`));
  for (const program of programs) program.process.kill('SIGKILL');
  await service.close();
  expect(service.posts).toHaveLength(Math.floor(cap / price));
});
