import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { importBundled } from '../bundle.mjs';

const watchEveryMs = 400;

/** `npm run demo` with one clip at a time, its storyboard drawn, and its film watched: what was said in each call. */
export async function rehearse() {
  const { demoSettings, tellDemo } = await importBundled({ entryPoints: ['src/cli/demo.ts'] });
  const client = new Client({ name: 'seedance-hero', version: '1.0.0' });
  const env = { ...process.env, ...(await demoSettings()), SEEDANCE_CONCURRENCY: '1' };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: ['dist/main.js'], env }));
  const ask = async (name, args) => {
    const { isError, content, structuredContent } = await client.callTool({ name, arguments: args });
    if (isError) throw new Error(content[0].text);
    return structuredContent;
  };

  const calls = [];
  const lines = [];
  await tellDemo({
    say: (line) => lines.push(line),
    call: async (name, args) => {
      const isFilm = args.task_id?.startsWith('production:');
      const answers = [await ask(name, { ...args, ...more(name, isFilm) })];
      while (isFilm && answers.at(-1).status !== 'completed') {
        await new Promise((resolve) => setTimeout(resolve, watchEveryMs));
        answers.push(await ask(name, { ...args, wait_seconds: 0 }));
      }
      calls.push({ name, answers });
      return answers.at(-1);
    },
  });
  await client.close();
  return { idea: /"(.+)"/.exec(lines[0])[1], ...sort(calls) };
}

function more(name, isFilm) {
  if (name === 'compose_storyboard') return { sheet: true };
  return isFilm ? { wait_seconds: 0 } : {};
}

/** The calls of the demo, by what the picture shows of them. */
function sort(calls) {
  const of = (name) => calls.filter((call) => call.name === name).map(({ answers }) => answers);
  const waits = of('get_task');
  const [[composed]] = of('compose_storyboard');
  const [quoted] = of('submit_task').find(([{ status }]) => status === 'dry_run');
  return { pictures: waits.slice(0, -1).map(([{ files }]) => files[0].path), composed, quoted, watched: waits.at(-1) };
}
