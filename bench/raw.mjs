// The least that could be done for a call: one undici request for a line on stdin, its text as a line on stdout.
import { request } from 'undici';

let rest = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) answer(JSON.parse(line));
});

async function answer({ id, method }) {
  if (id === undefined) return;
  const result = method === 'tools/call' ? { content: [{ type: 'text', text: await ask() }] } : {};
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
}

async function ask() {
  const reply = await request(`${process.env.XSKILL_BASE_URL}/api/v3/tasks/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
    body: JSON.stringify({ task_id: 'bench' }),
  });
  return reply.body.text();
}
