import type { Model } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import { errorCodes } from '../core/errors.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import { languages, phrases } from '../prompt/languages/index.ts';
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
    ['Word', 'What happens', 'Task taken'],
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

/** What each model takes, as its row says; models that take the same stand together. */
export function renderLimits(): string {
  const groups = new Map<string, string[]>();
  const models = backends.flatMap((backend) => backend.models);
  for (const { title, limits } of models) {
    const cells = [describeVideo(limits), describeFiles(limits), describeClips(limits), describePicture(limits)];
    const key = JSON.stringify(cells);
    groups.set(key, [...(groups.get(key) ?? []), title]);
  }
  const rows = [...groups].map(([cells, titles]) => [renderTitles(titles, models), ...(JSON.parse(cells) as string[])]);
  const lengths = languages.map((language) => `${phrases[language].length.most} ${phrases[language].length.unit}`);
  const prompt = `A prompt is read whole up to ${lengths.join(' or ')}.`;
  return `${renderTable(['Models', 'Makes', 'Reference files', 'Clips among them', 'Pictures among them'], rows)}\n\n${prompt}`;
}

/** `Seedance 2.0` for all its operations. */
function renderTitles(titles: readonly string[], models: readonly Model[]): string {
  const nameOf = (title: string) => title.split(',')[0] ?? title;
  const isWhole = (name: string) => models.every(({ title }) => nameOf(title) !== name || titles.includes(title));
  return [...new Set(titles.map((title) => (isWhole(nameOf(title)) ? nameOf(title) : title)))].join('; ');
}

function describeVideo({ duration, images }: ModelLimits): string {
  if (duration) return `${duration.least}–${duration.most} whole seconds`;
  return images ? `${images.least}–${images.most} pictures` : '';
}

function describeFiles({ files, audioAlone }: ModelLimits): string {
  if (!files) return '';
  if (files.together === 0) return 'none';
  const counts = [
    `images ${files.image}`,
    ...(files.video + files.audio > 0 ? [`videos ${files.video}`, `audio ${files.audio}`] : []),
  ];
  const alone = audioAlone === 'refused' ? '; audio never alone' : '';
  return `${counts.join(', ')}; ${files.together} together${alone}`;
}

function describeClips({ files, clipSeconds, fileBytes, formats }: ModelLimits): string {
  if (!files?.video || !fileBytes) return '';
  const seconds = clipSeconds
    ? `video ${clipSeconds.least}–${clipSeconds.most} s each, video and audio ${clipSeconds.together} s together; `
    : '';
  const [video = '', audio = ''] = [formats?.video, formats?.audio].map((taken) => taken?.join(' or ') ?? '');
  return `${seconds}video ${video} ${mb(fileBytes.video)}, audio ${audio} ${mb(fileBytes.audio)} each`;
}

function describePicture({ files, picture, fileBytes, formats }: ModelLimits): string {
  if (!picture || !fileBytes || files?.image === 0) return '';
  const { side, aspect } = picture;
  return `${formats?.image?.join(', ') ?? ''}; ${mb(fileBytes.image)}, ${side.least}–${side.most} pixels a side, width to height ${aspect.least}–${aspect.most}`;
}

function mb(bytes: number): string {
  return `${bytes / 1024 / 1024} MB`;
}
