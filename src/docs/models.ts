import type { Backend, Model } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import { renderFields } from './schema.ts';
import { code } from './table.ts';

/** Every model of every service, with its parameters. Models that take the same are told together. */
export function renderModels(): string {
  return backends.map(renderBackend).join('\n\n');
}

/** One model alone; undefined when no service has it. */
export function renderModel(id: string): string | undefined {
  const model = backends.flatMap(({ models }) => models).find((one) => one.id === id);
  return model && renderGroup([model]);
}

export function modelIds(kind?: Model['kind']): string[] {
  const all = backends.flatMap(({ models }) => models);
  return all.filter((model) => kind === undefined || model.kind === kind).map(({ id }) => id);
}

/** Every ratio that some model makes a video in. */
export function videoRatios(): string[] {
  return [...new Set(videoLimits().flatMap(({ ratios = [] }) => ratios))];
}

/** Every whole number of seconds that some model makes. */
export function videoSeconds(): number[] {
  const ranges = videoLimits().flatMap(({ duration }) => (duration ? [duration] : []));
  const least = Math.min(...ranges.map((range) => range.least));
  const most = Math.max(...ranges.map((range) => range.most));
  return Array.from({ length: most - least + 1 }, (_, i) => least + i);
}

function videoLimits(): ModelLimits[] {
  return backends.flatMap(({ models }) => models.filter(({ kind }) => kind === 'video').map(({ limits }) => limits));
}

function renderBackend({ title, credential, models, unit }: Backend): string {
  const groups = new Map<string, Model[]>();
  for (const model of models) {
    const fields = renderFields(model.input, '');
    groups.set(fields, [...(groups.get(fields) ?? []), model]);
  }
  const key = `Key: ${code(credential.env)}${credential.homeFile ? `, or the file ${code(`~/${credential.homeFile}`)}` : ''}. Prices in ${unit}.`;
  return [`### ${title}`, key, ...[...groups.values()].map(renderGroup)].join('\n\n');
}

function renderGroup(models: readonly Model[]): string {
  const lines = models.map(
    ({ id, title, wait }) => `- ${code(id)}: ${title}, typically ${minutes(wait.typicalSeconds)}`,
  );
  const [first] = models;
  return `${lines.join('\n')}\n\n${first ? renderFields(first.input, 'Parameter') : ''}`;
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
