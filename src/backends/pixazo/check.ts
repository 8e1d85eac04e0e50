import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ReferenceFile } from '../../core/reference-file.ts';
import { checkReferences } from '../../prompt/references/references.ts';
import { checkMedia } from '../media-check.ts';
import { parameterError } from '../parameter-error.ts';
import { countFiles, findReferenceFiles } from '../reference-files.ts';
import { textIn, writeText } from './content.ts';
import { limitsOf, useInstead } from './family.ts';
import type { OperationSpec } from './operation-spec.ts';

/** What the schema of an operation cannot say. Reads raw parameters, so that all problems come at once. */
export function checkOperation(raw: Record<string, unknown>, spec: OperationSpec): Diagnostic[] {
  const files = findReferenceFiles(raw).filter(({ field }) =>
    Object.hasOwn(spec.input.shape, field.replace(/\[.*/, '')),
  );
  return [
    ...checkTwice(raw),
    ...checkNeeds(raw, files, spec),
    ...(spec.name === 'frames' ? checkFrames(raw, files, spec) : checkNoFrames(raw, spec)),
    ...checkMedia(raw, files, limitsOf(spec.family, spec.name)),
    ...checkWords(raw, files, spec),
    ...tellOptions(raw, spec),
  ];
}

/** Options that are sent without a document behind them, and those that the operation decides itself. */
function tellOptions(raw: Record<string, unknown>, { name, family }: OperationSpec): Diagnostic[] {
  const { title, optionsUnpublished, adaptive, asLongAsClip } = family;
  const given = ['duration', 'ratio', 'resolution', 'generate_audio', 'watermark'].filter(
    (key) => raw[key] !== undefined,
  );
  const told: Diagnostic[] = [];
  if (optionsUnpublished && given.length > 0) {
    const message = `Pixazo publishes no options for ${title}: ${given.join(', ')} ${given.length > 1 ? 'are' : 'is'} sent as another client sends them.`;
    told.push({ rule: 'parameter-unpublished', severity: 'warn', path: `parameters.${given[0]}`, message });
  }
  if (adaptive?.includes(name) && raw.ratio !== undefined && raw.ratio !== 'adaptive') {
    const message = `The ratio ${raw.ratio} is not sent: here the video takes the shape of what it is made from (adaptive).`;
    told.push({ rule: 'ratio-adaptive', severity: 'warn', path: 'parameters.ratio', message });
  }
  if (asLongAsClip?.includes(name) && raw.duration !== undefined) {
    const message = 'The duration is not sent: the result lasts as long as its clip.';
    told.push({ rule: 'duration-of-clip', severity: 'info', path: 'parameters.duration', message });
  }
  return told;
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
  { needsText, takes, needs, family }: OperationSpec,
): Diagnostic[] {
  const problems = files
    .filter(({ type }) => !takes.includes(type))
    .map(({ type, field }) =>
      parameterError(
        'mode-exclusive',
        `parameters.${field}`,
        `This operation takes no ${type}.`,
        useInstead(family, 'references'),
      ),
    );
  if (needsText && !textIn(raw))
    problems.push(
      parameterError('parameter-missing', 'parameters.prompt', 'prompt is missing.', 'Say what the video shows.'),
    );
  if (needs && !needs.has(files))
    problems.push(parameterError('parameter-missing', 'parameters', needs.message, needs.fix));
  return problems;
}

function checkFrames(
  raw: Record<string, unknown>,
  files: readonly ReferenceFile[],
  { family }: OperationSpec,
): Diagnostic[] {
  const native = raw.content !== undefined;
  const path = native ? 'parameters.content' : 'parameters.last_frame';
  if (files.length > 2)
    return [
      parameterError(
        'mode-exclusive',
        path,
        'At most a first and a last frame are taken.',
        useInstead(family, 'references'),
      ),
    ];
  const roles = native ? rolesIn(raw.content) : files.map(({ field }) => field);
  if (roles.includes('last_frame') && !roles.includes('first_frame')) {
    return [parameterError('frame-missing', path, 'A last frame needs a first frame.', 'Give the first frame too.')];
  }
  const named = roles.includes('first_frame') && roles.includes('last_frame');
  if (files.length < 2 || named || family.framesByOrder) return [];
  return [
    parameterError(
      'frame-missing',
      path,
      'Two frames need the roles first_frame and last_frame.',
      'Add "role" to both images.',
    ),
  ];
}

function checkNoFrames({ content }: Record<string, unknown>, { family }: OperationSpec): Diagnostic[] {
  const frame = rolesIn(content).find((role) => role === 'first_frame' || role === 'last_frame');
  return frame
    ? [
        parameterError(
          'mode-exclusive',
          'parameters.content',
          `This operation takes no ${frame}.`,
          useInstead(family, 'frames'),
        ),
      ]
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
  { name }: OperationSpec,
): Diagnostic[] {
  const said = textIn(raw);
  if (!said) return [];
  const { words, path } = said;
  const problems = checkReferences({ text: words, counts: countFiles(files), path });
  const shown = name === 'frames' ? problems.filter(({ rule }) => rule !== 'ref-unused') : problems;
  if (writeText(words) === words) return shown;
  const message = 'Mentions of reference files are sent in Pixazo’s spelling, such as Image 1.';
  return [...shown, { rule: 'ref-host-syntax', severity: 'info', path, message }];
}
