import { composeStoryboard } from './compose-storyboard.ts';
import { getBalance } from './get-balance.ts';
import { getTask } from './get-task.ts';
import { submitTask } from './submit-task.ts';
import type { Tool } from './tool.ts';
import { uploadImage } from './upload-image.ts';

/** The one list. A new tool is a new file and one line here. */
export const tools: readonly Tool[] = [composeStoryboard, submitTask, getTask, uploadImage, getBalance];
