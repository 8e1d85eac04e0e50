import * as z from 'zod';

const Parameters = z.record(z.string(), z.unknown());

/** A parameter that holds a stand-in until the step that it comes from is done: the URL of that picture or clip goes there. */
const Need = z.object({
  parameter: z.string(),
  /** Its place, where the parameter is a list. */
  index: z.int().optional(),
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

/** The address that stands where the URL of a picture or a clip will be; nothing is ever found there (RFC 2606). */
export function standInUrl(from: Need['from'], number: number): string {
  return `https://${from}-${number}.invalid/${from === 'picture' ? 'picture.png' : 'clip.mp4'}`;
}

/** The parameters with the URLs that they wait for. Throws where one is missing: a stand-in must never be sent. */
export function fillNeeds(
  parameters: Readonly<Record<string, unknown>>,
  needs: readonly Need[],
  urlOf: (need: Need) => string | undefined,
): Record<string, unknown> {
  const filled = { ...parameters };
  for (const need of needs) {
    const url = urlOf(need);
    if (url === undefined) throw new Error(`${need.from} ${need.number} has no URL yet.`);
    const list = filled[need.parameter];
    filled[need.parameter] =
      need.index !== undefined && Array.isArray(list) ? list.map((one, i) => (i === need.index ? url : one)) : url;
  }
  return filled;
}

/** Which parameters hold stand-ins, and of what. */
export function findNeeds(parameters: Readonly<Record<string, unknown>>): Need[] {
  return Object.entries(parameters).flatMap(([parameter, value]) =>
    Array.isArray(value)
      ? value.flatMap((one, index) => readStandIn(one, { parameter, index }))
      : readStandIn(value, { parameter }),
  );
}

function readStandIn(value: unknown, place: Pick<Need, 'parameter' | 'index'>): Need[] {
  const found = typeof value === 'string' ? /^https:\/\/(picture|clip)-(\d+)\.invalid\//.exec(value) : null;
  if (!found) return [];
  return [{ ...place, from: found[1] === 'picture' ? 'picture' : 'clip', number: Number(found[2]) }];
}
