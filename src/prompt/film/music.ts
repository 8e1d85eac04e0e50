import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Bound } from '../references/reference-binding.ts';
import { short } from '../rules/rule.ts';
import type { Story } from './story.ts';

/** Whether the clips have no music of their own: each would get another piece. */
export function isSilent({ input }: Pick<Story, 'input'>, clips: number): boolean {
  return input.music_in_clips !== true && (input.soundtrack !== undefined || clips > 1);
}

export function isMusic({ role }: Bound): boolean {
  return role?.id === 'music';
}

/** Whether a finished text says anything of music, be it that there is none. */
export function mentionsMusic(text: string): boolean {
  return music.test(text);
}

/** What was asked for and is not said in the clips. */
export function tellMusic({ input, analysis, text }: Story): Diagnostic[] {
  const fix = 'Give soundtrack: {path}, one piece under the whole film, or set music_in_clips: true.';
  const rule = 'film-music';
  const files = analysis.bound.filter(isMusic);
  if (text && mentionsMusic(analysis.text.replace(noMusic, ''))) {
    const message = 'The text asks for music, and each clip will get another piece.';
    return [{ rule, severity: 'warn', path: 'prompt', message, fix: `Leave music out of the text. ${fix}` }];
  }
  const [file] = files;
  if (file) {
    const message = 'Each clip would get its own part of this music, so it is in none of them.';
    return [{ rule, severity: 'warn', path: file.path, message, fix }];
  }
  if (!input.music || text || input.music.search(noMusic) !== -1) return [];
  const message = `"${short(input.music)}" is not said: each clip would get another piece, so every prompt says "no music".`;
  return [{ rule, severity: 'info', path: 'music', message, fix: input.soundtrack ? 'Leave music out.' : fix }];
}

const noMusic = /\b(?:no|without)(?: background)? music\b|(?:无|没有|不要)(?:背景)?(?:音乐|配乐)/gi;
const music = /\b(?:music|soundtrack|score|bgm|song|melody)\b|音乐|配乐/i;
