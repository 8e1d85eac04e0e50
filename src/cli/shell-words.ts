import { installation } from '../core/installation.ts';
import { tools } from '../tools/index.ts';
import { flagOf } from './flag-of.ts';
import { parameterOptions } from './parameter-options.ts';

/** What a text leaves open, because its answer says it. */
type Known = { task_id?: string; output_urls?: readonly string[] };

const names = tools.map(({ name }) => name).join('|');
/** Fields of the tools, and the parameters that submit has options for. */
const fields: ReadonlyMap<string, string> = new Map([
  ...parameterOptions.map(({ parameter, flag }): [string, string] => [parameter, flag]),
  ...tools.flatMap((tool) =>
    Object.keys(tool.input.shape).map((field): [string, string] => [field, flagOf(tool, field)]),
  ),
]);
const fieldNames = [...fields.keys()].join('|');

const value = String.raw`(?:"[^"]*"|\[\{.*?\}\]|\[[^\]]*\]|true|false|[\d.]+)`;
const argument = `(?:(?:this|the|the same|此|同一个) (?:task[ _]id|draft_id)|(?:without |（去掉 )task_id|(?:your|给出你的) shots|(?:${fieldNames}):? ${value})`;
/** `call get_task with this task_id and frames: "last"`, `compose_storyboard with your shots, task "extend"`, `调用 get_task，用此 task_id`. */
const callPattern = new RegExp(
  String.raw`\b(?:([Cc])all )?\b(${names})\b((?:(?:,? (?:with |and |和 )?|，用?)${argument})+|（去掉 task_id）)?`,
  'g',
);
const argumentPattern = new RegExp(argument, 'g');
const pairPattern = new RegExp(String.raw`(?<![\w"./-])(${fieldNames}): (${value})`, 'g');
/** A word of prose is no field: only names of two words are. */
const fieldPattern = /(?<![\w"./-])[a-z]+(?:_[a-z]+)+(?!["/[\w]|\.\w)/g;

/** A person types a key, and does not paste it into a command. */
const keyStep =
  /(?:Say this to the user word for word\. )?When the user pastes the key, .*?echo 'KEY' \| (.+?)\. Where you cannot.*?without a restart\.|(?:请一字不差地告知用户。)?用户粘贴密钥后，.*?echo 'KEY' \| (.+?)。如果你不能.*?无需重启。/s;

/**
 * The one place where a text speaks to a shell. Texts are written for MCP, in a fixed form: here their calls become commands, and
 * the fields that they name become flags.
 */
export function toShellWords(text: string, known: Known = {}): string {
  return text
    .replace(keyStep, (_, english, chinese) =>
      english
        ? `Run ${english}: it asks for the key, checks it and saves it.`
        : `运行 ${chinese}，它会询问密钥，检查后保存。`,
    )
    .replace(new RegExp(`the input of (?:${names})`), 'the input')
    .replace(/\b([Cc])all submit_task again\b/g, (_, c) => `${run(c)} the same command again`)
    .replace(/再次调用 submit_task/g, '再次运行同样的命令')
    .replace(callPattern, (_, call, name, args = '') => (call ? `${run(call)} ` : '') + renderCall(name, args, known))
    .replace(/调用 (?=`)/g, '运行 ')
    .replace(pairPattern, (_, field, given) => renderFlag(field, given))
    .replace(fieldPattern, (word) => fields.get(word) ?? word)
    .replace(/\b([Cc])all again\b/g, (_, c) => `${run(c)} it again`)
    .replace('the tool list', `\`${installation.command} help submit\``);
}

function run(call: string): string {
  return call === 'C' ? 'Run' : 'run';
}

function renderCall(name: string, text: string, known: Known): string {
  const args: readonly string[] = text.match(argumentPattern) ?? [];
  const given = new Map(args.flatMap((arg) => readPair(arg, known)));
  const words = wordsOf(name, given, args, known.task_id);
  return `\`${[installation.command, ...words].join(' ')}\``;
}

/** `frames: "last"` is a field and its value; `output_urls[0]` is a part of the answer. */
function readPair(arg: string, { output_urls: [url = 'URL'] = [] }: Known): [string, string][] {
  const [, field, literal] = new RegExp(`^(${fieldNames}):? (.*)$`).exec(arg) ?? [];
  return field && literal ? [[field, literal.replace('output_urls[0]', `"${url}"`)]] : [];
}

/** What lists tasks where no id is named. */
const listed = ['status', 'search', 'since', 'until', 'limit'];

/** get_task and submit_task are several commands each. */
function wordsOf(name: string, given: ReadonlyMap<string, string>, args: readonly string[], taskId = 'ID'): string[] {
  const says = (pattern: RegExp): boolean => args.some((arg) => pattern.test(arg));
  const id = given.get('task_id')?.slice(1, -1) ?? taskId;
  const flags = [...given].flatMap(([field, literal]) => (field === 'task_id' ? [] : [renderFlag(field, literal)]));
  if (name === 'get_task') {
    if (says(/without|去掉/) || listed.some((field) => given.has(field))) return ['list', ...flags];
    if (given.get('frames') === '"last"') return ['frame', id];
    return [flags.length > 0 ? 'query' : 'poll', id, ...flags];
  }
  const takes = given.get('use')?.replace('its task_id', 'TAKE');
  if (takes) return ['use', id, ...(takes.match(/[^\s[\]",]+/g) ?? [])];
  if (given.has('stop')) return ['stop', id];
  const named = [
    ...(says(/task[ _]id/) ? ['--task-id', id] : []),
    ...(says(/(?:this|same|同一个) draft_id$/) ? ['--draft', 'DRAFT'] : []),
    ...(says(/shots$/) ? ['--shots', '@shots.json'] : []),
  ];
  return [commandOf(name), ...named, ...flags];
}

function commandOf(name: string): string {
  return tools.find((tool) => tool.name === name)?.command ?? name;
}

/** `--dry-run` for `dry_run: true`, `--no-save` for `save: false`. */
function renderFlag(field: string, literal: string): string {
  const flag = fields.get(field) ?? field;
  if (literal === 'true' || literal === 'false') return flag;
  return `${flag} ${literal.startsWith('[') ? `'${literal}'` : literal.replace(/^"([\w:.-]+)"$/, '$1')}`;
}

/** What went wrong, likewise; but JSON that was given has fields. */
export function explainToShell(message: string): string {
  if (message.includes('no such field')) return message;
  return toShellWords(message).replace(/\bparameters\.(\w+)/g, (path, name) => fields.get(name) ?? path);
}

/** At a terminal the reader is the user. */
export function toUser(text: string): string {
  return userWords.reduce((said, [pattern, words]) => said.replace(pattern, words), text);
}

/** What is said of a user, and what is said to one. The narrower comes first. */
const userWords: readonly [RegExp, (found: string, first: string) => string][] = [
  [/Say this to the user word for word\. |请一字不差地告知用户。/g, () => ''],
  [/\b(?:(?:Ask|Tell) the user, then|Ask the user to) (\w)/g, (_, first) => first.toUpperCase()],
  [/\bask the user to /g, () => ''],
  [/\b(a|A)sk the user for\b/g, (_, a) => (a === 'A' ? 'Give' : 'give')],
  [/\bAsk the user whether to\b/g, () => 'Decide whether to'],
  [/ ?(?:Tell the user now\.|请立即告诉用户。)/g, () => ''],
  [/\bTell the user, who compares\b/g, () => 'Compare'],
  [/\b(s|S)how the user\b/g, (_, s) => (s === 'S' ? 'Open' : 'open')],
  [/: tell the user what (\w+) says/g, (_, field) => `: see ${field}`],
  [
    /: error in clips says why and what to (?:change|do)\.|：clips 里的 error 说明了原因和要(?:改的地方|做的事)。/g,
    (said) => said.slice(-1),
  ],
  [/\bthe user can check their\b/g, () => 'check your'],
  [/\bthe user(?= (?:can|may)\b)/g, () => 'you'],
  [/\bthe user has\b/g, () => 'you have'],
  [/\bthe user (accept|allow|compare|find|paste|run)s\b/g, (_, verb) => `you ${verb}`],
  [/把 ?(.+?)(?:的内容)? ?(?:给|告诉)用户看?/g, (_, field) => `请看 ${field}`],
  [/(?:询问|告诉)用户，(?:然后)?|请用户先?/g, (said) => (said.startsWith('请') ? '请' : '')],
  [/询问用户是否/g, () => '请决定是否'],
  [/(?<!另一个)用户(?!名)/g, () => '你'],
];

/** The same for a line of help, which speaks of this program already. */
export function toHelpWords(text: string): string {
  return text
    .replace(callPattern, (_, __, name, args = '') => commandOf(name === 'get_task' ? 'poll' : name) + args)
    .replace(fieldPattern, (word) => fields.get(word) ?? word);
}

/** What is said to the reader of an answer; messages and prompts stay as they are. */
const spoken = new Set(['next_step', 'fix', 'warnings', 'note']);

/** An answer whose advice speaks to a shell. */
export function withShellWords(output: Record<string, unknown>): Record<string, unknown> {
  return { ...output, ...Object.fromEntries(speak(output, output)) };
}

function speak(value: object, known: Known): [string, unknown][] {
  return Object.entries(value).map(([key, inner]) => [key, spoken.has(key) ? say(inner, known) : within(inner, known)]);
}

function say(value: unknown, known: Known): unknown {
  if (typeof value === 'string') return toShellWords(value, known);
  return Array.isArray(value) ? value.map((inner) => say(inner, known)) : value;
}

function within(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((inner) => within(inner, known));
  return typeof value === 'object' && value !== null ? Object.fromEntries(speak(value, { ...known, ...value })) : value;
}
