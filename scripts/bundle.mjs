import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { shortenKeys } from './shorten-keys.mjs';
import { textFiles } from './text-files.mjs';

/** How everything here is bundled: the program, and what it is measured against. */
export function bundle(options) {
  return build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    minify: true,
    legalComments: 'none',
    charset: 'utf8', // an escaped Chinese character takes twice its bytes
    metafile: true,
    banner: {
      // Some dependencies are CommonJS inside and ask for node's own modules by require.
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    ...options,
  });
}

/** The program: one entry, and chunks that are loaded late. */
export function bundleProgram({ version, ...options }) {
  return bundle({
    entryPoints: ['src/main.ts'],
    splitting: true,
    external: ['pg', 'bullmq'], // optional peers: only SEEDANCE_STORE needs the first, and `work` with it the second
    define: { 'process.env.SEEDANCE_MCP_VERSION': JSON.stringify(version) },
    plugins: [textFiles, packedTables, renderedToolList, undocumentedRules, withoutAjv, slimUndici],
    ...options,
  });
}

/** Bundles a module of ours for this process and imports it. */
export async function importBundled(options) {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins: [textFiles],
    ...options,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** Tables that are loaded late, each in brotli. */
const packedTables = {
  name: 'packed-tables',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]clips\.json$/ }, async ({ path }) => {
      const clips = Object.entries(JSON.parse(await readFile(path, 'utf8')));
      const bytes = clips.map(([, base64]) => Buffer.from(base64, 'base64'));
      const sizes = JSON.stringify(clips.map(([name], n) => [name, bytes[n].length]));
      return {
        contents: `const all = ${unpacked(Buffer.concat(bytes))};
          let at = 0;
          const cut = ([name, size]) => [name, all.subarray(at, (at += size)).toString('base64')];
          export default Object.fromEntries(${sizes}.map(cut));`,
      };
    });
    onLoad({ filter: /[\\/]reading[\\/]index\.ts$/ }, async ({ path }) => {
      const { readingWords } = await importBundled({ entryPoints: [path] });
      return { contents: `export const readingWords = JSON.parse(${unpacked(JSON.stringify(readingWords))});` };
    });
    onLoad({ filter: /[\\/]told[\\/]\w+[\\/]index\.ts$/ }, async ({ path }) => {
      const { catalogue } = await importBundled({ entryPoints: [path] });
      const { createTranslator } = await importBundled({ entryPoints: [join(path, '../../translator.ts')] });
      const rows = shortenKeys(catalogue, createTranslator);
      const columns = Buffer.from(JSON.stringify([Object.keys(rows), Object.values(rows)]));
      return {
        contents: `const [keys, said] = JSON.parse(${unpacked(columns)});
          export const catalogue = Object.fromEntries(keys.map((key, n) => [key, said[n]]));`,
      };
    });
  },
};

/** The tool list is the same at every start: it is rendered here, once, so that starting needs neither the tools nor their schemas. */
const renderedToolList = {
  name: 'rendered-tool-list',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]src[\\/]server[\\/]tool-list\.ts$/ }, async ({ path }) => {
      const { toolList } = await importBundled({ entryPoints: [path] });
      return { contents: `export const toolList = ${JSON.stringify(toolList)};`, resolveDir: join(path, '..') };
    }),
};

/** The SDK wants ajv for one thing, checking forms that a user filled in, and we show none: 135 kB and a sixth of the start. */
const withoutAjv = {
  name: 'without-ajv',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]validation[\\/]ajv-provider\.js$/ }, () => ({
      contents: 'export class AjvJsonSchemaValidator {}',
    })),
};

/** undici's own index brings fetch, WebSocket, mocks and caches along: 250 kB that src/net/network.ts does not use. */
export const slimUndici = {
  name: 'slim-undici',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^undici$/ }, () => ({ path: join(import.meta.dirname, 'undici.cjs') }));
    // The HTTP parser comes twice; the one without SIMD runs on every machine.
    onResolve({ filter: /llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, '../llhttp/llhttp-wasm.js'),
    }));
    // Requests here have text for a body, and go over HTTP/1.1: undici's default.
    onLoad({ filter: /undici[\\/]lib[\\/](?:web[\\/]fetch[\\/]body|dispatcher[\\/]client-h2)\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
    // Its warning would stand on stderr of everybody behind a SOCKS proxy, who can do nothing about it.
    onLoad({ filter: /socks5-proxy-agent\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/process\.emitWarning\([^)]*\)/, ''),
    }));
    // Of the many tables of HTTP only those are kept that the client reads.
    onLoad({ filter: /llhttp[\\/]constants\.js$/ }, async ({ path }) => {
      const { default: tables } = await import(pathToFileURL(path));
      const client = await readFile(join(path, '../../dispatcher/client-h1.js'), 'utf8');
      const read = new Set([...client.matchAll(/\bconstants\.([A-Z_]+)/g)].map(([, name]) => name));
      const kept = Object.fromEntries([...read].map((name) => [name, tables[name]]));
      return { contents: `module.exports = ${JSON.stringify(kept)};` };
    });
    onLoad({ filter: /llhttp-wasm\.js$/ }, async ({ path }) => {
      const { default: wasm } = await import(pathToFileURL(path));
      return { contents: `module.exports = ${unpacked(wasm)};` };
    });
  },
};

/** An expression for these bytes: in brotli they are half of what the tarball's gzip makes of base64. */
function unpacked(bytes) {
  const packed = brotliCompressSync(bytes).toString('base64');
  return `require('node:zlib').brotliDecompressSync(Buffer.from('${packed}', 'base64'))`;
}

/** What reference.md says of each rule is read from the source, and by nothing at run time. */
const undocumentedRules = {
  name: 'undocumented-rules',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]src[\\/]prompt[\\/]rules[\\/][\w-]+\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/^ +(?:meaning|source): ['"].*['"],$/gm, ''),
      loader: 'ts',
    })),
};
