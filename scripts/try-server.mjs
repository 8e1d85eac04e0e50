import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** Starts a server as a host would, calls a tool, and returns the names of its tools. */
export async function tryServer({ command, args, env }) {
  const client = new Client({ name: 'try-server', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command, args, env }));
  const { tools } = await client.listTools();
  const { isError, content } = await client.callTool({ name: 'get_balance', arguments: {} });
  await client.close();
  if (isError) throw new Error(content[0].text);
  return tools.map((tool) => tool.name);
}
