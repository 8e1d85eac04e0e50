import { checkRules, type RuleRow } from '../core/rule.ts';
import { filmRules } from '../prompt/film/film-rules.ts';
import { autofixRules } from '../prompt/rules/autofixes.ts';
import { rules } from '../prompt/rules/index.ts';
import { code, renderTable } from './table.ts';

/** Every rule of the composer and of the checks of `submit_task`. */
export const ruleRegistry: readonly RuleRow[] = [...rules, ...autofixRules, ...filmRules, ...checkRules];

export function renderRules(): string {
  return renderTable(
    ['Rule', 'Severity', 'Meaning', 'Source'],
    ruleRegistry.map(({ id, severity, meaning, source }) => [code(id), severity, meaning, source]),
  );
}
