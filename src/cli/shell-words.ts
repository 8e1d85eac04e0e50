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
const argument = `(?:(?:this|the|the same) (?:task[ _]id|draft_id)|without task_id|(?:${fieldNames}):? ${value})`;
/** `call get_task again with this task_id and frames: "last"`, `compose_storyboard, task "extend", references [{…}]`. */
const callPattern = new RegExp(String.raw`\b(?:(c)all )?(${names})\b((?:(?:,| with| and)? ${argument})+)?`, 'gi');
const argumentPattern = new RegExp(argument, 'g');
const pairPattern = new RegExp(String.raw`(?<![\w"./-])(${fieldNames}): (${value})`, 'g');
/** A word of prose is no field: only names of two words are. */
const fieldPattern = /(?<![\w"./-])[a-z]+(?:_[a-z]+)+(?!["/[\w]|\.\w)/g;

/**
 * The one place where a text speaks to a shell. Texts are written for MCP, in a fixed form: here their calls become commands, and
 * the fields that they name become flags.
 */
export function toShellWords(text: string, known: Known = {}): string {
  return text
    .replace(/\b([Cc])all submit_task again\b/g, (_, c) => `${run(c)} the same command again`)
    .replace(callPattern, (_, call, name, args = '') => (call ? `${run(call)} ` : '') + renderCall(name, args, known))
    .replace(pairPattern, (_, field, given) => renderFlag(field, given))
    .replace(fieldPattern, (word) => fields.get(word) ?? word)
    .replace(/\b([Cc])all again\b/g, (_, c) => `${run(c)} it again`)
    .replace('the tool list', `\`${installation.command} help submit\``);
}

function run(call: string): string {
  return call === 'C' ? 'Run' : 'run';
}

function renderCall(name: string, text: string, known: Known): string {
  const { task_id: id = 'ID', output_urls: [url = 'URL'] = [] } = known;
  const args: readonly string[] = text.match(argumentPattern) ?? [];
  const given = new Map(
    args.flatMap((arg) => {
      const [, field, literal] = new RegExp(`^(${fieldNames}):? (.*)$`).exec(arg) ?? [];
      return field && literal ? [[field, literal.replace('output_urls[0]', `"${url}"`)]] : [];
    }),
  );
  const isNamed = args.some((arg) => /(?:this|the) task[ _]id/.test(arg));
  const isDraft = args.some((arg) => arg.endsWith('draft_id'));
  const words = wordsOf(name, given, { id, isNamed, isDraft, isAll: args.includes('without task_id') });
  return `\`${[installation.command, ...words].join(' ')}\``;
}

type Asked = { id: string; isNamed: boolean; isDraft: boolean; isAll: boolean };

/** get_task and submit_task are several commands each. */
function wordsOf(name: string, given: ReadonlyMap<string, string>, { id, isNamed, isDraft, isAll }: Asked): string[] {
  const flags = [...given].map(([field, literal]) => renderFlag(field, literal));
  if (name === 'get_task') {
    if (isAll) return ['list'];
    return given.get('frames') === '"last"' ? ['frame', id] : [given.size > 0 ? 'query' : 'poll', id, ...flags];
  }
  const takes = given.get('use');
  if (takes)
    return [
      'use',
      id,
      ...takes
        .replace(/[[\]",]/g, ' ')
        .replace('its task_id', 'TAKE')
        .trim()
        .split(/ +/),
    ];
  if (given.has('stop')) return ['stop', id];
  return [commandOf(name), ...(isNamed ? ['--task-id', id] : []), ...(isDraft ? ['--draft', 'DRAFT'] : []), ...flags];
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
  return text
    .replace(/\b(a|A)sk the user to (\w)/g, (_, a, first) => (a === 'A' ? first.toUpperCase() : first))
    .replace(/\b(?:Ask|Tell) the user, then (\w)/g, (_, first) => first.toUpperCase());
}

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
