import type { Intent, TaskEvent } from '../../src/store/events.ts';

/** An intent of the shop's usual kind. Its words and its fingerprint follow from its key. */
export function intentOf(key: string, more: Partial<Intent> = {}): Intent {
  const prompt = `shot ${key}`;
  return {
    key,
    at: 0,
    fingerprint: `print of ${key}`,
    backend: 'xskill',
    model_id: 'st-ai/super-seed2',
    kind: 'video',
    base_url: 'https://api.xskill.ai',
    rehearsal: false,
    parameters: { prompt, seed: 7 },
    asked: { prompt, durationSeconds: 5, ratio: '16:9', references: [] },
    price: { amount: 50, unit: 'points', source: 'listed' },
    ...more,
  };
}

export const accepted = (key: string, remote_id = `remote of ${key}`, at = 0): TaskEvent => ({
  type: 'accepted',
  key,
  at,
  backend: 'xskill',
  remote_id,
});

export const ended = (key: string, status: 'completed' | 'failed', at = 0): TaskEvent => ({
  type: 'status',
  key,
  at,
  remote: { status, upstreamStatus: status, outputUrls: status === 'completed' ? ['https://cdn.test/1.mp4'] : [] },
});

export const uncertain = (key: string, at = 0): TaskEvent => ({
  type: 'uncertain',
  key,
  at,
  error: { code: 'uncertain', message: 'The answer was lost.', nextStep: 'Look.' },
});

export const saved = (key: string, path: string, at = 0): TaskEvent => ({
  type: 'saved',
  key,
  at,
  files: [{ path, url: 'https://cdn.test/1.mp4', sha256: `sha of ${path}`, media_type: 'video/mp4', bytes: 9 }],
  mismatches: [],
});
