/** A finished film as an editor needs it. All times are measured, in seconds; paths are absolute. */
export type Film = {
  title: string;
  /** Frames a second of the film. */
  fps: number;
  width: number;
  height: number;
  clips: readonly FilmClip[];
  /** What is spoken, in film time. */
  lines: readonly FilmLine[];
  soundtrack?: FilmSoundtrack;
};

export type FilmClip = {
  path: string;
  seconds: number;
  hasSound: boolean;
  /** Where they differ from the film's. */
  width?: number;
  height?: number;
  taskId?: string;
  prompt?: string;
  shots: readonly FilmShot[];
};

/** A shot inside its clip. Its times are those that were asked for: the model may cut a little earlier or later. */
export type FilmShot = { number: number; start: number; end: number; picture: string; scene?: string };

export type FilmLine = { start: number; end: number; speaker?: string; text: string; isOffScreen?: boolean };

export type FilmSoundtrack = {
  path: string;
  /** Where in its own file it begins. */
  startSeconds?: number;
  /** How loud: 1 as it is. */
  level?: number;
  /** Its length, where it is known: it ends before the film when it is shorter. */
  seconds?: number;
};

export type PlacedClip = Required<Pick<FilmClip, 'width' | 'height'>> &
  FilmClip & { number: number; start: number; end: number };

/** Every clip with its place in the film, laid end to end as the join lays them. */
export function placeClips({ clips, width, height }: Film): PlacedClip[] {
  let end = 0;
  return clips.map((clip, n) => {
    const start = end;
    end += clip.seconds;
    return { ...clip, width: clip.width ?? width, height: clip.height ?? height, number: n + 1, start, end };
  });
}

/** How much of the soundtrack is heard: from where in its own file, and for how long. */
export function soundtrackSpan(film: Film): { start: number; seconds: number } {
  const { startSeconds: start = 0, seconds = Number.POSITIVE_INFINITY } = film.soundtrack ?? {};
  const length = film.clips.reduce((sum, clip) => sum + clip.seconds, 0);
  return { start, seconds: Math.max(0, Math.min(length, seconds - start)) };
}

/** A shot as a mark in an editor: `3: Lin opens the door`. */
export function shotLabel({ number, picture }: FilmShot): string {
  const words = picture.replace(/\s+/g, ' ').trim();
  return `${number}: ${words.length > 80 ? `${words.slice(0, 79)}…` : words}`;
}

export function lineLabel({ speaker, text }: FilmLine): string {
  return speaker ? `${speaker.replace(/^@/, '')}: ${text}` : text;
}
