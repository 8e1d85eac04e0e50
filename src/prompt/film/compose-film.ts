import type { Diagnostic } from '../../core/diagnostic.ts';
import type { FilmPlan } from '../../core/film-plan.ts';
import { installation } from '../../core/installation.ts';
import type { Analysis } from '../analysis.ts';
import type { ShotList } from '../export/shot-list.ts';
import type { Soundtrack } from '../input.ts';
import { bySeverity, tellProblems } from '../rules/index.ts';
import { analyzeStoryboard } from '../storyboard.ts';
import { formatSeconds, tidy } from '../text/time/notation.ts';
import { writeClip } from './clip-storyboard.ts';
import { cutFilm } from './cut-film.ts';
import { findFilmProblems } from './find-problems.ts';
import { type ClipLink, linkClips, tellLinks } from './link-clips.ts';
import { isSilent, tellMusic } from './music.ts';
import type { Group } from './pack.ts';
import { type PictureModels, planPictures, tellPictures } from './pictures.ts';
import { type FilmClip, listFilm, planFilm } from './plan-film.ts';
import { readStory, type Story } from './story.ts';

export type ComposedFilm = {
  /** Null while an error stands. */
  plan: FilmPlan | null;
  problems: Diagnostic[];
  /** What a director reads of the whole, in film time. */
  list: ShotList;
};

/**
 * A storyboard that is a film, into clips of which each is a storyboard of its own: packed, linked, and composed one by one.
 * Pure: no clock, no network. `models`: those that make pictures between clips, where a service is there for them.
 */
export function composeFilm(given: Analysis, models: PictureModels | undefined): ComposedFilm {
  const story = readStory(given);
  const { groups, told } = cutFilm(story);
  const silent = groups.length > 0 && isSilent(story, groups.length);
  const links = linkClips(story, groups, silent);
  const clips = composeClips(story, links, silent);
  const wantsPictures = story.continuity === 'keyframe' && groups.length > 0;
  const pictures = wantsPictures && models ? planPictures(story, groups, models) : [];
  const film = [
    ...[...story.problems, ...told, ...wrongSum(story, groups), ...wrongSoundtrack(story.input.soundtrack)],
    ...(silent ? tellMusic(story) : []),
    ...tellLinks(story, groups, links),
    ...(wantsPictures && !models ? [noPictures] : []),
    ...(models ? tellPictures(pictures, models) : []),
  ];
  const found = findFilmProblems(
    story.analysis,
    clips.map(({ analysis }) => analysis),
  );
  const ofFilm = tellProblems({ input: story.input, mode: 'shots', autofixes: [] }, film);
  const problems = [...ofFilm, ...found].sort(bySeverity);
  const list = listFilm(story, clips, problems);
  const isRefused = clips.length === 0 || problems.some(({ severity }) => severity === 'error');
  return { plan: isRefused ? null : planFilm(story, { clips, list, pictures }), problems, list };
}

function composeClips(story: Story, links: readonly ClipLink[], silent: boolean): FilmClip[] {
  let secondsBefore = 0;
  return links.map((link) => {
    const { group } = link;
    const { storyboard, place } = writeClip(story, link, { secondsBefore, silent });
    const clip = { group, start: secondsBefore, analysis: analyzeStoryboard(storyboard, story.analysis.target, place) };
    secondsBefore += group.seconds;
    return clip;
  });
}

/** The duration of a film is the sum of its shots; rounded up or not. */
function wrongSum({ input: { duration }, shots, text }: Story, groups: readonly Group[]): Diagnostic[] {
  if (duration === undefined || text) return [];
  const sum = tidy(shots.reduce((total, { seconds }) => total + seconds, 0));
  const made = groups.reduce((total, { seconds }) => total + seconds, 0);
  if (duration === sum || duration === made) return [];
  const message = `The shots end at ${formatSeconds(sum)} s, but duration is ${formatSeconds(duration)} s.`;
  const change = `${formatSeconds(Math.abs(duration - sum))} s ${duration > sum ? 'longer' : 'shorter'}`;
  const fix = `Set duration ${formatSeconds(made || sum)}, or make the shots ${change}.`;
  return [{ rule: 'time-sum', severity: 'error', path: 'duration', message, fix }];
}

function wrongSoundtrack(soundtrack: Soundtrack | undefined): Diagnostic[] {
  if (!soundtrack) return [];
  const { path, url, start_seconds: start = 0, level = 1 } = soundtrack;
  const refuse = (where: string, message: string, fix: string): Diagnostic => ({
    ...{ rule: 'film-soundtrack', severity: 'error', path: `soundtrack${where}`, message, fix },
  });
  const isOne = (path === undefined) !== (url === undefined);
  return [
    ...(isOne ? [] : [refuse('', 'A soundtrack is one file.', 'Give either path or url.')]),
    ...(url !== undefined && !/^https?:\/\/[^\s/]+/i.test(url)
      ? [
          refuse(
            '.url',
            `"${url.slice(0, 60)}" is no http(s) address.`,
            'Give a public address, or path for a local file.',
          ),
        ]
      : []),
    ...(start >= 0 ? [] : [refuse('.start_seconds', 'A soundtrack cannot begin before its start.', 'Give 0 or more.')]),
    ...(level > 0 && level <= 4
      ? []
      : [
          refuse(
            '.level',
            `The level ${level} is not heard as it should be.`,
            'Give 1 for as it is, 0.5 for half as loud.',
          ),
        ]),
  ];
}

const noPictures: Diagnostic = {
  rule: 'film-pictures',
  severity: 'error',
  path: 'continuity',
  message: 'The pictures between the clips are made by Seedream at xskill, and there is no key for xskill.',
  fix: `Ask the user for a key (${installation.command} auth xskill), or use continuity "cut" or "extend".`,
};
