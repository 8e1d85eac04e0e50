import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Turns that readers stumbled over, each with its plain form. */
const turns: [turn: RegExp, plain: string][] = [
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\banew\b/i, 'again'],
  [/\bmeanwhile\b/i, 'while …, in between'],
  [/\bfor ever\b/i, 'forever, or a bound'],
  [/\bunless told\b/i, 'default: …'],
  [/\bsurely\b/i, 'certainly'],
  [/\bwhoever\b/i, 'the next process that …, the caller'],
  [/\b(is|are|was) in trouble\b/i, 'answered with an error'],
  [/\bhe?ld against\b|\bholds? (it|this|them|the file) against\b/i, 'checked against'],
  [/\bliving (link|URL)/i, 'working link'],
  [/\blink (lives|dies|died)\b|\blinks (live|die)\b/i, 'the link works, expires'],
  [/\bnobody knows\b/i, 'it is unclear'],
  [/\b(MCP|script|whole) road\b/i, 'way, workflow'],
  [/\bwords for people\b/i, 'human-readable messages'],
  [/\bis not known here\b/i, 'is unknown'],
  [/\b(be|been) looked at from here\b/i, 'be checked from here'],
  [/\bas the shell wears\b|\buntil nobody\b/i, 'say what happens'],
  [/\bthe map of the house\b/i, 'repository map'],
  [/\bthereof|\bwhereby|\bnaught|\bhitherto|\bhence\b/i, 'modern English'],
  [/\btask\(s\)|\bfile\(s\)|\bclip\(s\)/i, 'a plural'],
];

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', 'SKILL.md', 'reference.md', 'CONTRIBUTING.md', 'manifest.json', 'server.json'];
const folders = ['src', 'docs', 'scripts', 'bench', 'faults'];

describe('the texts of the product, its comments and its documents', () => {
  const texts = [...pages, ...folders.flatMap(listTexts)].map((path) => [path, readFileSync(join(root, path), 'utf8')]);

  it.each(turns)('do not say %s', (turn, plain) => {
    const found = texts.flatMap(([path, text]) =>
      (text ?? '')
        .split('\n')
        .flatMap((line, at) => (turn.test(line) ? [`${path}:${at + 1} ${line.trim().slice(0, 120)}`] : [])),
    );
    expect(found, `say instead: ${plain}`).toEqual([]);
  });
});

function listTexts(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return listTexts(path);
    return /\.(ts|mjs|md|html|css)$/.test(name) ? [path] : [];
  });
}
