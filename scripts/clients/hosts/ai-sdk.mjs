import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioTransport } from '@ai-sdk/mcp/mcp-stdio';

export async function open(server) {
  const client = await createMCPClient({ transport: new StdioTransport(server) });
  const tools = await client.tools();
  return {
    list: async () => Object.keys(tools),
    call: (name, given) => tools[name].execute(given, { toolCallId: 'call_1', messages: [] }),
    close: () => client.close(),
  };
}
