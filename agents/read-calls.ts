/** A call that a text names: the tool, what is given to it, and the other words beside it that are spelled like fields. */
export type NamedCall = { tool: string; args: Record<string, unknown>; words: string[] };

type Json = Record<string, unknown>;
/** The answer that the text stands in, and the call that it answers. */
export type Context = { tools: readonly string[]; answer?: Json; asked?: { tool: string; args: Json } };

const value = String.raw`\[.*?\](?![\]}])|\{.*?\}(?!\})|"[^"]*"|true|false|\d+(?:\.\d+)?`;
const given = new RegExp(String.raw`\b([a-z]+(?:_[a-z]+)*)(?:: ?| )(${value})`, 'g');
const dropped = new RegExp(String.raw`(?:\bwithout |去掉 )([a-z_]+)(?:: (?:${value}))?`, 'g');
const fieldLike = /\b[a-z]+(?:_[a-z]+)+\b/g;

/** The calls that a next step or a fix names, in English or Chinese, as a model reads them: `get_task with this task_id`, `submit_task again without dry_run`. */
export function readCalls(text: string, { tools, answer = {}, asked }: Context): NamedCall[] {
  const names = new RegExp(String.raw`(?<!of )\b(?:${tools.join('|')})\b`, 'g');
  const starts = [...text.matchAll(names)];
  return starts.map(({ 0: tool, index }, i) => {
    const rest = text.slice(index + tool.length, starts[i + 1]?.index);
    const clause = fillIn(rest.split(/[.;](?=\s|$)|[。；]/, 1)[0] ?? '', answer);
    const isAgain = clause.startsWith(' again') || /再次调用 $/.test(text.slice(0, index));
    const args = isAgain && tool === asked?.tool ? { ...asked.args } : {};
    return { tool, args, words: readArguments(clause, args, { ...asked?.args, ...answer }) };
  });
}

/** Fills in what the clause says of the arguments; returns the words that it does not. */
function readArguments(clause: string, args: Json, context: Json): string[] {
  for (const [, name = ''] of clause.matchAll(dropped)) delete args[name];
  const said = clause.replace(dropped, '');
  for (const name of ['task_id', 'draft_id'])
    if (new RegExp(`(?:\\bthis|\\bthe same|此|同一个) ${name}\\b`).test(said)) args[name] = context[name];
  let rest = said;
  for (const [all, name = '', written = ''] of said.matchAll(given)) {
    args[name] = JSON.parse(written);
    rest = rest.replace(all, name);
  }
  return [...new Set(rest.match(fieldLike) ?? [])];
}

/** `output_urls[0]` stands for a part of the answer. */
function fillIn(clause: string, answer: Json): string {
  return clause.replace(/\b([a-z_]+)\[(\d+)\]/g, (all, name: string, index: string) => {
    const list = answer[name];
    return Array.isArray(list) ? JSON.stringify(list[Number(index)]) : all;
  });
}
