import { backends } from '../backends/index.ts';
import { errorCodes } from '../core/errors.ts';
import { imageLimits, referenceBytes } from '../media/limits.ts';
import { limits } from '../prompt/input.ts';
import { phrases } from '../prompt/languages/index.ts';
import { faults } from '../simulation/faults.ts';
import { code, renderTable } from './table.ts';

export function renderErrors(): string {
  return renderTable(
    ['Code', 'Same call again?', 'Next, when nothing better is known'],
    Object.entries(errorCodes).map(([name, { retryable, nextStep }]) => [
      code(name),
      retryable ? 'yes' : 'no',
      nextStep,
    ]),
  );
}

export function renderRehearsalWords(): string {
  return renderTable(
    ['Word', 'What happens', 'Charged'],
    Object.entries(faults).map(([word, { effect, taken }]) => [code(word), effect, taken ? 'yes' : 'no']),
  );
}

/** Ratio of the storyboard to size of its pictures, at each service that makes pictures. */
export function renderImageSizes(): string {
  const rows = backends.flatMap(({ dialect: { imageSizes = {} } }) =>
    Object.entries(imageSizes).map(([ratio, { size, note = '' }]) => [ratio, code(size), note]),
  );
  return renderTable(['Ratio', code('image_size'), ''], rows);
}

export function renderLimits(): string {
  const { duration, files, clipSeconds } = limits;
  const { shortestSide, longestSide, narrowest, widest } = imageLimits;
  return renderTable(
    ['What', 'Limit'],
    [
      ['Video of Seedance 2.0', `${duration.least}–${duration.most} whole seconds`],
      [
        'Reference files',
        `${files.total} together: images ${files.image}, videos ${files.video}, audio ${files.audio}`,
      ],
      ['Reference video', `${clipSeconds.least}–${clipSeconds.most} s each, ${mb(referenceBytes.video)}`],
      ['Reference audio', `${mb(referenceBytes.audio)} each, never alone`],
      ['Reference video and audio', `${clipSeconds.together} s together`],
      [
        'Reference image',
        `${mb(referenceBytes.image)}, ${shortestSide}–${longestSide} pixels a side, width to height ${narrowest}–${widest}`,
      ],
      [
        'Prompt',
        `read whole up to ${phrases.en.length.most} English words or ${phrases.zh.length.most} Chinese characters`,
      ],
    ],
  );
}

function mb(bytes: number): string {
  return `${bytes / 1024 / 1024} MB`;
}
