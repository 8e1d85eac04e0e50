// A hello-world with five toy tools, as the SDK's own README writes one: what starting costs anybody.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import * as z from 'zod';

const server = new McpServer({ name: 'hello', version: '1.0.0' });
for (const word of ['hello', 'goodbye', 'thanks', 'please', 'sorry']) {
  const tool = {
    description: `Says ${word} to somebody.`,
    inputSchema: { name: z.string(), times: z.number().optional() },
    outputSchema: { said: z.string() },
  };
  server.registerTool(`say_${word}`, tool, async ({ name }) => {
    const said = `${word}, ${name}`;
    return { content: [{ type: 'text', text: said }], structuredContent: { said } };
  });
}
await server.connect(new StdioServerTransport());
