import { describe, expect, it } from 'vitest';
import { createReply, listReply, taskReply, uploadReply } from '../../../src/backends/xskill/wire.ts';

const task = (data: object) => taskReply.parse({ code: 200, data: { status: 'processing', ...data } });

/** What no document shows, and a service may still answer. */
describe('odd answers', () => {
  it.each<[unknown, object]>([
    [0.42, { progress: 0.42 }],
    [0, { progress: 0 }],
    [42, { progress: 0.42 }],
    [100, { progress: 1 }],
    [{ stage: 'rendering' }, { message: 'rendering' }],
    [{ message: 'two\nlines' }, { message: 'two lines' }],
    ...[-1, 1e9, 'half', null, [], { stage: 5 }].map((odd): [unknown, object] => [odd, {}]),
  ])('progress %o', (progress, told) => {
    const { status, upstreamStatus, outputUrls, ...rest } = task({ progress });
    expect(rest).toEqual(told);
  });

  it.each(['javascript:alert(1)', '/relative.mp4', 'file:///etc/passwd', 'https://', '', 'ftp://example.com/a'])(
    '%s is no result',
    (url) => {
      expect(task({ status: 'completed', output: { video_url: url } })).toMatchObject({
        status: 'failed',
        outputUrls: [],
        error: { code: 'bad_reply' },
      });
    },
  );

  it('tells where the result stood', () => {
    expect(task({ status: 'SUCCESS', result: { videos: [{ url: 'https://example.com/a.mp4' }] } })).toEqual({
      ...{ status: 'completed', upstreamStatus: 'SUCCESS', resultShape: 'result.videos' },
      outputUrls: ['https://example.com/a.mp4'],
    });
  });

  it('cuts a status that is a story', () => {
    expect(task({ status: `thinking ${'x'.repeat(500)}` }).upstreamStatus).toHaveLength(60);
  });

  it('takes the reason from either place, and a code from the type', () => {
    expect(task({ status: 'failed', output: { error: 'no luck', error_type: '4011' } }).error).toMatchObject({
      code: 'face_detected',
      message: 'The task failed at xskill: "no luck"',
    });
    expect(task({ status: 'failed', error: { code: 2038, message: 'no' } }).error).toMatchObject({
      code: 'content_refused',
      message: expect.stringContaining('2038: no'),
    });
    expect(task({ status: 'failed', error: 'it took 1000 s' }).error).toMatchObject({ code: 'task_failed' });
  });
});

it('a task that says completed without a result when created is asked about later', () => {
  expect(createReply.parse({ data: { task_id: 7, price: '12', status: 'completed' } })).toEqual({
    remoteId: '7',
    price: { amount: 12, unit: 'points', source: 'charged' },
  });
});

it.each([
  ['2026-11-21 10:00:00', undefined],
  ['2026-11-21T10:00:00+08:00', Date.UTC(2026, 10, 21, 2)],
  [1795255200, 1795255200000],
  [1795255200000, 1795255200000],
  [null, undefined],
])('a row of %s', (created_at, createdAt) => {
  expect(listReply.parse({ data: { page: { rows: [{ id: 'a', created_at }] } } })[0]?.createdAt).toBe(createdAt);
});

it('an upload may hide its address', () => {
  expect(uploadReply.parse({ data: null, url: 'https://example.com/a.png' })).toEqual({
    url: 'https://example.com/a.png',
  });
  expect(uploadReply.safeParse({ data: { url: 'a.png' } }).success).toBe(false);
});
