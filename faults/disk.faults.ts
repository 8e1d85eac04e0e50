import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/folder.ts';
import { startProgram, textOf } from '../test/stdio.ts';
import { type Service, serveCounting } from './service.ts';

let service: Service;
beforeAll(async () => {
  service = await serveCounting(0);
});
afterAll(() => service.close());

const isRoot = process.getuid?.() === 0;
const submit = (prompt: string) => ({
  name: 'submit_task',
  arguments: { model_id: 'st-ai/super-seed2', parameters: { prompt, duration: 4 } },
});

async function submitWith(env: Record<string, string>, prompt: string): Promise<string> {
  const program = await startProgram({ ...service.env, ...env });
  const answer = await program.request('tools/call', submit(prompt));
  program.process.kill('SIGKILL');
  return textOf(answer);
}

describe('no record, no spending', () => {
  it.skipIf(!isRoot)('on a disk that is full, and goes on once there is room', async () => {
    const disk = temporaryFolder();
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status).toBe(0);
    try {
      mkdirSync(join(disk, 'ledger'));
      const filler = join(disk, 'filler');
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k', 'count=100']);
      expect(await submitWith({ SEEDANCE_HOME: disk }, 'full')).toMatch(/the disk is full/);
      expect(service.posts).not.toContain('full');
      writeFileSync(filler, '');
      expect(await submitWith({ SEEDANCE_HOME: disk }, 'room')).toContain('"status":"pending"');
      expect(service.posts.filter((prompt) => prompt === 'room')).toHaveLength(1);
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  });

  it.skipIf(!isRoot)('in a folder that may not be written', async () => {
    const folder = temporaryFolder();
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder]).status).toBe(0);
    try {
      expect(await submitWith({ SEEDANCE_HOME: folder }, 'read-only')).toMatch(
        /the disk is read-only\.\nNext: .*SEEDANCE_HOME/,
      );
      expect(service.posts).not.toContain('read-only');
    } finally {
      spawnSync('umount', ['-l', folder]);
    }
  });

  it.skipIf(isRoot)('in a folder of somebody else', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    expect(await submitWith({ SEEDANCE_HOME: join(folder, 'record') }, 'not mine')).toMatch(/no permission|belongs to/);
    expect(service.posts).not.toContain('not mine');
  });
});
