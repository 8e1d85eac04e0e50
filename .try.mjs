import { build } from 'esbuild';
const entry = `export { dialect } from './src/backends/xskill/dialect.ts'; export { compose } from './src/prompt/storyboard.ts'; export { readTimeline } from './src/prompt/text/time/resolve.ts';`;
const bundle = await build({ stdin: { contents: entry, resolveDir: '/work/wt/P2' }, bundle: true, write: false, format: 'esm', platform: 'node', absWorkingDir:'/work/wt/P2', loader:{} });
const m = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`);
const { readFileSync } = await import('node:fs');
const target = { id: 'xskill', ...m.dialect };
for (const line of readFileSync(process.argv[2],'utf8').split('\n').filter(Boolean)) {
  const text = line.replaceAll('\\n','\n');
  const d = m.compose({ prompt: text }, target);
  const t = m.readTimeline(text);
  console.log(JSON.stringify(line.slice(0,100)), d.submit?.parameters?.duration, JSON.stringify(t.segments.map(s=>[s.start,s.end])), JSON.stringify(t.totals.map(x=>x.seconds+x.evidence)), (d.timeline??[]).map(s=>[s.size,s.angle,s.move].join("+")).join(" | "), d.problems.map(p=>p.rule+(p.rule.startsWith('policy')?p.message:'')).join(','));
}
