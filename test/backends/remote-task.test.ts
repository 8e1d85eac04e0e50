import { describe, expect, it } from 'vitest';
import { readRemoteTask } from '../../src/backends/remote-task.ts';

const reader = { title: 'The service', dashboardUrl: 'https://example.com' };

/** docs/wire.md, Words of status. */
const words = {
  pending: 'pending queued in_queue waiting submitted submitting',
  processing: 'processing running generating in_progress collecting transferring simmering',
  completed: 'completed succeeded succeed success ready done finished',
  failed: 'failed fail failure error cancelled canceled expired timeout timed_out rejected nsfw',
};

describe.each(Object.entries(words))('%s', (status, all) => {
  it.each(all.split(' '))('is what %s means, in any case', (word) => {
    for (const said of [word, word.toUpperCase()]) {
      const task = readRemoteTask(reader, {
        data: { error: 'too hot' },
        status: said,
        findResult: () => ({ outputUrls: ['https://example.com/a.mp4'] }),
      });
      expect(task).toMatchObject({ status, upstreamStatus: said });
      expect(task.error?.message).toBe(status === 'failed' ? 'The task failed at The service: "too hot"' : undefined);
    }
  });
});

it('calls a task done without a file a bad reply', () => {
  const task = readRemoteTask(reader, {
    data: {},
    status: 'done',
    findResult: () => ({ outputUrls: [] }),
  });
  expect(task).toMatchObject({ status: 'failed', error: { code: 'bad_reply' } });
});
