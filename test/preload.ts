import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './markdown.ts';

// A wait bounds what is loaded late too, and loading takes real time: before time moves, all of the program is loaded.
const source = join(root, 'src');
const isProgram = (path: string) =>
  /\.(?:ts|json)$/.test(path) && !path.startsWith(join('pictures', 'pages')) && path !== 'main.ts';
const paths = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isProgram);
const names = [...paths.map((path) => join(source, path)), 'image-size'];
const kept = new Map(names.map((name) => [name, import(/* @vite-ignore */ name)]));
await Promise.all(kept.values());
Object.assign(globalThis, { kept });
