import { type NamedCall, readCalls } from '../../agents/read-calls.ts';
import { tools } from '../../src/tools/index.ts';
import type { Answer, Front } from '../harness.ts';
import { open as openFront } from '../productions/stage.ts';

type Json = Record<string, unknown>;

/** A call that an answer advises, and the sentence that does. */
export type Advice = { front: Front; told: string; call: NamedCall };

const toolNames = tools.map(({ name }) => name);
/** Where an answer says what to do. */
const advising = ['next_step', 'fix', 'warnings', 'message'];

/** Everything that was told so far, and the calls that it named. */
export const heard: { told: string[]; advice: Advice[] } = { told: [], advice: [] };

/** A front whose answers are listened to, as a model does that remembers the draft it submitted. */
export async function open(options: Parameters<typeof openFront>[0] = {}): Promise<Front> {
  const front = await openFront(options);
  const { call } = front;
  const remembered: Json = {};
  front.call = async (tool, args = {}, more) => {
    const answer = await call(tool, args, more);
    if (args.draft_id) remembered.draft_id = args.draft_id;
    listen(front, answer, { tool, args: { ...remembered, ...args } });
    return answer;
  };
  return front;
}

type Told = Pick<Answer, 'isError' | 'text' | 'data'>;

/** Notes what an answer tells, and the calls that it names. */
export function listen(front: Front, { isError, text, data }: Told, asked: { tool: string; args: Json }): void {
  for (const told of isError ? [text] : advised(data)) {
    heard.told.push(told);
    const calls = readCalls(told, { tools: toolNames, answer: data, asked });
    heard.advice.push(...calls.map((call) => ({ front, told, call })));
  }
}

function advised(value: unknown, isAdvice = false): string[] {
  if (typeof value === 'string') return isAdvice ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  return entries.flatMap(([key, one]) => advised(one, advising.includes(key) || (isAdvice && Array.isArray(value))));
}
