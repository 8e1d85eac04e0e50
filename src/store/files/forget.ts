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
  const whole = findProductions(index, meant);
  for (const production of whole) forgetPlan(parts, production);
  if ('before' in meant) plans.eraseVain(index.productions.all, meant.before);
  const keys = new Set(known.map(({ key }) => key));
  for (const production of index.productions.all) {
    const clips = whole.includes(production) ? [] : findClips(production, keys);
    if (clips.length > 0) plans.forget(production.plan.key, clips);
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
  const keys = index.productions.find(meant.key)?.known ?? [meant.key];
  return [...keys].flatMap((key) => index.find(key) ?? []);
}

/** The clips of which some of the tasks are takes. */
function findClips({ plan, steps, extras, known }: ProductionRow, keys: ReadonlySet<string>): number[] {
  if (![...known].some((key) => keys.has(key))) return [];
  const made = steps.flatMap(({ rows }, n) =>
    rows.some(({ key }) => keys.has(key)) ? (plan.steps[n]?.clip ?? []) : [],
  );
  return [...made, ...extras.flatMap(({ clip, task }) => (keys.has(task.key) ? clip : []))];
}

function findProductions({ productions }: RecordIndex, meant: Meant): ProductionRow[] {
  if ('before' in meant) return productions.all.filter(({ plan }) => plan.at < meant.before);
  return [productions.find(meant.key)].filter((row) => row !== undefined);
}

function forgetPlan({ record, plans, now }: Parts, production: ProductionRow): void {
  plans.erase(production.plan.key);
  record.keep(...stopForgotten(production, now()));
}
