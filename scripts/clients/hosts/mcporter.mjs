import { createRuntime } from 'mcporter';

export async function open({ command, args, env, cwd }) {
  const definition = { name: 'seedance', command: { kind: 'stdio', command, args, cwd }, env };
  const runtime = await createRuntime({ servers: [definition] });
  return {
    list: async () => (await runtime.listTools('seedance')).map(({ name }) => name),
    call: (name, given) => runtime.callTool('seedance', name, { args: given }),
    close: () => runtime.close(),
  };
}
