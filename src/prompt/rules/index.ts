import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Analysis } from '../analysis.ts';
import { audioRules } from './audio.ts';
import { cameraRules } from './camera.ts';
import { dialogueRules } from './dialogue.ts';
import { durationRules } from './duration.ts';
import { fieldRules } from './fields.ts';
import { fileRules } from './files.ts';
import { frameRules } from './frames.ts';
import { policyRules } from './policy.ts';
import { referenceNameRules } from './reference-names.ts';
import { referenceRules } from './references.ts';
import type { Rule } from './rule.ts';
import { shotPacingRules } from './shot-pacing.ts';
import { styleRules } from './style.ts';
import { taskRules } from './task.ts';
import { textRules } from './text.ts';
import { timelineRules } from './timeline.ts';
import { wordRules } from './words.ts';

/** Every rule, one row each. Errors are what the service refuses or what cannot be meant; warnings hurt; infos are taste, the most useful first. */
export const rules: readonly Rule[] = [
  ...referenceRules,
  ...referenceNameRules,
  ...fileRules,
  ...timelineRules,
  ...durationRules,
  ...taskRules,
  ...frameRules,
  ...policyRules,
  ...fieldRules,
  ...styleRules,
  ...audioRules,
  ...dialogueRules,
  ...cameraRules,
  ...shotPacingRules,
  ...wordRules,
  ...textRules,
];

const ranks = { error: 0, warn: 1, info: 2 };

/** Errors first. */
export function bySeverity(a: Diagnostic, b: Diagnostic): number {
  return ranks[a.severity] - ranks[b.severity];
}

/** Asks every rule. Errors first; warnings and infos of one rule are told once, with the other places named. */
export function runRules(analysis: Analysis): Diagnostic[] {
  return tellProblems(analysis, findProblems(analysis, rules));
}

/** What rules find, place by place. */
export function findProblems(analysis: Analysis, asked: readonly Rule[]): Diagnostic[] {
  return asked.flatMap(({ id, severity, find }) =>
    find(analysis).map((finding) => ({ rule: id, severity, ...finding })),
  );
}

/** What was found as it is told: a rule at a time, errors first. */
export function tellProblems(
  { input, mode, autofixes }: Pick<Analysis, 'input' | 'mode' | 'autofixes'>,
  found: readonly Diagnostic[],
): Diagnostic[] {
  const byRule = new Map<string, Diagnostic[]>();
  for (const problem of found) {
    const same = byRule.get(problem.rule);
    if (same) same.push(problem);
    else byRule.set(problem.rule, [problem]);
  }
  const gathered = [...byRule].flatMap(([rule, problems]) => gather(rule, problems));
  const raised = gathered.map((problem) =>
    input.strict && problem.severity === 'warn' ? { ...problem, severity: 'error' as const } : problem,
  );
  const told = [...autofixes, ...(mode === 'text' ? oneTaste(raised, autofixes) : raised)];
  return told.sort(bySeverity);
}

/** A finished text is somebody's decision: of what is taste only the first is told, and nothing beside what was put right. */
function oneTaste(problems: readonly Diagnostic[], autofixes: readonly Diagnostic[]): Diagnostic[] {
  const infos = problems.filter(({ severity }) => severity === 'info');
  const told = autofixes.length > 0 ? undefined : infos[0];
  return problems.filter((problem) => problem.severity !== 'info' || problem === told);
}

const mostErrors = 8;

function gather(rule: string, found: Diagnostic[]): Diagnostic[] {
  const errors = found.filter(({ severity }) => severity === 'error').slice(0, mostErrors);
  const [first, ...others] = found.filter(({ severity }) => severity !== 'error');
  if (!first) return errors;
  const places = [...new Set(others.map(({ path }) => path))].filter((path) => path !== first.path).slice(0, 6);
  const also =
    places.length > 0 ? ` Also ${places.join(', ')}.` : others.length > 0 ? ` And ${others.length} more like it.` : '';
  return [...errors, { ...first, rule, message: first.message + also }];
}
