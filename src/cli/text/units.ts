import { type Price, type PriceSum, renderPrice, renderSum } from '../../core/price.ts';
import type { View } from './view.ts';

/** `9 min ago`, `3 h ago`, then the day. */
export function renderAge(isoTime: string, { nowMs }: View): string {
  const minutes = Math.floor((nowMs - Date.parse(isoTime)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago` : isoTime.slice(0, 10);
}

export function renderCost(price: Price | PriceSum | undefined): string | undefined {
  if (!price) return undefined;
  return 'source' in price && price.at_most === undefined ? renderPrice(price) : renderSum(price);
}

/** `st-ai/super-seed2, fast`. */
export function renderModel({ model_id, tier }: { model_id?: string; tier?: string }): string | undefined {
  return model_id && [model_id, tier].filter(Boolean).join(', ');
}

const statusStyles = {
  completed: 'good',
  failed: 'bad',
  uncertain: 'doubtful',
  stopped: 'doubtful',
  pending: 'strong',
  processing: 'strong',
  waiting: 'faint',
  dry_run: 'strong',
} as const;

export function renderStatus(status: keyof typeof statusStyles, { paint }: View): string {
  return paint(statusStyles[status], status.replace('_', ' '));
}

/** `clip 1`, but `clips 1-3`. */
export function renderNumbers(noun: string, numbers: string): string {
  return `${noun}${/\D/.test(numbers) ? 's' : ''} ${numbers}`;
}
