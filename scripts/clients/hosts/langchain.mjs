import { MultiServerMCPClient } from '@langchain/mcp-adapters';

export async function open({ command, args, env, cwd }) {
  const client = new MultiServerMCPClient({
    mcpServers: { seedance: { transport: 'stdio', command, args, env, cwd } },
  });
  const tools = await client.getTools();
  return {
    list: async () => tools.map(({ name }) => name),
    call: (name, given) => tools.find((tool) => tool.name === name).invoke(given),
    close: () => client.close(),
  };
}
