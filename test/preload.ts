import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './markdown.ts';

// A wait bounds what is loaded late too, and loading takes real time: before time moves, all of the program is loaded.
const source = join(root, 'src');
const isProgram = (path: string) =>
  path.endsWith('.ts') && !path.startsWith(join('pictures', 'pages')) && path !== 'main.ts';
const paths = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isProgram);
await Promise.all(paths.map((path) => import(/* @vite-ignore */ join(source, path))));
