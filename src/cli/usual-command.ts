import { runTool, type Tool } from '../tools/tool.ts';
import { exitCodes } from './exit-codes.ts';
import { toHelpWords } from './shell-words.ts';
import type { ToolCommand } from './tool-command.ts';

/** What a shell says where the tool speaks to an agent. */
const descriptions: Readonly<Record<string, string>> = {
  compose:
    'Turn shots, or a finished prompt, into a checked prompt, and list every mistake that would waste a paid run, each with a fix. More seconds than one clip has, up to 600, make a film. Free; nothing is sent. Then: submit --draft, or pipe the result to submit --file -.',
  submit:
    'Check, then submit one paid task, several takes of it, a batch or a film. --dry-run tells the price and sends nothing. The same request again returns the task that is there, and is not paid twice.',
  upload:
    'Turn one picture into a URL for a submit or a storyboard, which take paths as well. Give exactly one of --image-url, --image-path and --image-data. The services refuse real human faces. Free.',
  balance: 'What is left at each service, in its own unit. Free.',
};

/** A tool as one command with all of its fields. */
export function usualCommand(tool: Tool): ToolCommand {
  return {
    command: tool.command,
    summary: tool.title,
    description: descriptions[tool.command] ?? toHelpWords(tool.description),
    tool,
    fields: Object.keys(tool.input.shape),
    required: Object.entries(tool.input.shape).flatMap(([field, schema]) =>
      schema.safeParse(undefined).success ? [] : [field],
    ),
    extraOptions: [],
    unfinished: { running: exitCodes.done.code },
    call: (input, app, call) => runTool(tool, input, app, call),
  };
}
