/**
 * Real MCP clients, pinned: what npm installs for them, the script of theirs that has to run after it, and what is told about
 * them. A file of the same name drives each.
 */
export const hosts = [
  {
    id: 'claude-code',
    title: 'Claude Code',
    packages: ['@anthropic-ai/claude-code@2.1.332'],
    setup: ['@anthropic-ai', 'claude-code', 'install.cjs'],
    note: 'with a model of ours',
  },
  {
    id: 'claude-plugin',
    title: 'Claude Code, our plugin',
    packages: ['@anthropic-ai/claude-code@2.1.332'],
    setup: ['@anthropic-ai', 'claude-code', 'install.cjs'],
    note: 'with a model of ours and no registry',
  },
  { id: 'codex', title: 'Codex', packages: ['@openai/codex@0.169.0'], note: 'with a model of ours; has no roots' },
  {
    id: 'gemini-cli',
    title: 'Gemini CLI, its MCP client',
    packages: ['@google/gemini-cli-core@0.61.0'],
    note: '`wait_for_previous` in every call',
  },
  { id: 'inspector', title: 'MCP Inspector', packages: ['@modelcontextprotocol/inspector@2.12.0'] },
  { id: 'mcporter', title: 'mcporter', packages: ['mcporter@0.12.3'] },
  {
    id: 'openai-agents',
    title: 'OpenAI Agents SDK',
    packages: ['@openai/agents@0.20.0'],
    note: 'strict schemas, but for `submit_task`, whose parameters are open',
  },
  {
    id: 'langchain',
    title: 'LangChain MCP adapters',
    packages: ['@langchain/mcp-adapters@1.1.4', '@langchain/core@1'],
  },
  {
    id: 'mcp-use',
    title: 'mcp-use, its LangChain adapter',
    packages: ['mcp-use@1.34.6', 'langchain@1', '@langchain/core@1'],
    note: 'schema to zod and back',
  },
  { id: 'mastra', title: 'Mastra', packages: ['@mastra/mcp@0.14.5'], note: 'schema to zod' },
  { id: 'ai-sdk', title: 'AI SDK', packages: ['@ai-sdk/mcp@1.0.102'] },
  { id: 'mcp-sdk', title: 'MCP SDK, client of version 2', packages: ['@modelcontextprotocol/client@2.4.0'] },
];
