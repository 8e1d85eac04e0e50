import { stopForgotten } from '../productions/forgotten.ts';
import type { Task } from '../task.ts';
import type { Drafts } from './drafts.ts';
import type { Plans } from './plans.ts';
import type { ProductionRow } from './production-index.ts';
import type { FileRecord } from './record.ts';
import { hasWords, type RecordIndex, type Row } from './record-index.ts';

type Parts = { record: FileRecord; drafts: Drafts; plans: Plans; now(): number };
type Meant = { key: string } | { before: number };

/** Blanks the words of tasks, productions and drafts. Returns the tasks as they are now. */
export function forget(parts: Parts, meant: Meant): Task[] {
  const { record, drafts, plans } = parts;
  const index = record.lookAgain();
  const known = findRows(index, meant);
  const words = record.readWords(known.filter(hasWords));
  drafts.forget('key' in meant ? { prompts: words.flatMap((found) => found?.prompt ?? []) } : meant);
  for (const production of findProductions(index, meant)) forgetPlan(parts, production);
  for (const { summary } of known) {
    const { production = '', number = -1 } = summary?.step ?? {};
    const clip = index.productions.find(production)?.plan.steps[number]?.clip;
    if (clip !== undefined) plans.forget(production, [clip]);
  }
  for (const row of known.filter(hasWords)) record.blankWords(row);
  const after = record.lookAgain();
  return known.flatMap(({ key }) => {
    const row = after.find(key);
    return (row && record.readTask(row)) ?? [];
  });
}

/** Also what was left of a submit that ended between its words and its intent. */
function findRows(index: RecordIndex, meant: Meant): Row[] {
  if ('before' in meant) return index.withWords().filter(({ at }) => at < meant.before);
  const ofProduction = index.productions.find(meant.key)?.steps.flatMap(({ rows }) => rows);
  return ofProduction ?? [index.find(meant.key)].filter((row) => row !== undefined);
}

function findProductions({ productions }: RecordIndex, meant: Meant): ProductionRow[] {
  if ('before' in meant) return productions.all.filter(({ plan }) => plan.at < meant.before);
  return [productions.find(meant.key)].filter((row) => row !== undefined);
}

function forgetPlan({ record, plans, now }: Parts, production: ProductionRow): void {
  plans.erase(production.plan.key);
  record.keep(...stopForgotten(production, now()));
}
