import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shell } from '../cli/shell.ts';
import { temporaryFolder } from '../folder.ts';
import type { Tamper } from '../harness.ts';
import { finish, fox, open, submit } from '../productions/stage.ts';

const gone: Tamper = async ({ path }, pass) =>
  path.startsWith('/files/') ? new Response('gone', { status: 404 }) : pass();

it('a dead link is a failure of saving, with what can still be done, and never a link to show', async () => {
  const front = await open({ tamper: gone });
  const { task_id } = (await submit(front, fox)).data;
  await front.clock.advance(15 * 60_000);
  const { data } = await front.call('get_task', { task_id });
  expect(data).toMatchObject({ status: 'completed', files: [], output_urls: [], warnings: [] });
  expect(data.error).toMatchObject({
    code: 'not_saved',
    message: expect.stringContaining('The link is dead (HTTP 404)'),
  });
  expect(data.next_step).toBe(data.error.next_step);
  expect(data.next_step).toMatch(/It is paid for, .*https:\/\/www\.xskill\.ai.*allow_duplicate: true/s);
  expect(JSON.stringify(data)).not.toMatch(/output_urls\[|[Ss]how the user output_urls/);

  const { code, json, stderr } = await shell(front.app, ['poll', '--task-id', task_id]);
  expect({ code, error: json.error.code }).toEqual({ code: 6, error: 'not_saved' });
  expect(stderr).toContain('not_saved: The video was finished but not saved');
  const { data: listed } = await front.call('get_task');
  expect(listed.warnings).toEqual([expect.stringContaining(`${task_id}: The video was finished but not saved`)]);
});

it('a disk that takes nothing leaves the link, and a second call saves', async () => {
  const home = temporaryFolder();
  const front = await open({ home });
  writeFileSync(join(home, 'out'), '');
  const { task_id } = (await submit(front, fox)).data;
  await front.clock.advance(15 * 60_000);
  const { data } = await front.call('get_task', { task_id });
  expect(data).toMatchObject({ status: 'completed', files: [], error: { code: 'not_saved' } });
  expect(data.output_urls).toEqual([expect.stringContaining('https://')]);
  expect(data.next_step).toMatch(/do not submit it again.*call get_task with this task_id again/);
  rmSync(join(home, 'out'));
  const again = await shell(front.app, ['poll', '--task-id', task_id]);
  expect(again).toMatchObject({ code: 0, json: { files: [{ media_type: 'video/mp4' }] } });
  expect(again.json.error).toBeUndefined();
});

it('takes whose links are dead are finished and not saved as well', async () => {
  const front = await open({ tamper: gone });
  const { data: sent } = await submit(front, { ...fox, takes: 2 });
  const { data } = await finish(front, sent.task_id, { save: true });
  expect(data).toMatchObject({ status: 'completed', error: { code: 'not_saved' } });
  expect(data.saving).toBeUndefined();
  const [, task_id = ''] =
    /do not submit it again\. .*: call get_task with task_id: "(xskill:.+)"\.$/.exec(data.next_step) ?? [];
  expect((await front.call('get_task', { task_id })).data.next_step).toMatch(
    /the same request with allow_duplicate: true/,
  );
  const { code } = await shell(front.app, ['query', '--task-id', sent.task_id]);
  expect(code).toBe(6);
});
