import { type Analysis, hitsOf } from '../analysis.ts';
import { type Rule, type RuleDiagnostic, wholePath } from './rule.ts';

/** Whole phrases only, and never an error: what is refused differs by service and by day. */
export const policyRules: readonly Rule[] = [
  {
    id: 'policy-ip',
    meaning: 'A famous character or work is named.',
    severity: 'warn',
    source: 'docs/storyboard.md, Policy',
    find: (analysis) => policy(analysis, 'ip', 'Describe the type instead: "a masked acrobat in red and blue".'),
  },
  {
    id: 'policy-person',
    meaning: 'A real person is named.',
    severity: 'warn',
    source: 'docs/storyboard.md, Policy',
    find: (analysis) => policy(analysis, 'person', 'Describe an invented person instead.'),
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
