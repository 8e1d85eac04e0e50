import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/folder.ts';
import { startProgram, told } from '../test/stdio.ts';
import { serveCounting } from './service.ts';

it('8 processes × 25 submits of 10 requests make exactly 10 POSTs', async () => {
  const service = await serveCounting(60);
  const env = { ...service.env, SEEDANCE_HOME: temporaryFolder() };
  const programs = await Promise.all(Array.from({ length: 8 }, () => startProgram(env)));
  const submits = programs.flatMap((program) =>
    Array.from({ length: 25 }, (_, n) =>
      program.request('tools/call', {
        name: 'submit_task',
        arguments: { model_id: 'st-ai/super-seed2', parameters: { prompt: `Shot ${n % 10}`, duration: 4 } },
      }),
    ),
  );
  const answers = (await Promise.all(submits)).map(told);
  for (const program of programs) program.process.kill('SIGKILL');
  await service.close();
  expect(service.posts).toHaveLength(10);
  expect(new Set(answers.map(({ task_id }) => task_id)).size).toBe(10);
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(10);
});
