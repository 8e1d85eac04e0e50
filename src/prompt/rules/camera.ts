import { conflictOf, isSequenced, movesOf, withoutTracking } from './camera-moves.ts';
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
      return shots.flatMap(({ camera, path, name }, i) =>
        (task === 'extend' && i === 0) ||
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

const ends = /\b(?:push|pull|dolly|track|truck|orbit|pan|tilt|crane|zoom|follow)/i;
const endpoint =
  /\b(?:to|from|into|until|onto|around|along|through|across|past|toward|towards|reveal\w*|settl\w*|end\w*|stop\w*|land\w*|with|behind|beside|left|right|up|down|in on|out of)\b|\d/i;
