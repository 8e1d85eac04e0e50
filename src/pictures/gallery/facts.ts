import { type Price, renderPrice } from '../../core/price.ts';
import { round } from '../round.ts';
import type { GalleryFile, GalleryTask } from './model.ts';

/** `1280×720 · 5 s · sound · 2.4 MB` */
export function describeFile({ width, height, duration_seconds, has_audio, media_type, bytes }: GalleryFile): string {
  const parts = [
    width && height ? `${width}×${height}` : undefined,
    duration_seconds === undefined ? undefined : `${round(duration_seconds)} s`,
    has_audio === undefined ? undefined : has_audio ? 'sound' : 'silent',
    media_type.split('/')[1]?.toUpperCase(),
    bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** What differs from the request, and what looks broken. */
export function describeFaults({ mismatches, files }: GalleryTask): string[] {
  const differing = mismatches.map(({ field, asked, got }) => `${field}: asked ${asked}, got ${got}`);
  const broken = files.flatMap(({ checks = [], duration_seconds: whole = 0 }) =>
    checks.map(({ check, start, end }) => {
      const isWhole = start === 0 && end >= whole - 0.15;
      return `${check.replace('_', ' ')}: ${isWhole ? 'the whole clip' : `${round(start)}–${round(end)} s`}`;
    }),
  );
  return [...differing, ...broken];
}

export function describePrice(price: Price | undefined): string {
  return price ? renderPrice(price) : 'price unknown';
}

/** Width to height; 16:9 where a file does not say. */
export function aspectOf({ width, height }: Pick<GalleryFile, 'width' | 'height'>): number {
  return width && height ? Math.round((width / height) * 1000) / 1000 : 1.778;
}
