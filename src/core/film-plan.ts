import * as z from 'zod';

const Parameters = z.record(z.string(), z.unknown());

/** A parameter that holds a stand-in: the address of that picture or clip goes in its place once it is there. */
const Need = z.object({
  parameter: z.string(),
  /** What stands in the parameter until then. */
  address: z.string(),
  from: z.enum(['picture', 'clip']),
  number: z.int(),
});
export type Need = z.output<typeof Need>;

const request = { model_id: z.string(), parameters: Parameters };

/** The opening frame of a clip, and the closing one of the clip before where both are of one scene. */
const PlannedPicture = z.object({ picture: z.int(), ...request, opens: z.int(), ends: z.int().optional() });
export type PlannedPicture = z.output<typeof PlannedPicture>;

/** A shot inside its clip, as an editor marks it. */
const PlannedShot = z.object({
  number: z.int(),
  start: z.number(),
  end: z.number(),
  picture: z.string(),
  scene: z.string().optional(),
});

const PlannedClip = z.object({
  clip: z.int(),
  /** `1-3`. */
  shots: z.string(),
  seconds: z.int(),
  scene: z.string().optional(),
  ...request,
  needs: z.array(Need),
  timeline: z.array(PlannedShot),
});
export type PlannedClip = z.output<typeof PlannedClip>;

/** What is spoken, in the planned time of the film: the join moves it with the measured start of its clip. */
const PlannedLine = z.object({
  clip: z.int(),
  start: z.number(),
  end: z.number(),
  speaker: z.string().optional(),
  text: z.string(),
  off_screen: z.boolean().optional(),
});
export type PlannedLine = z.output<typeof PlannedLine>;

/** Music or speech under the whole film: a local file that never leaves the machine, or an address. */
const PlannedSoundtrack = z.object({
  path: z.string().optional(),
  url: z.string().optional(),
  start_seconds: z.number().optional(),
  level: z.number().optional(),
});

/** A film as it was composed: the requests of its pictures and clips, what each waits for, and how they are joined. */
export const FilmPlan = z.object({
  title: z.string(),
  continuity: z.enum(['cut', 'keyframe', 'extend']),
  pictures: z.array(PlannedPicture),
  clips: z.array(PlannedClip),
  /** The clips in the order of the film, and how long it will be. */
  join: z.object({ clips: z.array(z.int()), seconds: z.number() }),
  soundtrack: PlannedSoundtrack.optional(),
  lines: z.array(PlannedLine),
});
export type FilmPlan = z.output<typeof FilmPlan>;

/** What stays true of a film whichever takes it is joined from: its cut, its lines and its soundtrack, without requests. */
export const FilmOutline = FilmPlan.omit({ pictures: true }).extend({
  clips: z.array(PlannedClip.omit({ model_id: true, parameters: true, needs: true })),
});
export type FilmOutline = z.output<typeof FilmOutline>;

/** What stands for the address of a picture or a clip that is not made yet; nothing is ever found there (RFC 2606). */
export function standInUrl(from: Need['from'], number: number): string {
  return `https://${from}-${number}.invalid/${from === 'picture' ? 'picture.png' : 'clip.mp4'}`;
}

/** Which parameters hold stand-ins, and of what. */
export function findNeeds(parameters: Readonly<Record<string, unknown>>): Need[] {
  return Object.entries(parameters).flatMap(([parameter, value]) =>
    [value].flat().flatMap((address) => {
      const found = typeof address === 'string' ? standIn.exec(address) : null;
      if (!found || typeof address !== 'string') return [];
      return [
        { parameter, address, from: found[1] === 'picture' ? 'picture' : 'clip', number: Number(found[2]) } as const,
      ];
    }),
  );
}

const standIn = /^https:\/\/(picture|clip)-(\d+)\.invalid\//;
