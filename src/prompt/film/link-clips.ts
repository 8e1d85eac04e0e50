import type { Diagnostic } from '../../core/diagnostic.ts';
import { standInUrl } from '../../core/film-plan.ts';
import type { ReferenceFile } from '../input.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Task } from '../target.ts';
import { isMusic } from './music.ts';
import type { Group } from './pack.ts';
import type { Story } from './story.ts';

/** A clip, and what it is made from: files of the caller, and stand-ins for what other steps make. */
export type ClipLink = {
  group: Group;
  files: ReadonlySet<Bound>;
  standIns: readonly ReferenceFile[];
  task?: Task;
};

/** How every clip follows the one before. */
export function linkClips(story: Story, groups: readonly Group[], silent: boolean): ClipLink[] {
  return groups.map((group, i) => {
    if (story.continuity === 'keyframe')
      return { group, files: new Set<Bound>(), standIns: framesOf(story, groups, i), task: 'first_last_frames' };
    const files = new Set(story.files.slice(group.from, group.to).flatMap((used) => [...used]));
    for (const one of files) if (silent && isMusic(one)) files.delete(one);
    const before = groups[i - 1];
    if (story.continuity !== 'extend' || !before || opensScene(story, group)) {
      if (isOnlySound(story, files)) files.clear();
      return { group, files, standIns: [] };
    }
    const clip = { url: standInUrl('clip', i), type: 'video', role: 'extend', seconds: before.seconds } as const;
    return { group, files, standIns: [clip], task: 'extend' };
  });
}

/** Sound without a picture is refused: a clip in which nobody is seen is made without its voices. */
function isOnlySound({ analysis }: Story, files: ReadonlySet<Bound>): boolean {
  return analysis.limits.audioAlone === 'refused' && [...files].every(({ type }) => type === 'audio');
}

/** Whether a clip begins with a scene: nothing goes on from the clip before. */
export function opensScene({ shots }: Story, { from }: Group): boolean {
  return shots[from]?.opensScene === true;
}

/** The frames that a caller gives: the first of the film and the last. */
export function givenFrames({ analysis }: Story): { first?: Bound; last?: Bound } {
  const of = (id: string) => analysis.bound.find(({ role }) => role?.id === id);
  return { first: of('first_frame'), last: of('last_frame') };
}

/** The picture that a clip opens on, and the one that it ends on: that of the next clip, in the same scene. */
function framesOf(story: Story, groups: readonly Group[], i: number): ReferenceFile[] {
  const { first, last } = givenFrames(story);
  const next = groups[i + 1];
  const goesOn = next && !opensScene(story, next);
  const opening = i === 0 && first ? first.file.url : standInUrl('picture', i + 1);
  const closing = goesOn ? standInUrl('picture', i + 2) : next ? undefined : last?.file.url;
  const frames: ReferenceFile[] = [{ url: opening, type: 'image', role: 'first frame' }];
  if (closing !== undefined) frames.push({ url: closing, type: 'image', role: 'last frame' });
  return frames;
}

/** What is worth knowing of the way that clips follow each other. */
export function tellLinks(story: Story, groups: readonly Group[], links: readonly ClipLink[]): Diagnostic[] {
  const { continuity } = story;
  const told = [...tellUnused(story), ...tellSoundAlone(story, links)];
  if (continuity === 'cut') return told;
  const tell = (rule: string, severity: Diagnostic['severity'], message: string, fix: string) =>
    told.push({ rule, severity, path: 'continuity', message, fix });
  const opening = groups.flatMap((group, i) => (i > 0 && opensScene(story, group) ? [i + 1] : []));
  if (opening.length > 0) {
    const what = continuity === 'extend' ? 'no clip is extended over it' : 'no picture is shared over it';
    const message = `A scene begins with clip ${opening.join(', ')}: ${what}.`;
    tell('film-scene-cut', 'info', message, 'Give the shots one scene if the picture must go on.');
  }
  const longest = longestChain(story, groups);
  if (continuity === 'extend' && longest > mostLinks) {
    const message = `${longest} extensions follow each other; beyond ${mostLinks} the picture gets worse.`;
    tell('film-extend-chain', 'warn', message, 'Begin a new scene in between, or use continuity "cut" or "keyframe".');
  }
  return [...told, ...(continuity === 'keyframe' ? tellLostFiles(story) : [])];
}

/** A character whom no shot shows. */
function tellUnused({ analysis, files }: Story): Diagnostic[] {
  const used = new Set(files.flatMap((one) => [...one]));
  const unused = analysis.bound.filter((one) => one.role?.id === 'character' && !used.has(one));
  return unused.map(({ label, path }) => ({
    rule: 'film-cast-unused',
    severity: 'warn',
    path,
    message: `No shot names ${label?.words ?? 'this character'}, so no clip is made with that picture.`,
    fix: 'Mention it as @name in its shots, or leave it out.',
  }));
}

function tellSoundAlone(story: Story, links: readonly ClipLink[]): Diagnostic[] {
  if (story.continuity === 'keyframe') return [];
  return links.flatMap(({ group, files }, i): Diagnostic[] => {
    const wanted = story.files.slice(group.from, group.to).flatMap((used) => [...used].filter((one) => !isMusic(one)));
    const [file] = wanted;
    if (!file || files.size > 0) return [];
    const message = `Clip ${i + 1} shows none of your pictures, and sound alone is refused: it is made without ${file.label?.words ?? file.role}.`;
    const fix = 'Give a picture of its place as a reference, if the voice matters there.';
    return [{ rule: 'film-sound-alone', severity: 'warn', path: file.path, message, fix }];
  });
}

/** docs/storyboard.md, Editing and extending. */
const mostLinks = 2;

function longestChain(story: Story, groups: readonly Group[]): number {
  let links = 0;
  return groups.reduce((longest, group, i) => {
    links = i === 0 || opensScene(story, group) ? 0 : links + 1;
    return Math.max(longest, links);
  }, 0);
}

/** Frames stand alone: pictures go into the opening pictures, the rest is lost. */
function tellLostFiles({ analysis }: Story): Diagnostic[] {
  const lost = analysis.bound.filter(({ type, role }) => type !== 'image' && role?.id !== 'music');
  const [first] = lost;
  if (!first) return [];
  const names = lost.map(({ label, file }) => label?.words ?? file.role).join(', ');
  return [
    {
      rule: 'film-files-lost',
      severity: 'warn',
      path: first.path,
      message: `Between two frames no other file is taken, so the clips are made without ${names}.`,
      fix: 'Use continuity "cut" or "extend" to keep it, or leave it out.',
    },
  ];
}
