/** A call that a text names: the tool, what is given to it, and the words beside it that are spelled like fields. */
export type NamedCall = { tool: string; args: Record<string, unknown>; words: string[] };

type Json = Record<string, unknown>;
/** The answer that the text stands in, and what had been asked for. */
export type Context = { tools: readonly string[]; answer?: Json; asked?: Json };

const value = String.raw`\[.*?\](?![\]}])|\{.*?\}(?!\})|"[^"]*"|true|false|\d+(?:\.\d+)?`;
const given = new RegExp(String.raw`\b([a-z]+(?:_[a-z]+)*)(?:: ?| )(${value})`, 'g');
const fieldLike = /\b[a-z]+(?:_[a-z]+)+\b/g;

/** The calls that a next step or a fix names, as a model reads them: `get_task with this task_id`, `submit_task again without dry_run`. */
export function readCalls(text: string, { tools, answer = {}, asked = {} }: Context): NamedCall[] {
  const names = new RegExp(String.raw`(?<!of )\b(?:${tools.join('|')})\b`, 'g');
  const starts = [...text.matchAll(names)];
  return starts.map(({ 0: tool, index }, i) => {
    const rest = text.slice(index + tool.length, starts[i + 1]?.index);
    const clause = rest.split(/[.;](?=\s|$)/, 1)[0] ?? '';
    return { tool, ...readArguments(fillIn(clause, answer), answer, asked) };
  });
}

function readArguments(clause: string, answer: Json, asked: Json): Omit<NamedCall, 'tool'> {
  const dropped = [...clause.matchAll(/\bwithout ([a-z_]+)/g)].map(([, name = '']) => name);
  const args: Json = dropped.length > 0 && clause.startsWith(' again') ? { ...asked } : {};
  for (const name of dropped) delete args[name];
  const isMeant = (name: string) => new RegExp(`\\b(?:this|the same) ${name}\\b`).test(clause);
  for (const [name, context] of [
    ['task_id', answer],
    ['draft_id', asked],
  ] as const)
    if (isMeant(name)) args[name] = context[name];
  let rest = clause;
  for (const [all, name = '', written = ''] of clause.matchAll(given)) {
    args[name] = JSON.parse(written);
    rest = rest.replace(all, name);
  }
  return { args, words: [...new Set(rest.match(fieldLike) ?? [])] };
}

/** `output_urls[0]` stands for a part of the answer. */
function fillIn(clause: string, answer: Json): string {
  return clause.replace(/\b([a-z_]+)\[(\d+)\]/g, (all, name: string, index: string) => {
    const list = answer[name];
    return Array.isArray(list) ? JSON.stringify(list[Number(index)]) : all;
  });
}
