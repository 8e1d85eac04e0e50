import type { Backend } from '../backend.ts';
import { seedance } from '../seedance-limits.ts';
import { createClient } from './client.ts';
import { dialect } from './dialect.ts';
import { unit } from './model.ts';
import { models } from './models.ts';
import { dashboardUrl, missingKey, refusal } from './refusal.ts';
import { unchecked } from './unchecked.ts';

export const xskill: Backend = {
  id: 'xskill',
  title: 'xskill',
  baseUrl: 'https://api.xskill.ai',
  baseUrlEnv: 'XSKILL_BASE_URL',
  credential: {
    env: 'XSKILL_API_KEY',
    keysUrl: 'https://www.xskill.ai/#/v2/api-keys',
    keyPrefix: 'sk-',
    missing: missingKey,
  },
  dashboardUrl,
  unit,
  refundsFailures: true,
  models,
  uploadLimits: seedance,
  passThrough: (id) =>
    /^[\w.-]+(?:\/[\w.-]+)+$/.test(id) && !/(?:^|\/)\.+(?:\/|$)/.test(id) ? unchecked(id) : undefined,
  // docs/wire.md, xskill models.
  undescribed: ['bytedance/seedance-2.5'],
  dialect,
  http: { headers: (key) => ({ authorization: `Bearer ${key}` }), refusal },
  connect: createClient,
  loadSimulator: async () => (await import('./simulator.ts')).createSimulator,
};
