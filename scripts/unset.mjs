// What only the owner can fill in; docs/publishing.md says how.
import { readFileSync } from 'node:fs';

const placeholder = 'OWNER';

/** Every value that is still a placeholder, as `file field`, and what npm's page of the package lacks because of it. */
export function listUnset() {
  const unset = ['package.json', 'server.json'].flatMap((file) => placesOf(readJson(file), file));
  return readJson('package.json').repository.url.includes(placeholder) ? [...unset, ...listNotOnNpm()] : unset;
}

function placesOf(value, place) {
  if (typeof value === 'string') return value.includes(placeholder) ? [`${place}: ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, `${place} ${key}`));
}

/** Pictures and pages that npm's page can only find on GitHub, by `repository`. */
function listNotOnNpm() {
  const targets = readFileSync('README.md', 'utf8').matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g);
  return [...new Set([...targets].map(([, path]) => `README.md on npm's page, found by repository: ${path}`))];
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
