import { fileScenes } from './file-scenes.ts';
import { productionScenes } from './production-scenes.ts';
import { taskScenes } from './task-scenes.ts';

/** Something that happens to an agent; what it is told is listened to. */
export type Scene = { name: string; play(): Promise<void> };

export const scenes: Scene[] = [...taskScenes, ...productionScenes, ...fileScenes];
