import { MCPClient } from '@mastra/mcp';

export async function open({ command, args, env, cwd }) {
  const client = new MCPClient({ servers: { seedance: { command, args, env, cwd } }, timeout: 60_000 });
  const tools = await client.getTools();
  return {
    list: async () => Object.keys(tools).map((name) => name.replace(/^seedance_/, '')),
    call: (name, given) => tools[`seedance_${name}`].execute({ context: given }),
    close: () => client.disconnect(),
  };
}
