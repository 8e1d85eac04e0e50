import type { Backend } from '../backend.ts';
import { createClient } from './client.ts';
import { unit } from './model.ts';
import { models } from './models.ts';
import { dashboardUrl, missingKey, refusal } from './refusal.ts';
import { imageSizes } from './seedream.ts';
import { fileMention, superSeed2 } from './super-seed2.ts';
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
  models,
  passThrough: (id) =>
    /^[\w.-]+(?:\/[\w.-]+)+$/.test(id) && !/(?:^|\/)\.+(?:\/|$)/.test(id) ? unchecked(id) : undefined,
  dialect: {
    renderReference: fileMention,
    modelFor: () => superSeed2.id,
    imageSizes,
  },
  http: { headers: (key) => ({ authorization: `Bearer ${key}` }), refusal },
  connect: createClient,
  loadSimulator: async () => (await import('./simulator.ts')).createSimulator,
};
