import * as z from 'zod';
import { findJson } from '../../core/find-json.ts';
import { ExpectedFacts, Intent, SharedEvent, TaskEvent, Words } from '../events.ts';
import { Plan, type PlanEvent, PlanResumed, planOutcomes } from '../productions/plan.ts';
import { foldTask, type Task } from '../task.ts';
import { Process } from './process.ts';

/** An intent's words stand in a line of their own before it, so that `forget` can take them and leave the intent alone. */
const WordsLine = z.object({
  type: z.literal('words'),
  ...Intent.pick({ key: true, at: true }).shape,
  ...Words.shape,
});

const IntentLine = Intent.omit({ parameters: true }).extend({
  type: z.literal('intent'),
  asked: ExpectedFacts.extend(Words.partial().pick({ prompt: true, references: true }).shape),
  process: Process.optional(),
  /** 0.1.0 kept the words here, and called the process `owner`. */
  parameters: Words.shape.parameters.optional(),
  owner: Process.optional(),
});
type IntentLine = z.output<typeof IntentLine>;

/** Written by 0.1.0 once it had blanked the words of an intent. */
const ForgottenLine = z.object({ type: z.literal('forgotten'), ...Intent.pick({ key: true, at: true }).shape });

/** A process that asks for the money of a production holds it until that is decided. */
const PlanLine = Plan.extend({ process: Process.optional() });
const ResumedLine = PlanResumed.extend({ process: Process.optional() });
const Line = z.discriminatedUnion('type', [
  IntentLine,
  WordsLine,
  ForgottenLine,
  ...TaskEvent.options,
  ...SharedEvent.options,
  PlanLine,
  ResumedLine,
  ...planOutcomes,
]);
export type Line = z.output<typeof Line>;
/** A plan, or what becomes of it. */
export type ProductionLine = Extract<Line, { type: 'planned' | PlanEvent['type'] }>;
export type TaskLine = Exclude<Line, SharedEvent | ProductionLine>;

/** As much of a line of words as the index wants: words are long, and rarely asked for. */
const WordsHead = WordsLine.pick({ type: true, key: true, at: true });
export type WordsHead = z.output<typeof WordsHead>;

const headOfWords = /^\{"type":"words","key":"[^"\\]*","at":\d+/;

/** Undefined for every other line, and for one that is spelled otherwise than here. */
export function findWordsHead(text: string): WordsHead | undefined {
  const [head] = headOfWords.exec(text) ?? [];
  return head === undefined ? undefined : WordsHead.safeParse(findJson(`${head}}`)).data;
}

/** Undefined for a torn line, and for one that is not ours. */
export function findLine(text: string): Line | undefined {
  return Line.safeParse(findJson(text.replace(/^\uFEFF/, ''))).data;
}

export function linesOf(intent: Intent, process: Process): Line[] {
  const { key, at, parameters, asked, ...rest } = intent;
  const { prompt, references, ...facts } = asked;
  return [
    { type: 'words', key, at, prompt, references, parameters },
    { type: 'intent', key, at, ...rest, asked: facts, process },
  ];
}

export function wordsOf(line: Line | undefined): Words | undefined {
  if (line?.type === 'words') return line;
  if (line?.type !== 'intent' || line.parameters === undefined) return undefined;
  return { prompt: line.asked.prompt ?? '', references: line.asked.references ?? [], parameters: line.parameters };
}

/** Whether `forget` has something to do in this line. */
export function holdsWords(line: Line | WordsHead): boolean {
  return line.type === 'words' || (line.type === 'intent' && line.parameters !== undefined);
}

/** The same intent, as it stands beside words that are gone. */
export function withoutWords({ parameters: _, asked, ...rest }: IntentLine): IntentLine {
  const { prompt: __, references: ___, ...facts } = asked;
  return { ...rest, asked: facts };
}

function findIntent(lines: readonly TaskLine[]): IntentLine | undefined {
  return lines.find((line) => line.type === 'intent');
}

/** The process that wrote an intent. */
export function processOf(intent: IntentLine): Process | undefined {
  return intent.process ?? intent.owner;
}

export function isProductionLine(line: Line | WordsHead): line is ProductionLine {
  return line.type === 'planned' || line.type.startsWith('plan_');
}

function isShared(line: Line | WordsHead): line is SharedEvent {
  return line.type === 'uploaded' || line.type === 'unblocked' || line.type === 'payer';
}

export function isTaskLine(line: Line | WordsHead): line is TaskLine | WordsHead {
  return !isShared(line) && !isProductionLine(line);
}

export function isTaskEvent(line: TaskLine | WordsHead): line is TaskEvent {
  return line.type !== 'intent' && line.type !== 'words' && line.type !== 'forgotten';
}

/** A task as its lines tell it. Undefined while its intent is missing. */
export function readTask(lines: readonly TaskLine[]): Task | undefined {
  const told = readIntent(lines);
  return told && foldTask(told.intent, told.events);
}

/** An intent with its words, and what became of it. */
export function readIntent(lines: readonly TaskLine[]): { intent: Intent; events: TaskEvent[] } | undefined {
  const line = findIntent(lines);
  if (!line) return undefined;
  const isForgotten = lines.some(({ type }) => type === 'forgotten');
  const words = isForgotten ? undefined : lines.map(wordsOf).find((found) => found !== undefined);
  const { prompt, references, parameters } = words ?? { prompt: '', references: [], parameters: {} };
  const intent = { ...line, parameters, asked: { ...line.asked, prompt, references } };
  return { intent, events: lines.filter(isTaskEvent) };
}
