import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveModel } from './model.mjs';
import { runProgram } from './program.mjs';

/** Codex itself, with a model of ours that speaks the Responses API. */
export async function open({ command, args, env, cwd }) {
  const home = mkdtempSync(join(tmpdir(), 'codex-'));
  const model = await serveModel({ read, render });
  const table = Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const config = [
    'model = "mock"',
    'model_provider = "mock"',
    '[model_providers.mock]',
    'name = "mock"',
    `base_url = "${model.url}/v1"`,
    'wire_api = "responses"',
    '[mcp_servers.seedance]',
    `command = ${JSON.stringify(command)}`,
    `args = ${JSON.stringify(args)}`,
    `env = { ${table.join(', ')} }`,
  ];
  writeFileSync(join(home, 'config.toml'), config.join('\n'));
  const flags = ['--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'];
  const turn = (call) =>
    model.during(call, () => runProgram('codex', ['exec', ...flags, 'Go on.'], cwd, { CODEX_HOME: home }));
  return {
    list: async () => (await turn()).tools,
    call: async (name, input) => (await turn({ name, input })).result,
    close: () => model.close(),
  };
}

const namespace = 'mcp__seedance';

function read({ tools = [], input = [] }) {
  const { tools: ours = [] } = tools.find(({ name }) => name === namespace) ?? {};
  const results = input.filter(({ type }) => type === 'function_call_output').map(({ output }) => output);
  return { tools: ours.map(({ name }) => name), results };
}

function render(call) {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const item = call
    ? {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'call_1',
        namespace,
        name: call.name,
        arguments: JSON.stringify(call.input),
      }
    : { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] };
  return [
    { type: 'response.created', response: { id: 'resp_1' } },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { id: 'resp_1', usage } },
  ];
}
