// A host as models have it: the tool list, calls, and the text of answers. The built server runs in it, over real stdio.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { importBundled } from '../scripts/bundle.mjs';

const { readCalls } = await importBundled({ entryPoints: ['agents/read-calls.ts'] });
export const program = join(import.meta.dirname, '../dist/main.js');

/** What a rehearsal is played in; gone afterwards. */
export async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'seedance-agent-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The environment of a server that keeps everything in one folder. */
export function envOf(folder, more = { SEEDANCE_REHEARSAL: '1' }) {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    SEEDANCE_HOME: join(folder, 'record'),
    SEEDANCE_OUTPUT_DIR: join(folder, 'videos'),
    ...more,
  };
}

/**
 * Opens a chat. What the agent writes into calls and reads out of answers is counted; a turn is wrong when it is
 * refused without being expected to be, or when the answer says nothing to go on with.
 */
export async function openChat(folder, { env = envOf(folder), name = 'claude-code' } = {}) {
  const client = new Client({ name, version: '1' }, { capabilities: { roots: {} } });
  const roots = [{ uri: pathToFileURL(folder).href }];
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots }));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [program], env, cwd: folder }));
  const { tools } = await client.listTools();
  const tally = { calls: 0, written: 0, read: 0, wrong: [] };
  let last = { asked: { tool: '', args: {} }, answer: {} };

  async function ask(tool, args) {
    const result = await client.callTool({ name: tool, arguments: args }, undefined, { timeout: 600_000 });
    const text = result.content
      .filter(({ type }) => type !== 'image')
      .map((block) => block.text ?? JSON.stringify(block))
      .join('\n');
    tally.calls += 1;
    tally.written += Buffer.byteLength(JSON.stringify(args));
    tally.read += Buffer.byteLength(text);
    last = { asked: { tool, args }, answer: result.structuredContent ?? {} };
    return { result, text };
  }

  const chat = {
    tally,
    tools,
    /** A call that is meant to be answered. */
    async call(tool, asked) {
      const { result, text } = await ask(tool, asked);
      if (result.isError) throw wrongTurn(tally, `${tool} ${JSON.stringify(asked)}: ${text}`);
      if (result.structuredContent.submit === null)
        throw wrongTurn(tally, `${tool}: ${JSON.stringify(result.structuredContent.problems)}`);
      return result.structuredContent;
    },
    /** A storyboard that is meant to have errors; returns them. */
    async faulty(asked) {
      const { result, text } = await ask('compose_storyboard', asked);
      if (result.structuredContent?.submit !== null) throw wrongTurn(tally, `no error was found: ${text}`);
      return result.structuredContent.problems;
    },
    /** A call that the service or this server will refuse; returns what is told. */
    async refused(tool, asked) {
      const { result, text } = await ask(tool, asked);
      if (!result.isError) throw wrongTurn(tally, `${tool} was not refused: ${text}`);
      return text;
    },
    /** The first call that the last answer names as the next step, with what the agent adds to it. */
    async follow(more = {}) {
      const { next_step: step = '' } = last.answer;
      const [named] = readCalls(step, { tools: tools.map((tool) => tool.name), ...last });
      if (!named) throw wrongTurn(tally, `no call in "${step}"`);
      return chat.call(named.tool, { ...named.args, ...more });
    },
    /** Follows until the task has ended. */
    async finish(more) {
      for (;;) {
        const answer = await chat.follow(more);
        if (!['pending', 'processing'].includes(answer.status) && !answer.saving) return answer;
      }
    },
    close: () => client.close(),
  };
  return chat;
}

export function wrongTurn(tally, what) {
  tally.wrong.push(what);
  return new Error(what);
}

/** What a turn must show. */
export function expectThat(chat, isTrue, what) {
  if (!isTrue) throw wrongTurn(chat.tally, what);
}
