import { anyOf, wordStart } from './word-patterns.ts';

const [inner, opening, closing] = ['[^[\\]【】{}<>＜＞()（）\\n]', '[[【{<＜(（]', '[\\]】}>＞)）]'];
/** Words of instruction in brackets: somebody was to write something else there. */
const instruction = new RegExp(
  `${opening}${inner}{0,24}${wordStart}${anyOf('instruction')}${inner}{0,40}${closing}`,
  'gi',
);
/** Our own: `<what: …>`. */
const own = /[<＜](?:what|什么)[:：][^<>＜＞\n]{0,80}[>＞]/gi;
/** `{{name}}`, `{subject}`, `${scene}`: a template that was not filled. */
const variable = /\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\}|\{[a-z][a-z0-9]*(?:_[a-z0-9]+)*\}/gi;
const blank = /(?<![\w_])_{3,}(?![\w_])/g;
/** `walks into [LOCATION]`, `走进【场景描述】`: the name of a thing inside a sentence. A title opens its line or ends in a colon. */
const thing = new RegExp(
  `[[【](?<=[^\\s\\n\\]】.。!！:：;；] ?[[【])(?:the )?(?:(?:main |first |second )?|[^\\]】\\na-z]{0,6})${anyOf('blank')}(?: (?:name|description|here|\\d))?[\\]】](?![:：])`,
  'gi',
);

/** What still waits for its words, each once, at most 8. */
export function findPlaceholders(text: string): string[] {
  const found = [own, instruction, variable, thing].flatMap((pattern) => text.match(pattern) ?? []);
  const blanks = [...text.matchAll(blank)]
    .filter(({ index, 0: line }) => !isRule(text, index, line.length))
    .map(([line]) => line);
  return [...new Set([...found, ...blanks])].slice(0, 8);
}

/** A line of its own is a rule between parts. */
function isRule(text: string, at: number, length: number): boolean {
  return (
    /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 8), at)) &&
    /^[ \t]*(?:\n|$)/.test(text.slice(at + length, at + length + 8))
  );
}
