import type { Tier } from '../core/tier.ts';
import type { Task } from './target.ts';
import type { ReferenceType } from './text/mentions.ts';

export type Language = 'en' | 'zh';
export type Timing = 'timecodes' | 'shots' | 'both';

export type Line = { speaker: string; line: string; delivery?: string; language?: string };

/** One shot as the caller writes it. Either `seconds`, or `start` and `end`, or nothing: then it takes its share of what remains. */
export type Shot = {
  seconds?: number;
  start?: number;
  end?: number;
  camera?: string;
  visual: string;
  action?: string;
  dialogue?: Line[];
  sound?: string;
  transition?: string;
};

/** One reference file. `role` says what it is for: a known role (character, scene, camera, voice …) or free words. */
export type ReferenceFile = {
  url: string;
  type?: ReferenceType;
  name?: string;
  role: string;
  ignore?: string;
  /** Length of a clip, where it is known. */
  seconds?: number;
  real_person?: boolean;
};

/** What `compile` takes: `shots` to write, or `prompt`, a finished text to read, check and convert. */
export type Storyboard = {
  shots?: Shot[];
  prompt?: string;
  style?: string;
  mood?: string;
  duration?: number;
  ratio?: string;
  music?: string;
  references?: ReferenceFile[];
  task?: Task;
  model_id?: string;
  tier?: Tier;
  language?: Language;
  timing?: Timing;
  constraints?: string[];
  genre?: string;
  strict?: boolean;
};

export const exportNames = ['otio', 'fountain', 'csv', 'json'] as const;
export type ExportFormat = (typeof exportNames)[number];
