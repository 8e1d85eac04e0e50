import { basename } from 'node:path';
import type { Config } from './config.ts';

const longestName = 60;

/** What tasks are made for: SEEDANCE_PROJECT, else the first folder that the client has open, else where the program was started. */
export function findProject(
  { project, startFolder }: Pick<Config, 'project' | 'startFolder'>,
  roots: readonly string[] = [],
): string | undefined {
  const name = project ?? basename(roots[0] ?? startFolder ?? '');
  return name.trim().slice(0, longestName) || undefined;
}
