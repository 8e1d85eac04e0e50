import { build } from 'esbuild';
const root = process.argv[2];
const out = await build({ stdin: { contents: `export { dialect } from './src/backends/xskill/dialect.ts'; export { compose } from './src/prompt/storyboard.ts';`, resolveDir: root, loader:'ts' }, bundle: true, write: false, format: 'esm', platform: 'node', absWorkingDir: root });
const m = await import('data:text/javascript;base64,'+Buffer.from(out.outputFiles[0].contents).toString('base64'));
const target={id:'xskill',...m.dialect};
for (const piece of process.argv[3]?JSON.parse(process.argv[3]):['@','@image_file_1-','0-4s: ','[','"','（','图片1、','Shot 1\n','1,',' ','3s Shot 1: a.\n','1000-','1ms','3s ','the camera ','it pulls out ','(3s)\n','Shot 1 (','第1镜 ','a','first ','4 seconds ']) {
  const t=[]; for (const size of [50000,200000]) { const text=piece.repeat(Math.ceil(size/piece.length)).slice(0,size); const c=process.cpuUsage(); m.compose({prompt:text},target); const u=process.cpuUsage(c); t.push(Math.round((u.user+u.system)/1000)); }
  console.log(JSON.stringify(piece), t.join(' → '), 'ms', t[1]>8*t[0]+40?'<<<<':'');
}
