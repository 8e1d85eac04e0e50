// One idea, five tools, no key: a real MCP client drives the built server over real stdio, in rehearsal.
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { importBundled } from '../scripts/bundle.mjs';

const { demoSettings, tellDemo } = await importBundled({ entryPoints: ['src/cli/demo.ts'] });
const client = new Client({ name: 'seedance-demo', version: '1.0.0' });
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const env = { ...process.env, ...(await demoSettings()) };
await client.connect(new StdioClientTransport({ command: process.execPath, args: [program], env }));

await tellDemo({
  say: (line) => console.log(line),
  call: async (name, args, onProgress) => {
    const onprogress = ({ progress, message }) => onProgress(progress, message);
    const result = await client.callTool({ name, arguments: args }, undefined, { onprogress, timeout: 120_000 });
    if (result.isError) throw new Error(result.content[0].text);
    return result.structuredContent;
  },
});
await client.close();
