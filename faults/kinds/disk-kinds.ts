import type { DiskCall } from './failing-disk.ts';
import type { Kind } from './kind.ts';

/** The disk fails before the request could leave. */
const beforeSending: [DiskCall, string][] = [
  ...['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'short'].map((code): [DiskCall, string] => ['writeSync', code]),
  ...['EIO', 'ENOSPC'].map((code): [DiskCall, string] => ['fdatasyncSync', code]),
  ...['EMFILE', 'EACCES', 'ENOSPC', 'EROFS'].map((code): [DiskCall, string] => ['openSync', code]),
  ['fsyncSync', 'EIO'],
  ['readdirSync', 'EIO'],
  ['readSync', 'EIO'],
  ['statSync', 'EIO'],
];

/** The disk fails when the answer is there. */
const afterSending: [DiskCall, string][] = [
  ...['ENOSPC', 'EDQUOT', 'EIO', 'short'].map((code): [DiskCall, string] => ['writeSync', code]),
  ...['EIO', 'ENOSPC'].map((code): [DiskCall, string] => ['fdatasyncSync', code]),
  ...['EMFILE', 'EACCES', 'EROFS'].map((code): [DiskCall, string] => ['openSync', code]),
];

export const diskKinds: readonly Kind[] = [
  ...beforeSending.map(
    ([call, code]): Kind => ({
      name: `${call} ${code} at the intent`,
      expects: 'unsent',
      says: /^internal: The record in .* could not be (?:kept|read): .*\nNext: Without a record nothing is sent/s,
      before: ({ disk }) => disk.fail(call, code),
      between: ({ disk }) => disk.heal(),
    }),
  ),
  ...[1, Number.POSITIVE_INFINITY].flatMap((count) =>
    afterSending.map(
      ([call, code]): Kind => ({
        name: `${call} ${code} at the outcome, ${count === 1 ? 'once' : 'until the repeat'}`,
        expects: 'accepted',
        reply: async ({ take, disk }) => {
          const reply = await take();
          disk.fail(call, code, count);
          return reply;
        },
        between: ({ disk }) => disk.heal(),
      }),
    ),
  ),
  ...['ENOSPC', 'EIO'].map(
    (code): Kind => ({
      name: `writeSync ${code} when the outcome is in doubt`,
      expects: 'open',
      reply: async ({ take, disk, say }) => {
        await take();
        disk.fail('writeSync', code);
        return say(502, '');
      },
      between: ({ disk }) => disk.heal(),
    }),
  ),
  ...(['readdirSync', 'openSync'] as const).map(
    (call): Kind => ({
      name: `${call} EIO while the answer is awaited, once`,
      expects: 'accepted',
      reply: async ({ take, disk }) => {
        const reply = await take();
        disk.fail(call, 'EIO', 1);
        return reply;
      },
      between: ({ disk }) => disk.heal(),
    }),
  ),
];
