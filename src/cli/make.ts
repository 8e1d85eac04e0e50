import { createInterface } from 'node:readline';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { FilmPlan } from '../core/film-plan.ts';
import { renderSum } from '../core/price.ts';
import { composeStoryboard } from '../tools/compose-storyboard.ts';
import { submitTask } from '../tools/submit-task.ts';
import { type Call, runTool } from '../tools/tool.ts';
import type { Given } from './command-spec.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { parseJsonFile } from './json-argument.ts';
import type { MakeOptions } from './make-command.ts';
import { renderAppError, renderPaid, tellOnce } from './outcome.ts';
import { runToolCommand } from './run-tool-command.ts';
import type { Shell } from './shell.ts';
import { withShellWords } from './shell-words.ts';
import { submit } from './submit-command.ts';
import { poll } from './task-commands.ts';
import { printError, type Terminal } from './terminal.ts';
import { renderAnswer } from './text/index.ts';
import { renderFilm } from './text/render-film.ts';
import { viewOn } from './text/view.ts';
import type { Input, Output } from './tool-command.ts';

/** From an idea to a saved video. Nothing is submitted before a yes. */
export async function runMake({ words, options }: Given<MakeOptions>, shell: Shell): Promise<number> {
  const { terminal } = shell;
  const storyboard = await readStoryboard(words[0], options, terminal);
  const app = await shell.loadApp();
  const call: Call = { client: 'shell', progress: () => undefined };
  const show = (tool: string, output: Output): void => showAnswer(tool, output, app, shell);
  const composed = composeStoryboard.output.parse(await runTool(composeStoryboard, storyboard, app, call));
  if (!composed.submit) {
    show(composeStoryboard.name, composed);
    throw new AppError('invalid_input', 'The storyboard has errors.', {
      nextStep: 'Correct what is named above and run it again. Nothing was submitted.',
    });
  }
  // What the submit would be refused with is told once, below.
  const problems = composed.problems.filter(({ path }) => path !== 'submit');
  const film = await findFilm(composed.submit, app);
  if (!options.quiet) {
    if (film) writeLines(renderFilm(film, viewOn(terminal.stderr, app)), terminal);
    show(composeStoryboard.name, { ...composed, problems, submit: {}, clips: film ? undefined : composed.clips });
  }
  const { takes, maxCost: max_cost, allowDuplicate: allow_duplicate, saveDir: save_dir } = options;
  const order = { ...composed.submit, takes, max_cost, allow_duplicate };
  const quoted = submitTask.output.parse(await runTool(submitTask, { ...order, dry_run: true }, app, call));
  const given = { options: { ...options, wait: true }, words: [] };
  if (quoted.duplicate) {
    if (!options.quiet) printError(terminal, ...renderPaid(quoted));
    return runToolCommand(poll, { task_id: quoted.task_id, save_dir }, given, shell);
  }
  if (!options.quiet) show(submitTask.name, { ...quoted, next_step: '', error: undefined });
  if (quoted.error) {
    printError(terminal, ...renderAppError({ ...quoted.error, nextStep: quoted.error.next_step }));
    return exitCodeOf(quoted.error);
  }
  const cost = quoted.price ? renderSum(quoted.price) : 'a price that is not known';
  if (!options.yes && !(await agree(cost, terminal))) {
    printError(terminal, 'Nothing was submitted.');
    return exitCodes.usage.code;
  }
  return runToolCommand(submit, order, given, shell);
}

/** What stands on stderr is for a person; stdout has the result alone. */
function showAnswer(tool: string, output: Output, app: App, { terminal, told }: Shell): void {
  const lines = renderAnswer(tool, tellOnce(withShellWords(output), told), viewOn(terminal.stderr, app));
  writeLines(lines, terminal);
}

function writeLines(lines: readonly string[], { stderr }: Terminal): void {
  stderr.write(lines.map((line) => `${line}\n`).join(''));
}

/** What was composed, where it is a film that could be kept. */
async function findFilm(submit: object, { productions }: App): Promise<FilmPlan | undefined> {
  return 'draft_id' in submit ? productions.findFilm(String(submit.draft_id)) : undefined;
}

async function readStoryboard(idea: string | undefined, options: MakeOptions, terminal: Terminal): Promise<Input> {
  const { film, image: images = [], duration, ratio, tier, model } = options;
  // An --image before the idea takes it for a picture.
  if (!idea?.trim() === (film === undefined))
    throw new AppError('invalid_input', 'Give an idea in quotes before the options, or --film with a storyboard.');
  const given = film === undefined ? { shots: [{ visual: idea }] } : await parseJsonFile(film, '--film', terminal);
  const own = Object.entries({ duration, ratio, tier, model_id: model }).filter(([, value]) => value !== undefined);
  const { references = [], ...storyboard } = Object(given);
  // What is no list is refused with the rest of it.
  const all = [references, images.map(readImage)].flat();
  return { ...storyboard, ...Object.fromEntries(own), ...(all.length > 0 && { references: all }) };
}

/** `hero.png` is a character called hero, `sky.png=scene` a scene. */
function readImage(text: string): { url: string; name: string; role: string } {
  const [, path = text, role = 'character'] = /^([^?]+)=([\p{L} ]+)$/u.exec(text) ?? [];
  const name = /([^/\\]+?)(?:\.\w+)?(?:\?.*)?$/.exec(path)?.[1] ?? 'image';
  return { url: path, name: name.replace(/[^\p{L}\p{N}]+/gu, '_'), role };
}

/** Asks at the terminal. Throws `invalid_input` where there is none. */
async function agree(cost: string, { stdin, stderr }: Terminal): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new AppError('invalid_input', 'Nothing was submitted: there is no terminal to ask at.', {
      nextStep: `Add --yes to submit it for ${cost}.`,
    });
  }
  stderr.write(`Submit it for ${cost}? [y/N] `);
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return /^y(?:es)?$/i.test(line.trim());
    return false;
  } finally {
    // The terminal would hold the process open.
    lines.close();
  }
}
