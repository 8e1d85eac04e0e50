import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../src');

/**
 * Who may import whom at run time (types may come from anywhere). Keys and values are folders or files below src, the longest key that
 * fits a file counts; `+name` allows a package. zod and node:* are open to all.
 */
const law: Record<string, string[]> = {
  'main.ts': ['app.ts', 'core', 'server', 'cli'],
  'app.ts': [
    'backends',
    'config',
    'core',
    'jobs',
    'media/index.ts',
    'net',
    'simulation/rehearsal.ts',
    'store',
    'prompt/export/film',
  ],
  core: ['core'],
  net: ['net', 'core'],
  'net/addresses.ts': ['net', 'core', '+ipaddr.js'],
  'net/network.ts': ['net', 'core', '+undici'],
  config: ['config', 'core', '+env-paths'],
  server: ['server', 'core', 'docs/models.ts', 'prompt', 'tools', 'pictures/viewer.ts'],
  'server/mcp.ts': ['server', 'core', 'tools', '+@modelcontextprotocol/sdk'],
  cli: [
    'cli',
    'core',
    'tools',
    'backends',
    'simulation',
    'jobs',
    'config',
    'net',
    'store',
    'docs/models.ts',
    'prompt/terms/templates.ts',
    '+commander',
    '+fast-string-width',
    '+fast-wrap-ansi',
  ],
  'cli/workers/queue.ts': ['cli', 'core', 'store', '+bullmq'],
  tools: ['tools', 'core', 'jobs', 'media', 'prompt', 'backends', 'pictures', 'store'],
  jobs: ['jobs', 'core', 'backends', 'media', 'store'],
  store: ['store', 'core'],
  'store/postgres': ['store', 'core', '+pg'],
  backends: ['backends', 'core', 'net', 'prompt'],
  'backends/connect-services.ts': ['backends', 'core', 'net', 'simulation/rehearsal.ts'],
  prompt: ['prompt', 'core'],
  media: ['media', 'core', 'config', 'net', 'pictures', 'prompt/text/first-picture.ts', '+mediabunny', '+image-size'],
  'media/downscale.ts': ['media', '+jpeg-js', '+pngjs'],
  pictures: ['pictures', 'core'],
  simulation: ['simulation', '+mediabunny'],
  'simulation/rehearsal.ts': ['net', 'core'],
  docs: ['docs', 'core', 'tools', 'backends', 'prompt', 'media/limits.ts', 'simulation/faults.ts'],
  'docs/commands.ts': ['docs', 'cli'],
};

/** A service knows no other service, and its simulator nothing of its client. */
const services = readdirSync(join(source, 'backends'), { withFileTypes: true }).filter((one) => one.isDirectory());
for (const { name } of services) {
  const others = services.filter((one) => one.name !== name).map((one) => `!backends/${one.name}`);
  law[`backends/${name}`] = ['backends', ...others, 'core', 'net', 'prompt'];
  law[`backends/${name}/simulator`] = [`backends/${name}/simulator`, 'simulation'];
}

type Import = { from: string; to: string };

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

function importsOf(file: string): Import[] {
  const path = join(source, file);
  const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined): void => {
    if (specifier && ts.isStringLiteral(specifier)) found.push({ from: file, to: resolve(path, specifier.text) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !isTypeOnly(node)) add(node.moduleSpecifier);
    if (ts.isExportDeclaration(node) && !node.isTypeOnly) add(node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause || importClause.isTypeOnly) return Boolean(importClause);
  const names = importClause.namedBindings;
  return (
    !importClause.name &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every((name) => name.isTypeOnly)
  );
}

const resolve = (path: string, specifier: string): string =>
  specifier.startsWith('.') ? relative(source, join(dirname(path), specifier)).replaceAll('\\', '/') : `+${specifier}`;

const within = (file: string, place: string): boolean =>
  file === place || file.startsWith(`${place}/`) || (place.endsWith('simulator') && file.startsWith(place));

function allows(file: string, { to }: Import): boolean {
  if (to.startsWith('+node:') || to === '+zod') return true;
  const key = Object.keys(law)
    .filter((place) => within(file, place))
    .sort((a, b) => b.length - a.length)[0];
  if (!key) return false;
  const places = law[key] ?? [];
  if (places.some((place) => place.startsWith('!') && within(to, place.slice(1)))) return false;
  return places.some((place) =>
    place.startsWith('+') ? to === place || to.startsWith(`${place}/`) : within(to, place),
  );
}

describe('the import law', () => {
  it.each(files)('%s', (file) => {
    expect(importsOf(file).filter((one) => !allows(file, one))).toEqual([]);
  });

  it('names only what exists', () => {
    const places = Object.entries(law).flatMap(([key, values]) => [
      key,
      ...values.filter((value) => !value.startsWith('+')).map((value) => value.replace('!', '')),
    ]);
    const missing = places.filter((place) => !files.some((file) => within(file, place)));
    expect([...new Set(missing)]).toEqual([]);
  });
});

describe('the house style', () => {
  it.each(files)('%s stays under about 200 lines', (file) => {
    const lines = readFileSync(join(source, file), 'utf8').split('\n').length;
    expect(lines).toBeLessThanOrEqual(230);
  });
});
