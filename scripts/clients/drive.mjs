// One host, in a process of its own: lists, composes, submits and waits through it, and prints what came of it as one line of JSON.
import { open } from './host.mjs';

const server = JSON.parse(process.argv[2]);
const picture = process.argv[3];

const storyboard = {
  shots: [{ visual: '@hero stands at dawn', camera: 'wide shot, static camera', sound: 'soft wind' }],
  references: [{ url: picture, role: 'character', name: 'hero' }],
  duration: 5,
  ratio: '16:9',
  tier: 'standard',
};

const outcome = { tools: [] };
const startedAt = Date.now();
const host = await open(server);
try {
  outcome.tools = await host.list();
  const composed = await call('compose_storyboard', storyboard);
  const { duration, ratio } = storyboard;
  outcome.handed = { prompt: composed.prompt, duration, ratio };
  const submitted = await call('submit_task', { ...composed.submit, max_cost: 1_000 });
  outcome.status = submitted.status;
  let task = await call('get_task', { task_id: submitted.task_id });
  for (let asked = 1; asked < 10 && !task.files.length; asked++)
    task = await call('get_task', { task_id: submitted.task_id });
  outcome.saved = task.files[0]?.path;
} catch (error) {
  outcome.trouble = error.message.slice(0, 500);
} finally {
  await host.close?.();
}
outcome.seconds = Math.round((Date.now() - startedAt) / 1000);
process.stdout.write(`\n${JSON.stringify(outcome)}\n`);
process.exit(0);

/** The JSON of a tool's answer, wherever the host puts it; throws what else it says. */
async function call(tool, args) {
  const told = await host.call(tool, args);
  const answer = findAnswer(told);
  if (answer) return answer;
  throw new Error(`${tool}: ${typeof told === 'string' ? told : JSON.stringify(told)}`);
}

function findAnswer(value) {
  if (typeof value === 'string') return findAnswer(parseInside(value));
  if (typeof value !== 'object' || value === null) return undefined;
  if ('submit' in value || 'output_urls' in value || 'check_after_seconds' in value) return value;
  for (const inner of Object.values(value)) {
    const answer = findAnswer(inner);
    if (answer) return answer;
  }
  return undefined;
}

/** Some hosts put words around the JSON, or the whole result into JSON once more. */
function parseInside(text) {
  try {
    return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
}
