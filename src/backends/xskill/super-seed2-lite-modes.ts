import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ModelLimits } from '../../core/model-limits.ts';
import { findNearest } from '../../core/nearest.ts';
import { checkMedia, checkUrls } from '../media-check.ts';
import { parameterError } from '../parameter-error.ts';
import { findReferenceFiles } from '../reference-files.ts';
import { checkPrompt } from './prompt.ts';

const modeNames = ['omini', 'first_last_frame', 'extend', 'edit'] as const;
type Mode = (typeof modeNames)[number];

/** What each mode is made from; `adaptive`: the video takes its shape from that, and no other ratio is taken. */
export const modes = {
  omini: { takes: ['image_files', 'video_files', 'audio_files'], adaptive: false },
  first_last_frame: { takes: ['first_frame', 'last_frame', 'image_url', 'end_image_url'], adaptive: true },
  extend: { takes: ['video_files', 'video_url'], adaptive: true },
  edit: { takes: ['video_files', 'video_url'], adaptive: true },
} as const satisfies Record<Mode, unknown>;

export function modeOf(raw: Record<string, unknown>): Mode {
  const named = findMode(raw.functionMode);
  return named ?? (modes.first_last_frame.takes.some((key) => raw[key] !== undefined) ? 'first_last_frame' : 'omini');
}

function findMode(word: unknown): Mode | undefined {
  return modeNames.find((mode) => typeof word === 'string' && mode === word.toLowerCase());
}

/** The value of `params.model` that docs/wire.md, Seedance 2.5 at xskill, describes. Others exist, with modes that nobody wrote down. */
export const publishedModel = 'Seedance_2.5';

export function isPublished({ model = publishedModel }: Record<string, unknown>): boolean {
  return typeof model === 'string' && model.toLowerCase() === publishedModel.toLowerCase();
}

/** What the schema cannot say. Reads raw parameters, so that all problems come at once. */
export function checkModes(raw: Record<string, unknown>, limits: ModelLimits): Diagnostic[] {
  const mode = modeOf(raw);
  const files = findReferenceFiles(raw);
  return [
    ...checkNames(raw),
    ...checkMode(raw, mode),
    ...(mode === 'omini' ? checkMedia(raw, files, limits) : checkUrls(files)),
    ...(typeof raw.prompt === 'string' ? checkPrompt(raw.prompt, files, mode === 'first_last_frame') : []),
    ...tellOptions(raw, mode),
  ];
}

function checkNames(raw: Record<string, unknown>): Diagnostic[] {
  const { model, functionMode } = raw;
  if (!isPublished(raw)) {
    const message = `No document describes params.model ${JSON.stringify(model)}: it is sent as it is, checked by the limits of ${publishedModel}. For that one leave it out.`;
    return [{ rule: 'parameter-unpublished', severity: 'warn', path: 'parameters.model', message }];
  }
  if (typeof functionMode !== 'string' || findMode(functionMode)) return [];
  const near = findNearest(functionMode, modeNames);
  const message = `"${functionMode.slice(0, 60)}" is not possible here; choose one of ${modeNames.join(', ')}.`;
  const fix = near && `Did you mean ${near}?`;
  return [parameterError('parameter-value', 'parameters.functionMode', message, fix)];
}

const fileKeys = [...new Set(Object.values(modes).flatMap(({ takes }) => takes))];

function checkMode(raw: Record<string, unknown>, mode: Mode): Diagnostic[] {
  const takes: readonly string[] = modes[mode].takes;
  const given = fileKeys.filter((key) => raw[key] !== undefined);
  const foreign = given.filter((key) => !takes.includes(key));
  if (foreign.length > 0) {
    const message = `The mode ${mode} takes no ${foreign.join(', ')}: the modes exclude each other.`;
    return [
      parameterError('mode-exclusive', `parameters.${foreign[0]}`, message, `${mode} takes ${takes.join(', ')}.`),
    ];
  }
  const files = findReferenceFiles(raw);
  if (mode === 'first_last_frame') return checkFrames(raw);
  if (mode === 'omini' || (files.length === 1 && given.length === 1)) return [];
  const message = `Exactly one video is needed to ${mode}; ${files.length} are given.`;
  return [parameterError('parameter-missing', 'parameters.video_files', message, 'Give its URL alone in video_files.')];
}

function checkFrames(raw: Record<string, unknown>): Diagnostic[] {
  const first = ['first_frame', 'image_url'].filter((key) => raw[key] !== undefined);
  const last = ['last_frame', 'end_image_url'].filter((key) => raw[key] !== undefined);
  const twice = [first, last].filter(({ length }) => length > 1);
  if (twice.length > 0)
    return twice.map((keys) =>
      parameterError(
        'parameter-twice',
        `parameters.${keys[1]}`,
        `${keys.join(' and ')} say the same.`,
        'Give one of them.',
      ),
    );
  if (first.length === 0)
    return [
      parameterError('frame-missing', 'parameters.first_frame', 'first_frame is missing.', 'Give first_frame too.'),
    ];
  if (last.length > 0) return [];
  const message = 'No document shows this mode with a first frame alone: it may be refused.';
  return [{ rule: 'parameter-unpublished', severity: 'warn', path: 'parameters.first_frame', message }];
}

function tellOptions({ ratio, duration }: Record<string, unknown>, mode: Mode): Diagnostic[] {
  const told: Diagnostic[] = [];
  if (modes[mode].adaptive && ratio !== undefined && ratio !== 'adaptive') {
    const message = `The ratio ${ratio} is not sent: here the video takes the shape of what it is made from.`;
    told.push({ rule: 'ratio-adaptive', severity: 'warn', path: 'parameters.ratio', message });
  }
  if (mode === 'edit' && duration !== undefined) {
    const message = 'The duration is not sent: the result lasts as long as its clip.';
    told.push({ rule: 'duration-of-clip', severity: 'info', path: 'parameters.duration', message });
  }
  return told;
}
