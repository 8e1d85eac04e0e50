import { AppError, toAppError } from '../../core/errors.ts';
import type { FilmPlan, Need, PlannedClip, PlannedPicture } from '../../core/film-plan.ts';
import type { Tier } from '../../core/tier.ts';
import { answersRepeat, comparePayers } from '../../store/claim-rules.ts';
import type { Task } from '../../store/task.ts';
import { isLinkAlive } from '../dead-uploads.ts';
import { layOver } from '../drafts.ts';
import { isSaved } from '../find.ts';
import type { Jobs } from '../jobs.ts';
import { type Opened, type PreparedRequest, prepareRequest } from '../prepare-request.ts';
import { correctable, type PreparedClip, type PrepareOptions, tellWrong } from './prepare-clips.ts';

/** A film that was composed. What stands beside it reaches every clip. */
export type FilmMany = {
  kind: 'film';
  film: FilmPlan;
  parameters?: Record<string, unknown>;
  tier?: Tier;
  takes: number;
  /** Only these clips, from 1, are made in several takes. */
  only?: readonly number[];
};

/** Every request of a film, and those that the rest of it can be made without. */
export type PreparedFilm = { all: PreparedClip[]; planned: PreparedClip[] };

type Step = (PlannedClip | PlannedPicture) & { number: number; name: string; takes: number; needs: Need[] };

/** Pictures first, then the clips in their order: what a step is made from stands before it. */
function stepsOf({ film, takes, only }: FilmMany): Step[] {
  const pictures = film.pictures.map((one) => ({
    ...one,
    number: stepNumber(film, 'picture', one.picture),
    name: `picture ${one.picture}`,
    takes: 1,
    needs: [],
  }));
  const clips = film.clips.map((one) => ({
    ...one,
    number: one.clip,
    name: `clip ${one.clip}`,
    takes: !only || only.includes(one.clip) ? takes : 1,
  }));
  return [...pictures, ...clips];
}

/** Pictures are counted behind the clips. */
function stepNumber({ clips }: FilmPlan, from: Need['from'], number: number): number {
  return from === 'clip' ? number : clips.length + number;
}

/** Checks every step of a film and finds what is there already, at any age. Sends nothing. All that is wrong is told at once. */
export async function prepareFilm(jobs: Jobs, many: FilmMany, options: PrepareOptions): Promise<PreparedFilm> {
  refuseForAll(many);
  const wrong: string[] = [];
  const opened: Opened = new Map();
  const done = new Map<number, PreparedClip>();
  const taken = new Set<string>();
  for (const step of stepsOf(many)) {
    const needs = step.needs.map(({ from, number, address }) => ({
      clip: stepNumber(many.film, from, number),
      address,
    }));
    const made = needs.flatMap(({ clip }) => done.get(clip) ?? []);
    const standIns = new Map(
      needs.map(({ clip, address }) => [address, `made:${done.get(clip)?.prepared.fingerprint}`]),
    );
    try {
      const beside = 'clip' in step ? many : {};
      const request = layOver(jobs, { modelId: step.model_id, parameters: step.parameters }, beside);
      const shared = { files: options.files, opened, standIns };
      const prepared = await prepareRequest(jobs, { ...request, ...shared }, request.modelId);
      const there = options.allowDuplicate ? [] : await findTakes(jobs, prepared, { made, taken, most: step.takes });
      for (const { key } of there) taken.add(key);
      const { number: clip, name, takes } = step;
      done.set(clip, { clip, numbers: [clip], name, prepared, takes, there, needs });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!correctable.includes(error.code)) throw error;
      wrong.push(error.message.replaceAll(/^/gm, `${step.name}: `));
    }
  }
  if (wrong.length > 0) throw tellWrong(wrong);
  const all = [...done.values()];
  return { all, planned: all.filter((one) => isWanted(one, all, many.film.clips.length)) };
}

/** A soundtrack of this machine, as a whole path that stays. It is read when the film is joined. */
export async function findSoundtrack(jobs: Jobs, film: FilmPlan, { files }: PrepareOptions): Promise<FilmPlan> {
  const { soundtrack } = film;
  if (soundtrack?.path === undefined) return film;
  return { ...film, soundtrack: { ...soundtrack, path: await jobs.findSound(soundtrack.path, files) } };
}

/** A picture is made for the sake of clips that are not there yet. */
function isWanted({ clip, there }: PreparedClip, all: readonly PreparedClip[], clips: number): boolean {
  if (clip <= clips || there.length > 0) return true;
  return all.some((one) => one.there.length < one.takes && one.needs?.some((need) => need.clip === clip));
}

const perClip = [
  'prompt',
  'duration',
  'image_files',
  'video_files',
  'audio_files',
  'image_urls',
  'first_frame',
  'last_frame',
];

function refuseForAll({ film, parameters = {}, only = [], takes }: FilmMany): void {
  const field = Object.keys(parameters).find((name) => perClip.includes(name));
  const stranger = only.find((clip) => !film.clips.some((one) => one.clip === clip));
  const nextStep = 'Correct that and call again. Nothing was sent.';
  if (field !== undefined)
    throw new AppError('invalid_input', `parameters reach every clip of a film, so ${field} cannot be one of them.`, {
      nextStep: 'Compose the film with that change and submit its new draft_id: only clips that changed are paid for.',
    });
  if (stranger !== undefined)
    throw new AppError('invalid_input', `clips names ${stranger}; the film has ${film.clips.length} clips.`, {
      nextStep,
    });
  if (only.length > 0 && takes === 1)
    throw new AppError('invalid_input', 'clips says which are made in several takes, so takes must be 2 or more.', {
      nextStep,
    });
}

type Wanted = { made: readonly PreparedClip[]; taken: ReadonlySet<string>; most: number };

/** Tasks that do a step already: at work, or completed with a file or a link that still lives. The one that is used comes first. */
async function findTakes(
  jobs: Jobs,
  { fingerprint, payer }: PreparedRequest,
  { made, taken, most }: Wanted,
): Promise<Task[]> {
  const same = (await jobs.store.findSame(fingerprint)).filter(
    (task) => !taken.has(task.key) && comparePayers(task.payer, payer) !== 'other' && isMadeFrom(task, made),
  );
  const completed = same.filter(({ remoteStatus }) => remoteStatus === 'completed');
  const atWork = same.filter((task) => !completed.includes(task) && answersRepeat(task, jobs.clock.now()));
  const found: Task[] = [];
  for (const task of completed.toSorted(byUse))
    if (found.length < most && (await isAlive(jobs, task))) found.push(task);
  return [...found, ...atWork].slice(0, most);
}

/** Another picture or clip than the one that is used now makes another clip. A picture that is lost need not be made again. */
function isMadeFrom({ step }: Task, made: readonly PreparedClip[]): boolean {
  return made.every(({ there: [used], prepared }) => {
    if (used === undefined) return prepared.model.kind === 'image';
    return step?.from?.includes(used.key) === true;
  });
}

function byUse(one: Task, other: Task): number {
  return (other.usedAt ?? 0) - (one.usedAt ?? 0) || (one.endedAt ?? 0) - (other.endedAt ?? 0);
}

async function isAlive({ checkUrls }: Jobs, { files: [file], remote, kind }: Task): Promise<boolean> {
  if (file && (await isSaved(file))) return true;
  const url = remote?.outputUrls[0];
  return url !== undefined && isLinkAlive(checkUrls, kind, url);
}
