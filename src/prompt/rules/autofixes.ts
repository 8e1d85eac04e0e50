import type { RuleRow } from '../../core/rule.ts';

/** What `build/autofix.ts` puts right and tells. */
export const autofixRules: readonly RuleRow[] = [
  {
    id: 'ref-numbering-global',
    meaning: 'Files were numbered over all types; each type is numbered from 1 now.',
    severity: 'warn',
    source: 'docs/storyboard.md, References',
  },
  {
    id: 'ref-host-syntax',
    meaning: 'References were rewritten as the service spells them.',
    severity: 'info',
    source: 'docs/storyboard.md, References',
  },
  {
    id: 'ref-mixed-family',
    meaning: 'References were spelled with several words; now with one.',
    severity: 'info',
    source: 'docs/storyboard.md, References',
  },
  {
    id: 'ref-mixed-sigil',
    meaning: 'References stood with and without a mark; now all alike.',
    severity: 'info',
    source: 'docs/storyboard.md, References',
  },
  {
    id: 'time-inclusive',
    meaning: 'Shots counted 0-3, 4-8; each starts now where the one before ends.',
    severity: 'info',
    source: 'docs/storyboard.md, Shots and seconds',
  },
  {
    id: 'task-inferred',
    meaning: 'The words can only mean an edit or an extension of a clip, so that task was taken.',
    severity: 'info',
    source: 'docs/storyboard.md, Editing and extending',
  },
  {
    id: 'model-operation',
    meaning: 'Another operation of the same model does this task; it was taken.',
    severity: 'info',
    source: 'docs/wire.md, Pixazo operations',
  },
];
