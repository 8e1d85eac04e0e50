import { submitTask } from '../tools/submit-task.ts';
import { runTool } from '../tools/tool.ts';
import type { OptionSpec } from './command-spec.ts';
import { isUnfinished, readOutcome } from './outcome.ts';
import { parameterOptions, withParameters } from './parameter-options.ts';
import { patientOption } from './poll.ts';
import { poll } from './task-commands.ts';
import type { ToolCommand } from './tool-command.ts';
import { usualCommand } from './usual-command.ts';

const waitOptions: readonly OptionSpec[] = [
  { flags: '--wait', description: 'go on as poll does: wait, save, print the path' },
  { ...patientOption, description: 'with --wait: how long' },
  { flags: '--save-dir <folder>', description: 'with --wait: folder for the files' },
];

export const submit: ToolCommand = {
  ...usualCommand(submitTask),
  extraOptions: [...parameterOptions, ...waitOptions],
  next: (output, { wait, saveDir }) => {
    const { task_id, duplicate, status } = readOutcome(output);
    const isOn =
      wait === true && task_id !== undefined && (duplicate || status === 'completed' || isUnfinished({ status }));
    return isOn ? { spec: poll, input: { task_id, save_dir: saveDir } } : undefined;
  },
  call: (input, app, call, { options }) => runTool(submitTask, withParameters(input, options, app), app, call),
};
