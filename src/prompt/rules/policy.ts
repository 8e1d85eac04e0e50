import { type Analysis, hitsOf } from '../analysis.ts';
import { type Rule, type RuleDiagnostic, wholePath } from './rule.ts';

/** Whole phrases only, and never an error: what is refused differs by service and by day. */
export const policyRules: readonly Rule[] = [
  {
    id: 'policy-ip',
    severity: 'warn',
    source: 'S16, S19, S5',
    find: (draft) => policy(draft, 'ip', 'Describe the type instead: "a masked acrobat in red and blue".'),
  },
  {
    id: 'policy-person',
    severity: 'warn',
    source: 'S16, S5',
    find: (draft) => policy(draft, 'person', 'Describe an invented person instead.'),
  },
  { id: 'policy-minor', severity: 'warn', source: 'S16', find: (draft) => policy(draft, 'minor', 'Leave it out.') },
  {
    id: 'policy-gore',
    severity: 'warn',
    source: 'S16',
    find: (draft) => policy(draft, 'gore', 'Show the moment before or after, without wounds.'),
  },
];

function policy(draft: Analysis, tag: string, fix: string): RuleDiagnostic[] {
  const [found] = hitsOf(draft, tag);
  return found
    ? [{ path: wholePath(draft), message: `"${found.word}" is ${found.id}, which is likely refused.`, fix }]
    : [];
}
