import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ReferenceFile } from '../../core/reference-file.ts';
import { checkReferences, renderReferences } from '../../prompt/references/references.ts';
import { countFiles } from '../reference-files.ts';

/** The service's own spelling of a reference file. */
export function fileMention(type: string, n: number): string {
  return `@${type}_file_${n}`;
}

/** Mentions of files in a prompt. Frames have no numbers, so none has to be mentioned. */
export function checkPrompt(prompt: string, files: readonly ReferenceFile[], areFrames: boolean): Diagnostic[] {
  const path = 'parameters.prompt';
  const problems = checkReferences({ text: prompt, counts: countFiles(files), path });
  if (areFrames) return problems.filter(({ rule }) => rule !== 'ref-unused');
  if (renderReferences(prompt, fileMention) === prompt) return problems;
  const message = 'Mentions of reference files are sent in this service’s spelling, such as @image_file_1.';
  return [...problems, { rule: 'ref-host-syntax', severity: 'info', path, message }];
}
