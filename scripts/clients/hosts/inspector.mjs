import { runProgram } from './program.mjs';

export async function open({ command, args, env, cwd }) {
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const target = ['--cli', command, ...args, ...variables, '--cwd', cwd];
  const ask = async (...flags) => JSON.parse(await runProgram('mcp-inspector', [...target, ...flags], cwd));
  return {
    list: async () => (await ask('--method', 'tools/list')).tools.map(({ name }) => name),
    call: (name, given) =>
      ask('--method', 'tools/call', '--tool-name', name, '--tool-args-json', JSON.stringify(given)),
  };
}
