import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const source = join(import.meta.dirname, '../../src');

/** A text in the source; `{0}`, `{1}` stand for what is filled in. */
export type Sentence = { file: string; text: string };

/** Properties whose text nobody is told in an answer. */
const untold = new Set(['meaning', 'source', 'description', 'title']);

/** Every text in these folders or files below src that reads like words. */
export function findSentences(...places: string[]): Sentence[] {
  return places.flatMap(listFiles).flatMap((path) =>
    textsOf(path)
      .filter((text) => /[a-z]{2,}[,;:.]? [a-z@"'({]/i.test(text.replace(/[^ -~]/g, '')))
      .map((text) => ({ file: relative(source, path), text })),
  );
}

/** Every text there, be it one word. */
export function findTexts(...places: string[]): string[] {
  return places.flatMap(listFiles).flatMap(textsOf);
}

function textsOf(path: string): string[] {
  return textsIn(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true));
}

function listFiles(place: string): string[] {
  const path = join(source, place);
  if (path.endsWith('.ts')) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(path, name));
}

function textsIn(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return [];
  if (ts.isPropertyAssignment(node) && untold.has(node.name.getText())) return [];
  const isDescription =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'describe';
  if (isDescription) return textsIn(node.expression);
  const inside: string[] = [];
  ts.forEachChild(node, (child) => void inside.push(...textsIn(child)));
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return inside;
  return [node.head.text + node.templateSpans.map(({ literal }, i) => `{${i}}${literal.text}`).join(''), ...inside];
}

/** Whether a text of the source was told, whatever was filled in. */
export function isToldIn(told: string, { text }: Pick<Sentence, 'text'>): boolean {
  let end = 0;
  return text.split(/\{\d+\}/).every((part) => {
    const start = told.indexOf(part, end);
    end = start + part.length;
    return start >= 0;
  });
}
