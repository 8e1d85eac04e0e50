import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the repository. */
export const root = join(import.meta.dirname, '..');

export function readPage(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every page that a user or an agent reads, as a path below the root. */
export function pages(): string[] {
  const inFolder = (folder: string) => readdirSync(join(root, folder)).map((name) => join(folder, name));
  return [...inFolder('.'), ...inFolder('docs')].filter((path) => path.endsWith('.md'));
}

export type Fence = { language: string; text: string; line: number };

/** The fenced blocks of a page, in order. */
export function fences(page: string): Fence[] {
  return [...page.matchAll(/^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```/gm)].map(
    ({ 2: language = '', 3: text = '', index }) => ({
      language,
      text,
      line: page.slice(0, index).split('\n').length,
    }),
  );
}

/** The part of a page below one heading, up to the next of the same or a higher rank. */
export function under(page: string, heading: string): string {
  const [, rank = ''] = /^(#+)/.exec(heading) ?? [];
  const from = page.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`There is no heading "${heading}".`);
  const body = page.slice(from + heading.length + 2);
  return body.split(new RegExp(`\\n#{1,${rank.length}} `))[0] ?? '';
}

/** Text in backticks, outside the fenced blocks. */
export function inlineCode(page: string): string[] {
  const prose = page.replace(/^( *)```[\s\S]*?^\1```/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
}

/** Every call of the program on a page, as its words: in shell blocks and in backticks. */
export function programCalls(page: string): string[][] {
  const shell = fences(page).filter(({ language }) => ['bash', 'sh', 'powershell'].includes(language));
  const texts = [...shell.map(({ text }) => text.replaceAll(/\\\n\s*/g, ' ')), ...inlineCode(page)];
  return texts
    .flatMap((text) => [...text.matchAll(/(?:npx -y |\$\(|^)seedance-mcp ?([^\n]*)/gm)])
    .map(([, rest = '']) => splitWords(rest));
}

/** Splits as a POSIX shell would, up to a redirection, a pipe or the end of a substitution. */
function splitWords(line: string): string[] {
  const words: string[] = [];
  for (const [, single, double, bare] of line.matchAll(
    /'([^']*)'|"([^"]*)"|((?:[^\s'"|<>);&]|<[\w -]+>)+|[|<>);&])/g,
  )) {
    if (bare && /^[|<>);&]$/.test(bare)) break;
    words.push(single ?? double ?? bare ?? '');
  }
  return words;
}
