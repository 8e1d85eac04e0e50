import type { AnalyzedShot, CameraHit } from '../analysis.ts';
import type { Motion } from '../terms/camera-terms.ts';

/** The camera moves of a shot, each once: what travels or turns, not the texture (handheld) or the carrier (drone). */
export function movesOf({ camera }: Pick<AnalyzedShot, 'camera'>): CameraHit[] {
  const seen = new Set<string>();
  return camera.filter(({ term }) => {
    if (!term.motion || term.motion === 'still' || term.motion === 'aerial' || seen.has(familyOf(term.motion)))
      return false;
    seen.add(familyOf(term.motion));
    return true;
  });
}

/** Following somebody goes along with any other move. */
export function withoutTracking(moves: readonly CameraHit[]): readonly CameraHit[] {
  const others = moves.filter(({ term }) => term.motion !== 'track');
  return others.length > 0 ? others : moves;
}

/** "tracking shot, pushing in" is one move said twice as often as it is two. */
function familyOf(motion: Motion): string {
  return motion === 'through' ? 'in' : motion;
}

const opposites: readonly (readonly [Motion, Motion])[] = [
  ['in', 'out'],
  ['up', 'down'],
];

/** In a text a camera that comes to rest has moved before. */
export function conflictOf(shot: Pick<AnalyzedShot, 'camera' | 'words' | 'path'>): [CameraHit, CameraHit] | undefined {
  const { camera, words } = shot;
  if (camera.length < 2) return undefined;
  const still = camera.find(({ term }) => term.motion === 'still');
  const [move] = movesOf(shot);
  const comesToRest = shot.path === 'prompt' && still !== undefined && move !== undefined && move.end < still.start;
  if (still && move && !comesToRest) return [still, move];
  for (const [one, other] of opposites) {
    const a = camera.find(({ term }) => term.motion === one);
    const b = camera.find(({ term }) => term.motion === other);
    if (a && b) return a.start < b.start ? [a, b] : [b, a];
  }
  const sided = camera.filter(
    ({ term }) =>
      term.motion === 'pan' || term.motion === 'truck' || term.motion === 'tilt' || term.motion === 'pedestal',
  );
  for (const [i, a] of sided.entries()) {
    const b = sided
      .slice(i + 1, i + 8)
      .find((next) => next.term === a.term && isOpposite(sideOf(words, a), sideOf(words, next)));
    if (b) return [a, b];
  }
  return undefined;
}

export type Side = 'left' | 'right' | 'up' | 'down';

const sides = /left|right|up|down|左|右|上|下/i;
const sideNames: Record<string, Side> = {
  ...{ left: 'left', right: 'right', up: 'up', down: 'down' },
  ...{ 左: 'left', 右: 'right', 上: 'up', 下: 'down' },
};

/** Where a move is said to go: `left` of "pans slowly left". */
export function sideOf(words: string, { start, end }: CameraHit): Side | undefined {
  const said = sides.exec(words.slice(start, end)) ?? sides.exec(words.slice(end, end + 16));
  return said ? sideNames[said[0].toLowerCase()] : undefined;
}

function isOpposite(a: Side | undefined, b: Side | undefined): boolean {
  return ['left right', 'right left', 'up down', 'down up'].includes(`${a} ${b}`);
}

const order =
  /\bthen\b|\bbefore\b|\bafter\b|\bfollowed by\b|\bfinally\b|\bends?\b|\bending\b|\binto\b|随后|然后|接着|再|之后|最后|转为|过渡|变为|切换|骤|→|->/i;

/** Moves that follow one another are no doubling: `push in, then orbit`. */
export function isSequenced({ words }: Pick<AnalyzedShot, 'words'>, moves: readonly CameraHit[]): boolean {
  const places = moves.map(({ start }) => start);
  const first = Math.min(...places);
  const last = Math.max(...moves.map(({ end }) => end));
  return order.test(words.slice(Math.max(first, last - 400), last));
}
