import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  CancelledNotificationSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  isJSONRPCRequest,
  JSONRPCMessageSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import type { App } from '../app.ts';
import type { Clock } from '../core/clock.ts';
import type { Ending } from '../core/ending.ts';
import { toAppError } from '../core/errors.ts';
import { lazy } from '../core/lazy.ts';
import { createLifetime, endSignals, type Lifetime } from '../core/lifetime.ts';
import { printable } from '../core/printable.ts';
import type { Call, Tool } from '../tools/tool.ts';
import { toolList } from './tool-list.ts';
import { createStdioTransport } from './transport.ts';

/** What a model reads before it sees any tool: Claude Code shows only this and the tools' names until they are searched for. */
export const instructions = `Seedance 2.0 video and Seedream pictures, from idea to saved file. Every video costs money and takes about 10 minutes, so:
1. Ask for what is missing: story, duration (whole seconds), ratio, style, own pictures; then content, light, camera, motion, sound.
2. Reference pictures, if there are none: submit_task with fal-ai/bytedance/seedream/v4.5/text-to-image (English prompt; image_size by ratio), then get_task. Local pictures: upload_image. No real human faces.
3. compose_storyboard turns shots into the prompt, numbers the references, and lists every mistake. Fix every error it lists.
4. submit_task with its "submit" arguments and dry_run: true; tell the user the price and get a yes.
5. submit_task without dry_run, once. Tell the user "Video is generating, estimated ~10 minutes".
6. get_task with the task_id waits, saves the file and checks it. If it returns unfinished, call get_task again, never submit_task.
7. Show the user the file's path, the price, and anything in mismatches or warnings. Offer a variation or the next shot.
If an answer was lost, the status is "uncertain": do not submit again, follow next_step. Draft with tier "fast" first. After a restart, get_task without task_id lists your tasks; search finds one.
Errors say what happened and "Next: what to do". When a key is missing, tell the user the sentence given, word for word.`;

type Options = {
  version: string;
  /** The folder of the package, which holds SKILL.md and reference.md. */
  root: URL;
  /** Built at the first call, so that starting stays fast. */
  loadApp(): Promise<App>;
  ending?: Ending;
};

const capabilities = { tools: {}, prompts: {}, resources: {}, completions: {} };

/** An MCP server with our tools, prompts and resources, not yet connected. */
export function createServer({ version, root, loadApp, ending }: Options): Server {
  const server = new Server({ name: 'seedance', version }, { capabilities, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: toolList }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const { tools } = await import('../tools/index.ts');
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name.slice(0, 100)}`);
    const progressToken = params._meta?.progressToken;
    const call: Call = {
      signal,
      client: server.getClientVersion()?.name ?? '',
      roots: lazy(() => listRoots(server, ending?.draining)),
      ending,
      progress: (update) => {
        if (progressToken === undefined || signal.aborted) return;
        sendNotification({ method: 'notifications/progress', params: { progressToken, ...update } }).catch(
          () => undefined,
        );
      },
    };
    return callTool(tool, params.arguments, loadApp, call);
  });
  offerPrompts(server, root);
  offerResources(server, root, loadApp);
  offerCompletions(server, loadApp);
  return server;
}

function offerPrompts(server: Server, root: URL): void {
  const load = () => import('./prompts.ts');
  server.setRequestHandler(ListPromptsRequestSchema, async () => ({ prompts: [...(await load()).prompts] }));
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) =>
    orRefuse((await load()).getPrompt(params.name, params.arguments, root)),
  );
}

function offerResources(server: Server, root: URL, loadApp: Options['loadApp']): void {
  const load = () => import('./resources.ts');
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources: [...(await load()).resources] }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({
    resourceTemplates: [...(await load()).resourceTemplates],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, { signal }) => {
    const { readResource } = await load();
    const call: Call = { signal, client: server.getClientVersion()?.name ?? '', progress: () => undefined };
    return orRefuse(readResource(params.uri, root, await loadApp(), call));
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

/** Outside the tools, an error is the protocol's own. */
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

/** The SDK's own schema refuses the whole list for one root of another kind, `vscode-remote:`. */
const Roots = z.object({ roots: z.array(z.object({ uri: z.string() })) });
const rootsTimeoutMs = 2_000;

/** The folders of this machine that the client has open, where it tells. */
async function listRoots(server: Server, signal?: AbortSignal): Promise<string[]> {
  if (!server.getClientCapabilities()?.roots) return [];
  const { followAbort } = await import('../core/abort.ts');
  const asking = followAbort(signal); // the SDK never stops listening to a signal that it is given
  try {
    const { findLocalPath } = await import('../core/local-path.ts');
    const { roots } = await server.request({ method: 'roots/list' }, Roots, {
      signal: asking.signal,
      timeout: rootsTimeoutMs,
    });
    return roots.flatMap(({ uri }) => (uri.startsWith('file:') ? (findLocalPath(uri) ?? []) : []));
  } catch {
    return [];
  } finally {
    asking.release();
  }
}

/** The one place that catches: an answer or an error, each complete in itself. */
async function callTool(tool: Tool, args: unknown, loadApp: Options['loadApp'], call: Call): Promise<CallToolResult> {
  try {
    const [app, { runTool }] = await Promise.all([loadApp(), import('../tools/tool.ts')]);
    const output = await runTool(tool, args, app, call);
    const structuredContent = JSON.parse(JSON.stringify(output)) as Record<string, unknown>;
    const attachments = (await tool.attach?.(output, app).catch(() => [])) ?? [];
    return {
      structuredContent,
      content: [{ type: 'text', text: printable(JSON.stringify(structuredContent)) }, ...attachments],
    };
  } catch (thrown) {
    const { code, message, nextStep } = toAppError(thrown);
    return { isError: true, content: [{ type: 'text', text: printable(`${code}: ${message}\nNext: ${nextStep}`) }] };
  }
}

/** A picture of 30 MB (docs/wire.md, Reference files) is 40 MB as base64. */
const largestMessageBytes = 48 * 1024 * 1024;

/** Serves over stdin and stdout until the client is gone. */
export async function serveStdio({ clock, ...options }: Omit<Options, 'ending'> & { clock: Clock }): Promise<void> {
  const flush = () => new Promise((resolve) => process.stdout.write('', resolve));
  const lifetime = createLifetime({ clock, flush, exit: process.exit });
  process.stdin.once('end', lifetime.drain);
  process.stdin.once('close', lifetime.drain);
  process.stdout.on('error', lifetime.stop);
  for (const signal of endSignals) process.on(signal, lifetime.stop);
  const transport = createStdioTransport({
    input: process.stdin,
    output: process.stdout,
    largestMessageBytes,
    findMessage: (value) => JSONRPCMessageSchema.safeParse(value).data,
  });
  await createServer({ ...options, ending: lifetime.ending }).connect(countRequests(transport, lifetime));
}

/** Tells the lifetime of every request, from its arrival until its answer is written or the client gives it up. */
function countRequests(transport: Transport, { began, answered }: Lifetime): Transport {
  const send = transport.send.bind(transport);
  transport.onmessage = (message) => {
    if (isJSONRPCRequest(message)) began(message.id);
    const cancelled = CancelledNotificationSchema.safeParse(message);
    if (cancelled.success) answered(cancelled.data.params.requestId);
  };
  transport.send = async (message, options) => {
    await send(message, options);
    if ('id' in message && !('method' in message)) answered(message.id);
  };
  return transport;
}
