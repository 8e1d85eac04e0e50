import { startServer } from './stdio.mjs';
import { installPeers, inTemporaryFolder, program } from './workshop.mjs';

const mostTokens = 2_400;

/** What a conversation pays before the first word: the tool list. */
export async function run() {
  const { installed: peers, notes } = await installPeers();
  const contenders = [{ name: 'seedance-mcp', command: [program] }, ...peers];
  const lists = await inTemporaryFolder((home) => Promise.all(contenders.map((one) => list(one, home))));
  const [ours] = lists;
  const complete = ours.tools.every(({ outputSchema, annotations }) => outputSchema && annotations);
  return {
    title: 'The tool list: bytes ÷ 4',
    goals: [
      {
        goal: 'tool list under 2,400 tokens',
        measured: `${tokens(ours).toLocaleString('en')} tokens`,
        met: tokens(ours) < mostTokens,
      },
      {
        goal: 'output schemas and hints on all five tools',
        measured: complete ? `on all ${ours.tools.length}` : 'missing',
        met: complete && ours.tools.length === 5,
      },
    ],
    tables: [
      {
        head: ['', 'ours is', 'tokens', 'tools', 'with output schema', 'with hints'],
        rows: contenders.map(({ name }, index) => {
          const { tools } = lists[index];
          return [
            name,
            `${(tokens(ours) / tokens(lists[index])).toFixed(2)} ×`,
            tokens(lists[index]).toLocaleString('en'),
            tools.length,
            tools.filter(({ outputSchema }) => outputSchema).length,
            tools.filter(({ annotations }) => annotations).length,
          ];
        }),
      },
    ],
    notes,
  };
}

async function list({ command, env }, home) {
  const server = startServer(command, { env: { ...env, HOME: home } });
  await server.initialize();
  const { result } = await server.request('tools/list');
  await server.stop();
  // Hosts read `_meta`, models do not (docs/viewer.md).
  return { ...result, tools: result.tools.map(({ _meta, ...tool }) => tool) };
}

/** The usual estimate, counted on what crosses the pipe. */
export function tokens(value) {
  return Math.round(Buffer.byteLength(JSON.stringify(value)) / 4);
}
