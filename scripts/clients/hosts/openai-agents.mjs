import { getAllMcpTools, MCPServerStdio, RunContext } from '@openai/agents';

export async function open({ command, args, env, cwd }) {
  const server = new MCPServerStdio({ name: 'seedance', command, args, env, cwd });
  await server.connect();
  const tools = await getAllMcpTools({ mcpServers: [server], convertSchemasToStrict: true });
  return {
    list: async () => tools.map(({ name }) => name),
    call: (name, given) => tools.find((tool) => tool.name === name).invoke(new RunContext(), JSON.stringify(given)),
    close: () => server.close(),
  };
}
