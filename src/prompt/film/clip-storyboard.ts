import type { Place } from '../analysis.ts';
import type { ReferenceFile, Shot, Storyboard } from '../input.ts';
import { phrases } from '../languages/index.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Task } from '../target.ts';
import { capital } from '../text/sentence.ts';
import { formatSeconds, tidy } from '../text/time/notation.ts';
import type { ClipLink } from './link-clips.ts';
import { createLocalizer, type Localize } from './localize.ts';
import { mentionsMusic } from './music.ts';
import type { Group } from './pack.ts';
import { sayScenes } from './scenes.ts';
import { sayLength } from './split-text.ts';
import type { Story } from './story.ts';

/** A clip as a small storyboard of its own, and where it stands in its film. */
export type ClipStoryboard = { storyboard: Storyboard; place: Place };

/** Some shots of a story as a clip. `silent`: without music. */
export function writeClip(story: Story, link: ClipLink, { secondsBefore, silent }: ClipPlace): ClipStoryboard {
  const { group } = link;
  const { bound, counts, language, target, task: whole } = story.analysis;
  const localize = createLocalizer({ bound, counts, language, target }, link.files);
  const own = bound.filter((one) => link.files.has(one));
  const references = [...own.map((one) => withoutNumbers(one, localize)), ...link.standIns];
  const paths = [...own.map(({ path }) => path), ...link.standIns.map(() => 'continuity')];
  const { model_id, tier, timing, strict, ratio } = story.input;
  const shared = { model_id, tier, timing, strict, ratio, language, references, duration: group.seconds };
  const task = link.task ?? taskOf(own, group.from === 0 ? whole : 'generate');
  const write = story.text ? writeText : writeShots;
  return {
    storyboard: { ...shared, task, ...write(story, { group, silent }, localize) },
    place: { shots: group.from, seconds: secondsBefore, references: paths },
  };
}

export type ClipPlace = { secondsBefore: number; silent: boolean };
type ClipParts = { group: Group; silent: boolean };

/** What a caller says of a file may name another one. */
function withoutNumbers({ file }: Bound, localize: Localize): ReferenceFile {
  return { ...file, role: localize(file.role), ...(file.ignore && { ignore: localize(file.ignore) }) };
}

/** A last frame by itself is a reference: the operation of two frames begins with the first. */
function taskOf(files: readonly Bound[], task: Task): Task | undefined {
  if (task === 'extend') return task;
  return files.some(({ role }) => role?.id === 'first_frame') ? undefined : 'generate';
}

/** From 0, one after another; the last takes what rounding added. */
export function placeShots(story: Story, { from, to, seconds }: Group): { start: number; end: number }[] {
  let cursor = 0;
  return story.shots.slice(from, to).map((shot, i) => {
    const start = cursor;
    cursor = from + i + 1 === to ? seconds : tidy(cursor + shot.seconds);
    return { start, end: cursor };
  });
}

function writeShots(story: Story, { group, silent }: ClipParts, localize: Localize): Partial<Storyboard> {
  const { input, analysis } = story;
  const here = story.shots.slice(group.from, group.to);
  const times = placeShots(story, group);
  const timed = here.map(({ shot }, i): Shot => {
    const { scene: _, seconds: __, ...rest } = shot;
    const goesOn = i === 0 ? { transition: here[0]?.isContinuous ? undefined : rest.transition } : {};
    return { ...rest, ...goesOn, ...times[i] };
  });
  const ids = here.map(({ scene }) => scene);
  const { style, setting, shots } = sayScenes(input, timed, ids, analysis.language);
  const say = (words: string | undefined) => words && localize(words);
  return {
    ...{ style: say(style), mood: say(input.mood), setting: say(setting) },
    music: silent ? phrases[analysis.language].noMusic : say(input.music),
    constraints: input.constraints?.map((words) => localize(words)),
    shots: shots.map((shot) => localizeShot(shot, localize)),
  };
}

function localizeShot(shot: Shot, localize: Localize): Shot {
  const fields = (['camera', 'action', 'sound', 'transition'] as const).flatMap((field) => {
    const words = shot[field];
    return words === undefined ? [] : [[field, localize(words)] as const];
  });
  return {
    ...shot,
    ...Object.fromEntries(fields),
    visual: localize(shot.visual),
    dialogue: shot.dialogue?.map((line) => ({
      ...line,
      speaker: localize(line.speaker, 'spoken'),
      line: localize(line.line, 'spoken'),
    })),
  };
}

/** A finished text keeps its words; its shots get the clip's own times. */
function writeText(story: Story, { group, silent }: ClipParts, localize: Localize): Partial<Storyboard> {
  const { text, analysis } = story;
  const { language, hasExplicitShots } = analysis;
  const say = phrases[language];
  const { head = '', bodies = [], tail = '' } = text ?? {};
  const times = placeShots(story, group);
  const shots = bodies.slice(group.from, group.to).map((words, i) => {
    const { start = 0, end = 0 } = times[i] ?? {};
    const mark = hasExplicitShots ? `${say.times(formatSeconds(start), formatSeconds(end))}${say.colon}` : '';
    return mark + localize(words);
  });
  const silence = silent && !mentionsMusic(analysis.text) ? `${capital(say.noMusic)}${say.end}` : '';
  const parts = [localize(head), ...shots, localize(tail), silence].filter((words) => words !== '');
  return { prompt: sayLength(parts.join('\n'), group.seconds, language) };
}
