import type { Tier } from '../core/tier.ts';
import type { Language } from './languages/index.ts';
import type { Task } from './target.ts';
import type { ReferenceType } from './text/mentions.ts';

export type { Language };
export type Timing = 'timecodes' | 'shots' | 'both';

export const continuities = ['cut', 'keyframe', 'extend'] as const;
/** How one clip of a film follows the one before. */
export type Continuity = (typeof continuities)[number];

/** `over`: nobody in the picture says it. `off`: the speaker is not in the picture. */
export const offScreenVoices = ['over', 'off'] as const;

export type Line = {
  speaker: string;
  line: string;
  delivery?: string;
  language?: string;
  voice?: (typeof offScreenVoices)[number];
};

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
  /** `continuous`: it goes on without a cut from the shot before. */
  transition?: string;
  /** Which scene it belongs to; that of the shot before where it is left out. */
  scene?: string | number;
};

/** One reference file. `role` says what it is for: a known role (character, scene, camera, voice …) or free words. */
export type ReferenceFile = {
  url: string;
  type?: ReferenceType;
  name?: string;
  role: string;
  ignore?: string;
  /** How a character sounds. */
  voice?: string;
  /** Length of a clip, where it is known. */
  seconds?: number;
  real_person?: boolean;
};

/** What is true of one scene only. */
export type Scene = { style?: string; place?: string; light?: string };

/** Music or speech that is laid under a whole film. */
export type Soundtrack = { path?: string; url?: string; start_seconds?: number; level?: number };

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
  continuity?: Continuity;
  scenes?: Record<string, Scene>;
  soundtrack?: Soundtrack;
  music_in_clips?: boolean;
  /** Place and light of a clip that has one scene; the film composer says it. */
  setting?: string;
};

export const exportNames = ['otio', 'fountain', 'csv', 'json'] as const;
export type ExportFormat = (typeof exportNames)[number];
