import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ReferenceFile } from '../../core/reference-file.ts';
import { checkReferences } from '../../prompt/references/references.ts';
import { checkMedia } from '../media-check.ts';
import { parameterError } from '../parameter-error.ts';
import { countFiles, findReferenceFiles } from '../reference-files.ts';
import { textIn, writeText } from './content.ts';
import { type OperationSpec, useFrames, useReferences } from './operation-spec.ts';

/** What the schema of a Seedance 2.0 operation cannot say. Reads raw parameters, so that all problems come at once. */
export function checkOperation(raw: Record<string, unknown>, kind: OperationSpec): Diagnostic[] {
  const files = findReferenceFiles(raw).filter(({ field }) =>
    Object.hasOwn(kind.input.shape, field.replace(/\[.*/, '')),
  );
  return [
    ...checkTwice(raw),
    ...checkNeeds(raw, files, kind),
    ...(kind.frames ? checkFrames(raw, files) : checkNoFrames(raw)),
    ...checkMedia(raw, files),
    ...checkWords(raw, files, kind),
  ];
}

const commonKeys = ['prompt', 'image_files', 'video_files', 'audio_files', 'first_frame', 'last_frame'];

function checkTwice(raw: Record<string, unknown>): Diagnostic[] {
  const twice = commonKeys.filter((key) => raw.content !== undefined && raw[key] !== undefined);
  if (twice.length === 0) return [];
  const message = `content and ${twice.join(', ')} say the same thing twice.`;
  return [parameterError('parameter-twice', 'parameters.content', message, 'Give one of them.')];
}

function checkNeeds(
  raw: Record<string, unknown>,
  files: readonly ReferenceFile[],
  { needsText, takes, needs }: OperationSpec,
): Diagnostic[] {
  const problems = files
    .filter(({ type }) => !takes.includes(type))
    .map(({ type, field }) =>
      parameterError('mode-exclusive', `parameters.${field}`, `This operation takes no ${type}.`, useReferences),
    );
  if (needsText && !textIn(raw))
    problems.push(
      parameterError('parameter-missing', 'parameters.prompt', 'prompt is missing.', 'Say what the video shows.'),
    );
  if (needs && !needs.has(files))
    problems.push(parameterError('parameter-missing', 'parameters', needs.message, needs.fix));
  return problems;
}

function checkFrames(raw: Record<string, unknown>, files: readonly ReferenceFile[]): Diagnostic[] {
  const native = raw.content !== undefined;
  const path = native ? 'parameters.content' : 'parameters.last_frame';
  if (files.length > 2)
    return [parameterError('mode-exclusive', path, 'At most a first and a last frame are taken.', useReferences)];
  const roles = native ? rolesIn(raw.content) : files.map(({ field }) => field);
  if (roles.includes('last_frame') && !roles.includes('first_frame')) {
    return [parameterError('frame-missing', path, 'A last frame needs a first frame.', 'Give the first frame too.')];
  }
  const named = roles.includes('first_frame') && roles.includes('last_frame');
  if (files.length < 2 || named) return [];
  return [
    parameterError(
      'frame-missing',
      path,
      'Two frames need the roles first_frame and last_frame.',
      'Add "role" to both images.',
    ),
  ];
}

function checkNoFrames({ content }: Record<string, unknown>): Diagnostic[] {
  const frame = rolesIn(content).find((role) => role === 'first_frame' || role === 'last_frame');
  return frame
    ? [parameterError('mode-exclusive', 'parameters.content', `This operation takes no ${frame}.`, useFrames)]
    : [];
}

function rolesIn(content: unknown): string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'role' in item && typeof item.role === 'string' ? [item.role] : [],
  );
}

function checkWords(
  raw: Record<string, unknown>,
  files: readonly ReferenceFile[],
  { frames }: OperationSpec,
): Diagnostic[] {
  const said = textIn(raw);
  if (!said) return [];
  const { words, path } = said;
  const problems = checkReferences({ text: words, counts: countFiles(files), path });
  const shown = frames ? problems.filter(({ rule }) => rule !== 'ref-unused') : problems;
  if (writeText(words) === words) return shown;
  const message = 'Mentions of reference files are sent in Pixazo’s spelling, such as Image 1.';
  return [...shown, { rule: 'ref-host-syntax', severity: 'info', path, message }];
}
