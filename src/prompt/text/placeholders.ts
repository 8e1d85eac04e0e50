/** Words of instruction in brackets: somebody was to write something else there. */
const instruction =
  /[[【{<＜(（][^[\]【】{}<>＜＞()（）\n]{0,24}(?:\b(?:insert|describe|your|replace|fill in|placeholder|specify|enter|choose|tbd|todo|lorem|xxx+)\b|填写|描述你|在此|此处|替换|输入|待定|你的|某某|自定义)[^[\]【】{}<>＜＞()（）\n]{0,40}[\]】}>＞)）]/gi;
/** Our own: `<what: …>`. */
const own = /[<＜](?:what|什么)[:：][^<>＜＞\n]{0,80}[>＞]/gi;
/** `{{name}}`, `{subject}`, `${scene}`: a template that was not filled. */
const variable = /\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\}|\{[a-z][a-z0-9]*(?:_[a-z0-9]+)*\}/gi;
const blank = /(?<![\w_])_{3,}(?![\w_])/g;
/** `walks into [LOCATION]`, `走进【场景描述】`: the name of a thing inside a sentence. A title opens its line or ends in a colon. */
const thing =
  /(?<=[^\s\n\]】.。!！:：;；] ?)[[【](?:the )?(?:(?:main |first |second )?(?:subject|character|person|product|brand|name|location|place|setting|object|item|colou?r|action|adjective|city|animal|outfit|emotion|mood|style|theme|genre|verb|noun)(?: (?:name|description|here|\d))?|[^】\]\n]{0,6}(?:描述|名称|名字|主角|角色名|产品名|人物名|地点|颜色|动作|品牌))[\]】](?![:：])/gi;

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
