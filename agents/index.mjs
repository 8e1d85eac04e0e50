// npm run agents [-- TASK…]: ten tasks, played in rehearsal by scripted agents that see the tool list and the answers alone. Exits 1 when a goal is missed.
import { renderTable } from '../bench/report.mjs';
import { inFolder, openChat } from './host.mjs';

const names = [
  'text-to-video',
  'mars',
  'local-frames',
  'extend',
  'film',
  'takes',
  'pasted-key',
  'failures',
  'dragon',
  'chinese',
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No such task: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}

/** A task is `title`, `goal: { calls, tokens }`, and `play(stage)`, which resolves to the tally of the turns that count. */
async function play(name) {
  const { title, goal, play: script } = await import(`./tasks/${name}.mjs`);
  const chats = [];
  const open = async (folder, options) => {
    const chat = await openChat(folder, options);
    chats.push(chat);
    return chat;
  };
  let counted = { calls: 0, written: 0, read: 0 };
  let trouble;
  try {
    counted = await inFolder((folder) => script({ folder, open }));
  } catch (thrown) {
    trouble = thrown;
  } finally {
    await Promise.all(chats.map((chat) => chat.close()));
  }
  const wrong = chats.flatMap(({ tally }) => tally.wrong);
  if (trouble && wrong.length === 0) wrong.push(trouble.message);
  return { name, title, goal, wrong, ...counted };
}

const tokens = (bytes) => Math.round(bytes / 4);
const isMet = ({ goal, wrong, calls, written, read }) =>
  wrong.length === 0 && calls <= goal.calls && tokens(written + read) <= (goal.tokens ?? Number.POSITIVE_INFINITY);

const results = await Promise.all((asked.length > 0 ? asked : names).map(play));
console.log(
  renderTable({
    head: ['task', 'calls', 'goal', 'tokens in', 'tokens out', 'together', 'goal', 'wrong turns', ''],
    rows: results.map((one) => [
      one.title,
      one.calls,
      `≤ ${one.goal.calls}`,
      tokens(one.written),
      tokens(one.read),
      tokens(one.written + one.read),
      one.goal.tokens ? `≤ ${one.goal.tokens}` : '',
      one.wrong.length,
      isMet(one) ? '✓' : '✗',
    ]),
  }),
);
for (const { name, wrong } of results) for (const one of wrong) console.log(`\n${name}: ${one}`);
const missed = results.filter((one) => !isMet(one));
console.log(missed.length === 0 ? '\nEvery goal is met.' : `\nMissed: ${missed.map(({ name }) => name).join(', ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
