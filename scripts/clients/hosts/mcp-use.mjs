import { MCPClient } from 'mcp-use';
import { LangChainAdapter } from 'mcp-use/adapters';

export async function open({ command, args, env }) {
  const client = new MCPClient({ mcpServers: { seedance: { command, args, env } } });
  await client.createAllSessions();
  const tools = await LangChainAdapter.createTools(client);
  return {
    list: async () => tools.map(({ name }) => name),
    call: (name, given) => tools.find((tool) => tool.name === name).invoke(given),
    close: () => client.closeAllSessions(),
  };
}
