import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { Language } from '../prompt/languages/index.ts';
import type { Call, Tool } from './tool.ts';

/** What an agent works in, by what it has said so far in this process. */
const spoken = new WeakMap<App, Language>();

/** Fields in which an agent writes in its own language. A prompt of a picture may be in English for the model's sake. */
const ownWords = ['visual', 'action', 'style', 'mood', 'music', 'prompt', 'search'];

/** Learns the language from the arguments of a call: the one it names, that of a storyboard, or Chinese wherever it is written. */
export async function hearArguments(app: App, tool: Pick<Tool, 'effect'>, args: unknown): Promise<void> {
  const named = typeof args === 'object' && args && 'language' in args ? args.language : undefined;
  const language = await readLanguage(named, wordsIn(args));
  const isStoryboard = tool.effect === 'pure';
  if (language && (language !== 'en' || isStoryboard)) spoken.set(app, language);
}

/** Learns it from the prompt of what is asked for, where nothing was heard yet: after a restart. */
export async function hearPrompt(app: App, findPrompt: () => Promise<string | undefined>): Promise<void> {
  if (spoken.has(app)) return;
  const language = await readLanguage(undefined, (await findPrompt()) ?? '');
  if (language) spoken.set(app, language);
}

async function readLanguage(named: unknown, words: string): Promise<Language | undefined> {
  if (named === undefined && !/[^ -~\s]/.test(words)) return words === '' ? undefined : 'en';
  const [{ languages }, { guessLanguage }] = await Promise.all([
    import('../prompt/languages/index.ts'),
    import('../prompt/languages/guess.ts'),
  ]);
  return languages.find((language) => language === named) ?? guessLanguage(words);
}

function wordsIn(value: unknown, isOwn = false): string {
  if (typeof value === 'string') return isOwn ? `${value} ` : '';
  if (typeof value !== 'object' || value === null) return '';
  const entries = Object.entries(value);
  return entries.map(([key, one]) => wordsIn(one, ownWords.includes(key))).join('');
}

type Translate = (text: string) => string;

async function findTranslator(app: App): Promise<Translate | undefined> {
  const language = spoken.get(app);
  if (language === undefined || language === 'en') return undefined;
  return (await import('../prompt/languages/told/index.ts')).loadTranslator(language);
}

/** Fields of answers that are sentences. */
const sentences = ['next_step', 'message', 'fix', 'warnings', 'note'];

/** The answer in the agent's language. */
export async function translateAnswer<Answer>(app: App, answer: Answer): Promise<Answer> {
  const translate = await findTranslator(app);
  return translate ? translateIn(answer, translate, false) : answer;
}

function translateIn<Value>(value: Value, translate: Translate, isSentence: boolean): Value;
function translateIn(value: unknown, translate: Translate, isSentence: boolean): unknown {
  if (typeof value === 'string') return isSentence ? translate(value) : value;
  if (Array.isArray(value)) return value.map((one) => translateIn(one, translate, isSentence));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, translateIn(one, translate, sentences.includes(key))]),
  );
}

/** Progress in the agent's language. */
export async function translateProgress(app: App, progress: Call['progress']): Promise<Call['progress']> {
  const translate = await findTranslator(app);
  return translate ? (update) => progress({ ...update, message: translate(update.message) }) : progress;
}

/** An error of ours in the agent's language. */
export async function translateError(app: App, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof AppError)) return thrown;
  const translate = await findTranslator(app);
  return translate ? thrown.inWords(translate) : thrown;
}
