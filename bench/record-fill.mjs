import { createHash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const minuteMs = 60_000;
/** With it a prompt has some 800 characters, as four shots with two references have. */
const shots =
  ' 0-4s: wide shot, slow push-in, she stands on the pier at dawn, salt on the ropes, gulls over the masts. 4-8s: medium shot, she turns, the lantern swings.'.repeat(
    5,
  );

/** Finished tasks, one every quarter of an hour until an hour ago, as src/store/files would have written them. */
export async function fillRecord(home, tasks) {
  const directory = join(home, 'ledger');
  await mkdir(directory, { recursive: true });
  const months = new Map();
  for (let n = 0; n < tasks; n++) {
    const at = Date.now() - (60 + 15 * (tasks - n)) * minuteMs;
    const month = new Date(at).toISOString().slice(0, 7);
    if (!months.has(month)) months.set(month, []);
    months.get(month).push(...linesOf(n, at).map((line) => `${JSON.stringify(line)}\n`));
  }
  for (const [month, lines] of months) await appendFile(join(directory, `${month}.jsonl`), lines.join(''));
}

function linesOf(n, at) {
  const key = `local-${n}`;
  const prompt = `Shot ${n}. Live-action realistic, hopeful.${shots}`;
  const url = `https://files.test/${n}.mp4`;
  const price = { amount: 80, unit: 'points', source: 'charged' };
  const sha256 = createHash('sha256').update(key).digest('hex');
  return [
    { type: 'words', key, at, prompt, references: [], parameters: { prompt, ratio: '16:9', duration: 8 } },
    {
      type: 'intent',
      key,
      at,
      fingerprint: sha256,
      backend: 'xskill',
      model_id: 'st-ai/super-seed2',
      kind: 'video',
      base_url: 'https://api.xskill.ai',
      rehearsal: false,
      price,
      asked: { durationSeconds: 8, ratio: '16:9' },
      process: { pid: 1, started: '1', host: 'bench' },
    },
    { type: 'accepted', key, at: at + 800, backend: 'xskill', remote_id: `remote-${n}`, price },
    {
      type: 'status',
      key,
      at: at + 9 * minuteMs,
      remote: { status: 'completed', upstreamStatus: 'completed', outputUrls: [url] },
    },
    {
      type: 'saved',
      key,
      at: at + 10 * minuteMs,
      files: [{ path: `/films/${n}.mp4`, url, sha256, media_type: 'video/mp4', bytes: 4_000_000 }],
      mismatches: [],
    },
  ];
}
