import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../folder.ts';
import { type Front, openFront } from '../harness.ts';
import { shell } from './shell.ts';

const path = process.env.PATH;
let front: Front;
afterEach(() => {
  process.env.PATH = path;
  return front?.close();
});

/** A folder with a program of the system's name that notes what it is given. */
function openerIn(): { note: string } {
  const folder = temporaryFolder();
  const note = join(folder, 'opened');
  for (const name of ['xdg-open', 'open', 'rundll32'])
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\nfor last; do :; done\nprintf %s "$last" > '${note}.part' && mv '${note}.part' '${note}'\n`,
      {
        mode: 0o755,
      },
    );
  process.env.PATH = `${folder}:/bin:/usr/bin`;
  return { note };
}

async function saved(): Promise<{ taskId: string; file: string; nextStep: string }> {
  front = await openFront();
  const parameters = { prompt: 'A boat', duration: 4 };
  const { data } = await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters });
  await front.clock.advance(1_200_000);
  const finished = await front.call('get_task', { task_id: data.task_id, wait_seconds: 0 });
  return { taskId: data.task_id, file: finished.data.files[0].path, nextStep: finished.data.next_step };
}

const opened = (note: string) => vi.waitFor(() => readFileSync(note, 'utf8'), 5_000);

describe.skipIf(process.platform === 'win32')('open', () => {
  it('opens the file of a task, or the gallery, and prints the path', async () => {
    const { taskId, file, nextStep } = await saved();
    const one = openerIn();
    expect(await shell(front.app, ['open', taskId])).toMatchObject({ code: 0, stdout: `${file}\n` });
    expect(await opened(one.note)).toBe(file);
    const all = openerIn();
    const gallery = join(front.home, 'out/index.html');
    expect(await shell(front.app, ['open'])).toMatchObject({ code: 0, stdout: `${gallery}\n` });
    expect(await opened(all.note)).toBe(gallery);
    expect(nextStep.split(gallery)).toHaveLength(2);
  });

  it('says where the file is when nothing can open it, and how to get one that is not here', async () => {
    const { taskId, file } = await saved();
    process.env.PATH = temporaryFolder();
    const alone = await shell(front.app, ['open', taskId]);
    expect(alone).toMatchObject({ code: 1, stdout: `${file}\n` });
    expect(alone.stderr).toMatch(/program \S+ is missing\. Open the path yourself/);
    unlinkSync(file);
    const gone = await shell(front.app, ['open', taskId]);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain(`poll ${taskId}`);
  });

  it('says that nothing has been saved yet', async () => {
    front = await openFront();
    const { code, stderr } = await shell(front.app, ['open']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/nothing has been saved there/);
  });
});
