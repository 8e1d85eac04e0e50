import { serveModel } from './model.mjs';
import { runProgram } from './program.mjs';

/** Claude Code itself, with a model of ours that speaks the Messages API. `prefix` stands before the names of a server's tools. */
export async function openClaude({ prefix, flags, cwd, env }) {
  const model = await serveModel({ read: (body) => read(body, prefix), render });
  const variables = { ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'sk-mock', ENABLE_TOOL_SEARCH: 'false' };
  const argv = ['-p', 'Go on.', ...flags, '--allowedTools', `${prefix}*`];
  const turn = (call) => model.during(call, () => runProgram('claude', argv, cwd, { ...env, ...variables }));
  return {
    list: async () => (await turn()).tools,
    call: async (name, input) => (await turn({ type: 'tool_use', id: 'toolu_1', name: prefix + name, input })).result,
    close: () => model.close(),
  };
}

function read({ tools = [], messages = [] }, prefix) {
  const ours = tools.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  const blocks = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const results = blocks.filter(({ type }) => type === 'tool_result').map(({ content }) => content);
  return { tools: ours.map((name) => name.slice(prefix.length)), results };
}

function render(call) {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'mock', content: [], usage };
  const input = { type: 'input_json_delta', partial_json: JSON.stringify(call?.input) };
  const [block, delta, stop_reason] = call
    ? [{ ...call, input: {} }, input, 'tool_use']
    : [{ type: 'text', text: '' }, { type: 'text_delta', text: 'Done.' }, 'end_turn'];
  return [
    { type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null } },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
}
