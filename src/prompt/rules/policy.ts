import { type Analysis, hitsOf } from '../analysis.ts';
import type { Hit } from '../terms/term-matcher.ts';
import { type Rule, type RuleDiagnostic, wholePath } from './rule.ts';

/** Whole phrases only, and never an error: what is refused differs by service and by day. */
export const policyRules: readonly Rule[] = [
  {
    id: 'policy-ip',
    meaning: 'A famous character or work is named.',
    severity: 'warn',
    source: 'docs/storyboard.md, Policy',
    find: (analysis) => {
      const sure = hitsOf(analysis, 'ip');
      const beside = sure.length === 0 ? [] : hitsOf(analysis, 'ipBeside');
      return famous(analysis, [...sure, ...beside], 'of a famous character or work');
    },
  },
  {
    id: 'policy-person',
    meaning: 'A real person is named.',
    severity: 'warn',
    source: 'docs/storyboard.md, Policy',
    find: (analysis) => famous(analysis, hitsOf(analysis, 'person'), 'of a real person'),
  },
  {
    id: 'policy-minor',
    meaning: 'A minor in danger or undress.',
    severity: 'warn',
    source: 'docs/storyboard.md, Policy',
    find: (analysis) => policy(analysis, 'minor', 'Leave it out.'),
  },
  {
    id: 'policy-gore',
    meaning: 'Wounds or dismemberment.',
    severity: 'warn',
    source: 'docs/storyboard.md, Policy',
    find: (analysis) => policy(analysis, 'gore', 'Show the moment before or after, without wounds.'),
  },
];

function policy(analysis: Analysis, tag: string, fix: string): RuleDiagnostic[] {
  const [found] = hitsOf(analysis, tag);
  return found
    ? [{ path: wholePath(analysis), message: `"${found.word}" is ${found.id}, which is likely refused.`, fix }]
    : [];
}

/** All names at once, each with what may stand in its place. */
function famous(analysis: Analysis, hits: readonly Hit[], what: string): RuleDiagnostic[] {
  const found = new Map(hits.map(({ word, id }) => [word, id]));
  if (found.size === 0) return [];
  const names = [...found.keys()].map((word) => `"${word}"`).join(', ');
  const fix = [...found].map(([word, substitute]) => `${word} → ${substitute}`).join('; ');
  const message = `${names}: the name${found.size > 1 ? 's' : ''} ${what} ${found.size > 1 ? 'are' : 'is'} likely refused.`;
  return [{ path: wholePath(analysis), message, fix: `Describe instead: ${fix}.` }];
}
