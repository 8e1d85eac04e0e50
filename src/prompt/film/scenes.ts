import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Language, Scene, Shot, Storyboard } from '../input.ts';
import { phrases } from '../languages/index.ts';
import { capital, trimEnd } from '../text/sentence.ts';

/** The scene of every shot: its own, else that of the shot before. */
export function scenesOf(shots: readonly Shot[]): (string | undefined)[] {
  let current: string | undefined;
  return shots.map(({ scene }) => {
    const own = String(scene ?? '').trim();
    current = own === '' ? current : own;
    return current;
  });
}

/** The name of a scene with all that is said of it. */
export function sceneText({ scenes = {} }: Storyboard, id: string | undefined): string {
  const { style, place, light } = sceneOf(scenes, id) ?? {};
  return [id, style, place, light].filter(Boolean).join('\n');
}

/** What a clip says of its scenes: in its head where it has one, else before the first shot of each. */
export type SceneWords = { style?: string; setting?: string; shots: Shot[] };

export function sayScenes(
  { style, scenes = {} }: Pick<Storyboard, 'style' | 'scenes'>,
  shots: readonly Shot[],
  ids: readonly (string | undefined)[],
  language: Language,
): SceneWords {
  const say = phrases[language];
  const join = (parts: readonly (string | undefined)[], comma: string) =>
    parts
      .map((part) => trimEnd(part ?? ''))
      .filter((part) => part !== '')
      .join(comma) || undefined;
  if (new Set(ids).size <= 1) {
    const scene = sceneOf(scenes, ids[0]);
    const setting = join([scene?.place, scene?.light], say.semicolon);
    return { style: join([style, scene?.style], say.comma), setting: setting && setting + say.end, shots: [...shots] };
  }
  const opened = shots.map((shot, i) => {
    const scene = i === 0 || ids[i] !== ids[i - 1] ? sceneOf(scenes, ids[i]) : undefined;
    const words = join([scene?.place, scene?.light, scene?.style], say.comma);
    return words ? { ...shot, visual: `${capital(words)}${say.stop}${say.opening(shot.visual)}` } : shot;
  });
  return { style, shots: opened };
}

/** Scenes that are described and that no shot belongs to. */
export function unusedScenes({ scenes = {} }: Storyboard, ids: readonly (string | undefined)[]): Diagnostic[] {
  const unused = Object.keys(scenes).filter((id) => !ids.includes(id.trim()));
  return unused.map((id) => ({
    rule: 'film-scene-unused',
    severity: 'warn',
    path: `scenes.${id}`,
    message: `No shot belongs to the scene "${id}", so its words are said nowhere.`,
    fix: `Set scene: "${id}" on its first shot.`,
  }));
}

function sceneOf(scenes: Record<string, Scene>, id: string | undefined): Scene | undefined {
  const key = Object.keys(scenes).find((one) => one.trim() === id);
  return key === undefined ? undefined : scenes[key];
}
