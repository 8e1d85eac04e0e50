// npm run corpus -- FILE: reads labelled prompts (JSON lines: {id, prompt, labels: {refs, segments}}) and says where our reading differs.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const [file, ...flags] = process.argv.slice(2);
if (!file) {
  console.error('Usage: npm run corpus -- FILE [--all]');
  process.exit(2);
}

const entry = `
  export { dialect } from './src/backends/xskill/dialect.ts';
  export { compose } from './src/prompt/storyboard.ts';
  export { findReferences, mentionedNumbers } from './src/prompt/references/references.ts';
  export { readTimeline } from './src/prompt/text/time/resolve.ts';
`;
const bundle = await build({
  stdin: { contents: entry, resolveDir: process.cwd() },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { compose, dialect, findReferences, mentionedNumbers, readTimeline } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);

const target = { id: 'xskill', ...dialect };
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const tally = { references: 0, timelines: 0, withError: 0 };
const rules = {};

for (const { id, prompt, labels } of rows) {
  const references = mentionedNumbers(findReferences(prompt));
  const segments = readTimeline(prompt).segments.map(({ raw }) => raw);
  if (same(references, labels.refs)) tally.references += 1;
  else console.log(`${id} references: read ${JSON.stringify(references)}, labelled ${JSON.stringify(labels.refs)}`);
  if (same(segments, labels.segments)) tally.timelines += 1;
  else console.log(`${id} timeline: read ${JSON.stringify(segments)}, labelled ${JSON.stringify(labels.segments)}`);
  const { problems } = compose({ prompt, references: filesFor(labels.refs) }, target);
  for (const { rule, severity } of problems) rules[`${severity} ${rule}`] = (rules[`${severity} ${rule}`] ?? 0) + 1;
  const shown = problems.filter(
    ({ severity }) => severity === 'error' || (flags.includes('--all') && severity === 'warn'),
  );
  if (problems.some(({ severity }) => severity === 'error')) tally.withError += 1;
  for (const { rule, severity, message } of shown) console.log(`${id} ${severity} ${rule}: ${message}`);
}

const share = (count) => `${count} of ${rows.length} (${((100 * count) / rows.length).toFixed(1)} %)`;
console.log(
  `\nreferences as labelled: ${share(tally.references)}\ntimelines as labelled:  ${share(tally.timelines)}\nwith an error:          ${share(tally.withError)}`,
);
console.log(
  Object.entries(rules)
    .sort((a, b) => b[1] - a[1])
    .map(([rule, count]) => `${String(count).padStart(5)} ${rule}`)
    .join('\n'),
);

/** As many files as the text numbers, so that only what is wrong in the text itself is found. */
function filesFor(refs) {
  const extension = { image: 'png', video: 'mp4', audio: 'mp3' };
  return Object.entries(refs).flatMap(([type, numbers]) =>
    numbers.map((n) => ({ url: `https://files.test/${type}-${n}.${extension[type]}`, type, role: 'as the text says' })),
  );
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
