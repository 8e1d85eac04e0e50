import type { Analysis } from '../analysis.ts';
import type { Rule, RuleDiagnostic } from './rule.ts';

export const frameRules: readonly Rule[] = [
  {
    id: 'frames-count',
    meaning: 'First and last frames are not one or two images, or the only one is the last.',
    severity: 'error',
    source: 'docs/wire.md, Pixazo operations',
    find: (analysis) => [...frameCount(analysis), ...loneLastFrame(analysis)],
  },
];

function frameCount({ task, counts }: Analysis): RuleDiagnostic[] {
  if (task !== 'first_last_frames' || (counts.image >= 1 && counts.image <= 2)) return [];
  return [
    {
      path: 'references',
      message: `First and last frames take one or two images; ${counts.image} given.`,
      fix: counts.image === 0 ? 'Add {url, role: "first frame"}.' : 'Keep the first and the last.',
    },
  ];
}

/** A picture that is sent alone is the first frame: the services have no last frame without one. */
function loneLastFrame({ task, bound }: Analysis): RuleDiagnostic[] {
  const [only, ...others] = bound;
  if (task !== 'first_last_frames' || only?.role?.id !== 'last_frame' || others.length > 0) return [];
  return [
    {
      path: 'references[0]',
      message: 'The only frame is a last frame, and the services take a single one as the first.',
      fix: 'Add {url, role: "first frame"}, or give it the role "first frame".',
    },
  ];
}
