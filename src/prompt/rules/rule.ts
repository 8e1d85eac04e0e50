import type { Diagnostic } from '../../core/diagnostic.ts';
import type { RuleRow } from '../../core/rule.ts';
import type { Analysis } from '../analysis.ts';
import { formatSeconds } from '../text/time/notation.ts';

export type Severity = Diagnostic['severity'];

/** What a rule found. Its own severity where one case is worse than another. */
export type RuleDiagnostic = { path: string; message: string; fix?: string; severity?: Severity };

/** A row of the registry, and how it is found. */
export type Rule = RuleRow & { find(analysis: Analysis): RuleDiagnostic[] };

/** Where a finding about the whole text stands. */
export function wholePath({ mode }: Analysis): string {
  return mode === 'text' ? 'prompt' : 'shots';
}

/** Words quoted in a message. */
export function short(line: string): string {
  return line.length > 32 ? `${line.slice(0, 31)}…` : line;
}

/** `3-8s`. */
export function span(start: number, end: number | undefined): string {
  return `${formatSeconds(start)}-${formatSeconds(end ?? start)}s`;
}
