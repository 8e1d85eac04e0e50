import { connectToMcpServer, discoverTools } from '@google/gemini-cli-core/dist/src/tools/mcp-client.js';

export async function open({ command, args, env, cwd }) {
  const config = { command, args, env, cwd, trust: true };
  const context = {
    sanitizationConfig: { allowedEnvironmentVariables: [], blockedEnvironmentVariables: [] },
    emitMcpDiagnostic: () => undefined,
    isTrustedFolder: () => true,
  };
  const workspace = { getDirectories: () => [cwd], onDirectoriesChanged: () => () => undefined };
  const client = await connectToMcpServer('1.0.0', 'seedance', config, false, workspace, context);
  const bus = { publish: async () => undefined, subscribe: () => undefined, unsubscribe: () => undefined };
  const tools = await discoverTools('seedance', config, client, context, bus);
  return {
    list: async () => tools.map(({ serverToolName }) => serverToolName),
    // The model fills in what the CLI adds to every schema.
    call: (name, given) =>
      tools
        .find((tool) => tool.serverToolName === name)
        .buildAndExecute({ ...given, wait_for_previous: true }, new AbortController().signal),
    close: () => client.close(),
  };
}
