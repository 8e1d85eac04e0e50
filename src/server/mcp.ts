import { fileURLToPath } from 'node:url';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { App } from '../app.ts';
import { toAppError } from '../core/errors.ts';
import { type Call, runTool, type Tool } from '../tools/tool.ts';
import { toolList } from './tool-list.ts';

/** What a model reads before it sees any tool: Claude Code shows only this and the tools' names until they are searched for. */
export const instructions = `Seedance 2.0 video and Seedream pictures, from idea to saved file. Every video costs money and takes about 10 minutes, so:
1. Ask for what is missing: story, duration (whole seconds), ratio, style, own pictures; then content, light, camera, motion, sound.
2. Reference pictures, if there are none: submit_task with fal-ai/bytedance/seedream/v4.5/text-to-image (English prompt; image_size by ratio), then get_task. Local pictures: upload_image. No real human faces.
3. compose_storyboard turns shots into the prompt, numbers the references, and names every mistake. Mend the errors it names.
4. submit_task with its "submit" arguments and dry_run: true; tell the user the price and get a yes.
5. submit_task without dry_run, once. Tell the user "Video is generating, estimated ~10 minutes".
6. get_task with the task_id: one patient call waits, saves the file and checks it. "Not yet" means call get_task again, never submit_task.
7. Show the user the file's path, the price, and anything in mismatches or warnings. Offer a variation or the next shot.
If an answer was lost the status is "uncertain": do not submit again, follow next_step. Drafts: tier "fast" first. After a restart get_task without task_id lists everything.
Errors say what happened and "Next: what to do". When a key is missing, tell the user the sentence given, word for word.`;

type Options = {
  version: string;
  /** Built at the first call, so that starting stays fast. */
  loadApp(): Promise<App>;
};

const capabilities = { tools: {}, prompts: {}, resources: {}, completions: {} };

/** An MCP server with our tools, prompts and resources, not yet connected. */
export function createServer({ version, loadApp }: Options): Server {
  const server = new Server({ name: 'seedance', version }, { capabilities, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: toolList }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const { tools } = await import('../tools/index.ts');
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    const progressToken = params._meta?.progressToken;
    const call: Call = {
      signal,
      client: server.getClientVersion()?.name ?? '',
      roots: once(() => listRoots(server)),
      progress: (update) => {
        if (progressToken === undefined || signal.aborted) return;
        sendNotification({ method: 'notifications/progress', params: { progressToken, ...update } }).catch(
          () => undefined,
        );
      },
    };
    return callTool(tool, params.arguments, loadApp, call);
  });
  offerPrompts(server);
  offerResources(server, loadApp);
  offerCompletions(server, loadApp);
  return server;
}

function offerPrompts(server: Server): void {
  const load = () => import('./prompts.ts');
  server.setRequestHandler(ListPromptsRequestSchema, async () => ({ prompts: [...(await load()).prompts] }));
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) =>
    orRefuse((await load()).getPrompt(params.name, params.arguments)),
  );
}

function offerResources(server: Server, loadApp: Options['loadApp']): void {
  const load = () => import('./resources.ts');
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources: [...(await load()).resources] }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({
    resourceTemplates: [...(await load()).resourceTemplates],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, { signal }) => {
    const { readResource } = await load();
    const call: Call = { signal, client: server.getClientVersion()?.name ?? '', progress: () => undefined };
    return orRefuse(readResource(params.uri, await loadApp(), call));
  });
}

/** A client takes at most so many (MCP, "Completion"). */
const mostCompletions = 100;

function offerCompletions(server: Server, loadApp: Options['loadApp']): void {
  server.setRequestHandler(CompleteRequestSchema, async ({ params: { ref, argument } }) => {
    const known =
      ref.type === 'ref/prompt'
        ? await (await import('./prompts.ts')).completePrompt(argument.name)
        : await (await import('./resources.ts')).completeResource(argument.name, await loadApp());
    const typed = argument.value.toLowerCase();
    const fitting = known.filter((value) => value.toLowerCase().includes(typed));
    const values = fitting.slice(0, mostCompletions);
    return { completion: { values, total: fitting.length, hasMore: fitting.length > values.length } };
  });
}

/** Outside the tools an error is one of the protocol's own. */
async function orRefuse<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const { code, message, nextStep } = toAppError(thrown);
    throw new McpError(
      code === 'internal' ? ErrorCode.InternalError : ErrorCode.InvalidParams,
      `${message} ${nextStep}`,
    );
  }
}

/** Asked for at most once, and only if it is wanted. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

/** The folders that the client has open, where it tells. */
async function listRoots(server: Server): Promise<string[]> {
  if (!server.getClientCapabilities()?.roots) return [];
  try {
    const { roots } = await server.listRoots();
    return roots.map(({ uri }) => fileURLToPath(uri));
  } catch {
    return [];
  }
}

/** The one place that catches: an answer or an error, each complete in itself. */
async function callTool(tool: Tool, args: unknown, loadApp: Options['loadApp'], call: Call): Promise<CallToolResult> {
  try {
    const app = await loadApp();
    const output = await runTool(tool, args, app, call);
    const structuredContent = JSON.parse(JSON.stringify(output)) as Record<string, unknown>;
    const attachments = (await tool.attach?.(output, app).catch(() => [])) ?? [];
    return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }, ...attachments] };
  } catch (thrown) {
    const { code, message, nextStep } = toAppError(thrown);
    return { isError: true, content: [{ type: 'text', text: `${code}: ${message}\nNext: ${nextStep}` }] };
  }
}

/** An image of 30 MB (WIRE.md) is 40 MB as base64. The SDK's own 10 MiB would end the process. */
const largestMessageBytes = 48 * 1024 * 1024;

/** Serves over stdin and stdout until the client is gone. A closed stdin ends the process even while a task is being waited for. */
export async function serveStdio(server: Server, exit: (code: number) => void): Promise<void> {
  process.stdin.once('end', () => exit(0));
  process.stdin.once('close', () => exit(0));
  process.stdout.on('error', () => exit(0));
  process.once('SIGINT', () => exit(0));
  process.once('SIGTERM', () => exit(0));
  await server.connect(new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: largestMessageBytes }));
}
