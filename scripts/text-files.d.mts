import type { Plugin } from 'vitest/config';

export function textFilesOfVite(): Plugin;
