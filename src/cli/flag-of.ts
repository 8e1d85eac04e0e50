import type { Tool } from '../tools/tool.ts';

/** `--model` for `model_id`, `--dry-run` for `dry_run`. */
export function flagOf({ flags = {} }: Tool, field: string): string {
  const name = Object.hasOwn(flags, field) ? flags[field]?.name : undefined;
  return `--${name ?? field.replaceAll('_', '-')}`;
}
