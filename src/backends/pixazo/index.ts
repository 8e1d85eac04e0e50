import type { Backend } from '../backend.ts';
import { createClient } from './client.ts';
import { dialect } from './dialect.ts';
import { unit } from './family.ts';
import { models } from './models.ts';
import { dashboardUrl, refusal, sentences } from './refusal.ts';

export const pixazo: Backend = {
  id: 'pixazo',
  title: 'Pixazo',
  baseUrl: 'https://gateway.pixazo.ai',
  baseUrlEnv: 'PIXAZO_BASE_URL',
  credential: {
    env: 'PIXAZO_API_KEY',
    homeFile: '.pixazo/api-key',
    keysUrl: 'https://api-console.pixazo.ai/api_keys',
    missing: sentences.missingKey,
  },
  dashboardUrl,
  unit,
  refundsFailures: false,
  balanceNote: `Pixazo has no balance call: the user can check their balance and per-call rate at ${dashboardUrl}.`,
  models,
  dialect,
  http: { headers: (key) => ({ 'ocp-apim-subscription-key': key }), refusal },
  connect: createClient,
  loadSimulator: async () => (await import('./simulator.ts')).createSimulator,
};
