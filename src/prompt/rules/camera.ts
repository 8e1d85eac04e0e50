import type { AnalyzedShot, CameraHit } from '../analysis.ts';
import type { Motion } from '../terms/camera-terms.ts';
import type { Rule } from './rule.ts';

export const cameraRules: readonly Rule[] = [
  {
    id: 'cam-none',
    meaning: 'A shot names no size, angle or camera move.',
    severity: 'info',
    source: 'docs/storyboard.md, Camera',
    find: ({ shots, hasExplicitShots, task, mode }) => {
      if (!hasExplicitShots || task === 'edit' || task === 'bridge') return [];
      if (mode === 'text' && shots.some(({ camera }) => camera.length > 0)) return [];
      return shots.flatMap(({ camera, path, name }) =>
        camera.some(({ term }) => ['move', 'size', 'angle', 'rig'].includes(term.kind))
          ? []
          : [
              {
                path,
                message: `${name} names no size, angle or move.`,
                fix: 'Add one: "medium shot, eye-level, slow push-in to the face".',
              },
            ],
      );
    },
  },
  {
    id: 'cam-multi',
    meaning: 'A shot names several camera moves.',
    severity: 'warn',
    source: 'docs/storyboard.md, Camera',
    find: ({ shots, hasExplicitShots }) =>
      shots.flatMap((shot) => {
        const moves = withoutTracking(movesOf(shot));
        if (!hasExplicitShots || moves.length < 2 || conflictOf(shot) || isSequenced(shot, moves)) return [];
        const [first, second] = moves;
        return [
          {
            path: shot.path,
            message: `${shot.name} names ${moves.length} camera moves: ${moves.map(({ word }) => word).join(', ')}.`,
            fix: `Keep "${first?.word}", or write "${first?.word}, then ${second?.word}".`,
          },
        ];
      }),
  },
  {
    id: 'cam-conflict',
    meaning: 'Two camera words of a shot exclude each other.',
    severity: 'warn',
    source: 'docs/storyboard.md, Camera',
    find: ({ shots, hasExplicitShots }) =>
      shots.flatMap((shot) => {
        const pair = hasExplicitShots ? conflictOf(shot) : undefined;
        if (!pair || isSequenced(shot, pair)) return [];
        return [
          {
            path: shot.path,
            message: `${shot.name}: "${pair[0].word}" and "${pair[1].word}" exclude each other.`,
            fix: `Keep "${pair[0].word}".`,
          },
        ];
      }),
  },
  {
    id: 'cam-ambiguous',
    meaning: 'A camera word may be read as a name.',
    severity: 'info',
    source: 'docs/storyboard.md, Camera',
    find: ({ shots, mode }) =>
      shots.flatMap(({ words, path }) => {
        const word =
          mode === 'shots'
            ? /\b(?:Dolly|Crane|Arc|Dutch)\b(?! (?:in|out|back|up|down|left|right|shot|zoom|angle|tilt))/.exec(
                words.slice(0, 4000),
              )?.[0]
            : undefined;
        return word
          ? [{ path, message: `"${word}" alone may be read as a name.`, fix: `Write "${word.toLowerCase()} shot".` }]
          : [];
      }),
  },
  {
    id: 'cam-no-endpoint',
    meaning: 'A moving camera does not say where it stops.',
    severity: 'info',
    source: 'docs/storyboard.md, Camera',
    find: ({ input, mode }) =>
      mode === 'text'
        ? []
        : (input.shots ?? []).flatMap(({ camera = '' }, i) => {
            const moving = /^[^,.;，。；]{0,40}$/.test(camera) && ends.test(camera) && !endpoint.test(camera);
            return moving
              ? [
                  {
                    path: `shots[${i}].camera`,
                    message: `"${camera}" says no end.`,
                    fix: `Write where it stops: "${camera} to her face".`,
                  },
                ]
              : [];
          }),
  },
  {
    id: 'detail-vs-size',
    meaning: 'What is told cannot be seen at this shot size.',
    severity: 'info',
    source: 'docs/storyboard.md, Camera',
    find: ({ shots }) =>
      shots.flatMap(({ hits, camera, path, name }) => {
        const sizes = camera.filter(({ term }) => term.kind === 'size').map(({ term }) => term.id);
        const [size = ''] = sizes;
        if (sizes.length !== 1) return [];
        const face = ['WS', 'EWS', 'FS'].includes(size) ? hits.find(({ tag }) => tag === 'face') : undefined;
        const travel = ['CU', 'ECU', 'macro'].includes(size) ? hits.find(({ tag }) => tag === 'travel') : undefined;
        const seen = face ?? travel;
        return seen
          ? [
              {
                path,
                message: `${name}: "${seen.word}" cannot be seen at this size.`,
                fix: face ? 'Use a close-up.' : 'Use a full or wide shot.',
              },
            ]
          : [];
      }),
  },
];

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
function withoutTracking(moves: readonly CameraHit[]): readonly CameraHit[] {
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
function conflictOf(shot: Pick<AnalyzedShot, 'camera' | 'words' | 'path'>): [CameraHit, CameraHit] | undefined {
  const { camera, words } = shot;
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
function isSequenced({ words }: Pick<AnalyzedShot, 'words'>, moves: readonly CameraHit[]): boolean {
  const places = moves.map(({ start }) => start);
  const first = Math.min(...places);
  const last = Math.max(...moves.map(({ end }) => end));
  return order.test(words.slice(Math.max(first, last - 400), last));
}

const ends = /\b(?:push|pull|dolly|track|truck|orbit|pan|tilt|crane|zoom|follow)/i;
const endpoint =
  /\b(?:to|from|into|until|onto|around|along|through|across|past|toward|towards|reveal\w*|settl\w*|end\w*|stop\w*|land\w*|with|behind|beside|left|right|up|down|in on|out of)\b|\d/i;
