import type { RuleRow } from '../../core/rule.ts';

/** What `build/autofix.ts` puts right and tells. */
export const autofixRules: readonly RuleRow[] = [
  {
    id: 'ref-numbering-global',
    meaning: 'Files were numbered over all types; each type is numbered from 1 now.',
    severity: 'warn',
    source: 'References',
  },
  {
    id: 'ref-host-syntax',
    meaning: 'References were rewritten as the service spells them.',
    severity: 'info',
    source: 'References',
  },
  {
    id: 'ref-mixed-family',
    meaning: 'References were spelled with several words; now with one.',
    severity: 'info',
    source: 'References',
  },
  {
    id: 'ref-mixed-sigil',
    meaning: 'References stood with and without a mark; now all alike.',
    severity: 'info',
    source: 'References',
  },
  {
    id: 'time-inclusive',
    meaning: 'Shots counted 0-3, 4-8; each starts now where the one before ends.',
    severity: 'info',
    source: 'Shots and seconds',
  },
];
