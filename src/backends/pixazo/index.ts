import type { Backend } from '../backend.ts';
import { createClient } from './client.ts';
import { mention } from './content.ts';
import { models } from './models.ts';
import { dashboardUrl, refusal, sentences } from './refusal.ts';
import { unit } from './seedance-2.ts';

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
  balanceNote: `Pixazo has no balance call: the user can check their balance and per-call rate at ${dashboardUrl}.`,
  models,
  dialect: { renderReference: mention, modelFor },
  http: { headers: (key) => ({ 'ocp-apim-subscription-key': key }), refusal },
  connect: createClient,
  loadSimulator: async () => (await import('./simulator.ts')).createSimulator,
};

/** Composer's task → operation. To extend or to bridge is to generate with the clips as references. */
const operations: Readonly<Record<string, string>> = {
  edit: 'seedance-2-0/edit-video',
  extend: 'seedance-2-0/reference-to-video',
  bridge: 'seedance-2-0/reference-to-video',
  first_last_frames: 'seedance-2-0/image-to-video-first-and-last-frames',
};

function modelFor(
  task: string,
  { images, videos, audios }: { images: number; videos: number; audios: number },
): string {
  if (Object.hasOwn(operations, task)) return operations[task] ?? '';
  return images + videos + audios > 0 ? 'seedance-2-0/reference-to-video' : 'seedance-2-0/text-to-video';
}
